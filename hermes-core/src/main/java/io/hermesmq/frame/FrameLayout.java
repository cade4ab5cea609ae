package io.hermesmq.frame;

import java.nio.ByteOrder;

/**
 * Where things are in a frame of protocol version 1. All values are little-endian; a frame starts at a multiple of 8.
 *
 * <pre>
 *   0        1        2        3        4        5        6        7
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |               magic               |version |  type  |      flags      |   0
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |                               sequence                                |   8
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |              timestamp, nanoseconds since the epoch, or 0             |  16
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |           payload length          |      checksum, or 0 (flags)       |  24
 *  +--------+--------+--------+--------+--------+--------+--------+--------+
 *  |                               payload ...                                32
 * </pre>
 */
public final class FrameLayout {

    /** The byte order of every value in a frame. */
    public static final ByteOrder BYTE_ORDER = ByteOrder.LITTLE_ENDIAN;

    /** First four bytes of every frame, read as a little-endian int: the letters {@code SMRH} in memory. */
    public static final int MAGIC = 0x48524D53;

    /** The protocol version that this code writes and reads. */
    public static final byte VERSION = 1;

    /** Type of a frame that fills room in a ring and carries no message. Never leaves the ring. */
    public static final byte TYPE_PADDING = 0;

    /** Type of a frame that carries one message. */
    public static final byte TYPE_PUBLISH = 1;

    /** Type of a request to receive a channel. */
    public static final byte TYPE_SUBSCRIBE = 2;

    /** Type of an acknowledgement. */
    public static final byte TYPE_ACK = 3;

    /** Type of a frame that says that its sender is alive. */
    public static final byte TYPE_HEARTBEAT = 4;

    /** Type of a frame whose payload is a run of frames. */
    public static final byte TYPE_BATCH = 5;

    /** Flag: the checksum field holds the checksum of the frame. */
    public static final short FLAG_CHECKSUM = 1;

    /** Flag: the payload starts with a header extension. */
    public static final short FLAG_EXTENSION = 1 << 1;

    /** Flag: the frame was delivered before. */
    public static final short FLAG_REDELIVERED = 1 << 2;

    /** Offset of the magic. */
    public static final int MAGIC_OFFSET = 0;

    /** Offset of the version. */
    public static final int VERSION_OFFSET = 4;

    /** Offset of the type. */
    public static final int TYPE_OFFSET = 5;

    /** Offset of the flags. */
    public static final int FLAGS_OFFSET = 6;

    /** Offset of the sequence. */
    public static final int SEQUENCE_OFFSET = 8;

    /** Offset of the timestamp. */
    public static final int TIMESTAMP_OFFSET = 16;

    /** Offset of the payload length. */
    public static final int LENGTH_OFFSET = 24;

    /** Offset of the checksum: CRC-32 over the header in front of it and the payload. */
    public static final int CHECKSUM_OFFSET = 28;

    /** Bytes of the header; the payload starts here. */
    public static final int HEADER_LENGTH = 32;

    /** Frames start at multiples of this. */
    public static final int ALIGNMENT = 8;

    private FrameLayout() {}

    /**
     * The first eight bytes of a frame without flags as one little-endian long, so that they are written by one store.
     *
     * @param type of the frame.
     * @return magic, version and type.
     */
    public static long firstWord(final byte type) {
        return Integer.toUnsignedLong(MAGIC) | (long) VERSION << 32 | Byte.toUnsignedLong(type) << 40;
    }
}
