package io.hermesmq.reliability.value;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Unique values and how they look as a payload, little-endian:
 *
 * <table>
 *   <caption>Payload</caption>
 *   <tr><th>offset</th><th>bytes</th><th>field</th></tr>
 *   <tr><td>0</td><td>8</td><td>value: publisher (15 bits), counter (48 bits)</td></tr>
 *   <tr><td>8</td><td>4</td><td>length of the whole payload</td></tr>
 *   <tr><td>12</td><td>4</td><td>{@link Kind}</td></tr>
 *   <tr><td>16</td><td>8</td><td>hash of all of the above</td></tr>
 *   <tr><td>24</td><td></td><td>bytes that are a function of the value and their place</td></tr>
 * </table>
 *
 * <p>A flipped bit anywhere, a cut or padded payload, the half of one message and the half of another: all of them read as {@link
 * #CORRUPT}.
 */
@SuppressWarnings("EnumOrdinal") // messages are read by the class that wrote them
public final class Values {

    /** What {@link #read} returns for bytes that no publisher wrote. No value is negative. */
    public static final long CORRUPT = -1;

    /** The shortest payload. */
    public static final int MIN_LENGTH = 24;

    /** The publisher of {@linkplain #fence fences}. */
    public static final int FENCE_PUBLISHER = 0x7FFF;

    private static final int COUNTER_BITS = 48;
    private static final int LENGTH_OFFSET = 8;
    private static final int KIND_OFFSET = 12;
    private static final int HASH_OFFSET = 16;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    /** What a message is for. */
    public enum Kind {
        /** Is to be handled. */
        GOOD,
        /** Its listener throws, each time it gets it. */
        THROWS_IN_LISTENER
    }

    private Values() {}

    /**
     * The value of one message.
     *
     * @param publisher who sends it, from 0.
     * @param counter how many it sent before.
     * @return the value, never negative.
     */
    public static long of(final int publisher, final long counter) {
        return (long) publisher << COUNTER_BITS | counter;
    }

    /**
     * The value that ends a session: a listener that has seen it has seen all before it.
     *
     * @param session number of the session.
     * @return the value.
     */
    public static long fence(final int session) {
        return of(FENCE_PUBLISHER, session);
    }

    /**
     * Who sent a value.
     *
     * @param value the value.
     * @return the publisher.
     */
    public static int publisher(final long value) {
        return (int) (value >>> COUNTER_BITS);
    }

    /**
     * How many the publisher sent before a value.
     *
     * @param value the value.
     * @return the counter.
     */
    public static long counter(final long value) {
        return value & (1L << COUNTER_BITS) - 1;
    }

    /**
     * A length that depends on the value alone.
     *
     * @param value the value.
     * @param min bytes at least, from {@link #MIN_LENGTH}.
     * @param max bytes at most.
     * @return bytes.
     */
    public static int length(final long value, final int min, final int max) {
        return min + (int) Long.remainderUnsigned(mix(value), max - min + 1L);
    }

    /**
     * Writes the payload of a value.
     *
     * @param value the value.
     * @param kind what it is for.
     * @param buffer where to.
     * @param offset of the first byte.
     * @param length bytes, from {@link #MIN_LENGTH}.
     */
    public static void write(
            final long value, final Kind kind, final MutableDirectBuffer buffer, final int offset, final int length) {
        buffer.putLong(offset, value);
        buffer.putInt(offset + LENGTH_OFFSET, length);
        buffer.putInt(offset + KIND_OFFSET, kind.ordinal());
        buffer.putLong(offset + HASH_OFFSET, hash(value, length, kind.ordinal()));
        int at = MIN_LENGTH;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            buffer.putLong(offset + at, filling(value, at));
        }
        for (; at < length; at++) {
            buffer.putByte(offset + at, (byte) filling(value, at));
        }
    }

    /**
     * Reads a payload.
     *
     * @param buffer where it is.
     * @param offset of the first byte.
     * @param length bytes.
     * @return the value, or {@link #CORRUPT} where one bit of it is not as it was written.
     */
    public static long read(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MIN_LENGTH || buffer.getInt(offset + LENGTH_OFFSET) != length) {
            return CORRUPT;
        }
        final long value = buffer.getLong(offset);
        if (value < 0 || buffer.getLong(offset + HASH_OFFSET) != hash(value, length, kindOf(buffer, offset))) {
            return CORRUPT;
        }
        int at = MIN_LENGTH;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            if (buffer.getLong(offset + at) != filling(value, at)) {
                return CORRUPT;
            }
        }
        for (; at < length; at++) {
            if (buffer.getByte(offset + at) != (byte) filling(value, at)) {
                return CORRUPT;
            }
        }
        return value;
    }

    /**
     * What a payload is for that was {@linkplain #read read} without a finding.
     *
     * @param buffer where it is.
     * @param offset of the first byte.
     * @return its kind.
     */
    public static Kind kind(final DirectBuffer buffer, final int offset) {
        return kindOf(buffer, offset) == Kind.GOOD.ordinal() ? Kind.GOOD : Kind.THROWS_IN_LISTENER;
    }

    /**
     * A value in words.
     *
     * @param value the value.
     * @return such as {@code 3:1042}, publisher and counter.
     */
    public static String describe(final long value) {
        if (value == CORRUPT) {
            return "corrupt";
        }
        return publisher(value) == FENCE_PUBLISHER
                ? "fence " + counter(value)
                : publisher(value) + ":" + counter(value);
    }

    /**
     * Spreads the bits of a number: the finaliser of SplitMix64.
     *
     * @param number any.
     * @return another.
     */
    public static long mix(final long number) {
        long z = number + GOLDEN_RATIO;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private static int kindOf(final DirectBuffer buffer, final int offset) {
        return buffer.getInt(offset + KIND_OFFSET);
    }

    private static long filling(final long value, final int at) {
        return mix(value * GOLDEN_RATIO + at);
    }

    private static long hash(final long value, final int length, final int kind) {
        return mix(mix(value) ^ (long) length << 32 ^ kind);
    }
}
