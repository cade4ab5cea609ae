package io.hermesmq;

/** What a lane does while there is nothing to read. */
public enum IdleMode {
    /** Spins for some microseconds, then parks until a publisher wakes it: neither burns a core nor waits out a timer. */
    AUTO,

    /** Spins for ever: the lowest latency, for a whole core. */
    BUSY_SPIN,

    /** Spins, then yields to other threads of the core: near the latency of spinning, for most of a core. */
    YIELD,

    /** Spins, yields, then sleeps for growing times up to a millisecond; publishers never pay for a wake-up. */
    BACK_OFF,

    /** Parks at once until a publisher wakes it: the least CPU. */
    PARK
}
