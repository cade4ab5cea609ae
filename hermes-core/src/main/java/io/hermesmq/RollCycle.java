package io.hermesmq;

import java.time.Duration;

/** How long one file of a journal is written before the next begins. Files begin at whole multiples of it, in UTC. */
public enum RollCycle {
    /** A file each second: for tests. */
    SECONDLY(Duration.ofSeconds(1)),

    /** A file each minute. */
    MINUTELY(Duration.ofMinutes(1)),

    /** A file each ten minutes. */
    TEN_MINUTELY(Duration.ofMinutes(10)),

    /** A file each hour. */
    HOURLY(Duration.ofHours(1)),

    /** A file each day. The default. */
    DAILY(Duration.ofDays(1));

    private final Duration length;

    RollCycle(final Duration length) {
        this.length = length;
    }

    /**
     * The time that one file covers.
     *
     * @return its length.
     */
    public Duration length() {
        return length;
    }
}
