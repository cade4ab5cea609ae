package io.hermesmq.test;

/** What drives the lanes of a test. */
public enum LaneMode {

    /** Lanes have no thread; {@link HermesProbe} steps them on the thread of the test. Nothing happens between two of its calls. */
    STEPPED,

    /** Every lane has its thread, which backs off while it has nothing to do. {@link HermesProbe} waits for them. */
    RUNNING
}
