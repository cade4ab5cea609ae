package io.hermesmq.benchmarks.rig;

/** What a side is there for. */
public enum Role {
    /** Compared with every peer of its scenario. */
    OURS,
    /** What it is compared with. */
    PEER,
    /** Shown beside them. */
    INFORMAL
}
