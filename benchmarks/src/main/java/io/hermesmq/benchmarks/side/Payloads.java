package io.hermesmq.benchmarks.side;

/** Lengths of messages. */
public final class Payloads {

    /** The eight longs that every message has. */
    public static final int LONGS_BYTES = 8 * Long.BYTES;

    /** The shortest message: nothing but the longs. */
    public static final int SMALL = LONGS_BYTES;

    /** A kibibyte: the longs, and a filling behind them. */
    public static final int LARGE = 1024;

    private Payloads() {}
}
