package io.hermesmq;

/** Which messages of a channel carry the time of their publishing. Reading the clock costs about 24 ns. */
public enum Timestamps {
    /** Every message. */
    EVERY,

    /** About one message in 4 KiB of the stream: enough for percentiles, too few for tracing. */
    SAMPLED,

    /** None. */
    OFF
}
