package io.hermesmq.reliability.check;

import io.hermesmq.PublishStatus;

/** What became of one publish, as far as its publisher knows. */
public enum Outcome {
    /** Nobody tried. */
    NONE,
    /** It did not return before the process ended, or ended in {@link PublishStatus#UNCONFIRMED}: it may be there or not. */
    IN_DOUBT,
    /** A position was returned: it must be there. */
    ACKNOWLEDGED,
    /** A status said that it was not taken: it must not be there. */
    REFUSED,
    /** An exception said that it was not taken: it must not be there. */
    THREW;

    /**
     * The outcome of a publish that returned.
     *
     * @param result what it returned.
     * @return the outcome.
     */
    public static Outcome of(final long result) {
        if (!PublishStatus.isRefused(result)) {
            return ACKNOWLEDGED;
        }
        return PublishStatus.of(result) == PublishStatus.UNCONFIRMED ? IN_DOUBT : REFUSED;
    }
}
