package io.hermesmq.benchmarks.peer;

/** How large every ring and queue is. */
public final class Sizes {

    /** Bytes of a ring that holds bytes: about 14,000 messages of Agrona, 11,000 of Hermes. */
    public static final int RING_BYTES = 1 << 20;

    /** Slots of a ring that holds objects. */
    public static final int SLOTS = 1 << 13;

    /** Bytes of a message. */
    public static final int MESSAGE_BYTES = 8 * Long.BYTES;

    private Sizes() {}
}
