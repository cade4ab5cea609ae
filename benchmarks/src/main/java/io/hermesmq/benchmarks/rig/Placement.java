package io.hermesmq.benchmarks.rig;

import java.util.Locale;

/** How near the cores of publisher and consumer were during a round. */
public enum Placement {
    /** One cache: a line goes to and fro in less than {@link #NEAR_BELOW_NS}, before and after the round. */
    NEAR,
    /** No common cache. */
    FAR,
    /** It changed during the round; not for ratios unless there is nothing else. */
    MIXED,
    /** The round has one thread only. */
    ONE_THREAD;

    /** The limit between near and far, in nanoseconds there and back. */
    public static final double NEAR_BELOW_NS = 200;

    static Placement of(final double beforeNs, final double afterNs) {
        final boolean nearBefore = beforeNs < NEAR_BELOW_NS;
        final boolean nearAfter = afterNs < NEAR_BELOW_NS;
        if (nearBefore != nearAfter) {
            return MIXED;
        }
        return nearBefore ? NEAR : FAR;
    }

    /**
     * The word in the report.
     *
     * @return in lower case.
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
