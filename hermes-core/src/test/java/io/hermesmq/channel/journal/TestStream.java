package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PUBLISH;

import io.hermesmq.frame.FrameLayout;
import java.nio.ByteBuffer;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Frames as a ring would hold them, whose payload follows from their sequence. */
final class TestStream {

    private final ByteBuffer bytes = BufferUtil.allocateDirectAligned(1 << 20, 64);
    private final UnsafeBuffer ring = new UnsafeBuffer(bytes);
    private long sequence;
    private long position;
    private long timestamp;

    TestStream() {}

    TestStream(final JournalStore end) {
        sequence = end.lastSequence();
        position = end.endPosition();
    }

    void timestamp(final long nanoseconds) {
        timestamp = nanoseconds;
    }

    void skipSequences(final int count) {
        sequence += count;
    }

    long position() {
        return position;
    }

    /** Appends one run of messages. */
    void append(final JournalStore store, final int count) {
        append(store, count, 64);
    }

    void append(final JournalStore store, final int count, final int payloadLength) {
        int length = 0;
        for (int i = 0; i < count; i++) {
            length += putFrame(length, payloadLength);
        }
        store.append(ring, 0, length, position, count);
        position += length;
    }

    private int putFrame(final int at, final int payloadLength) {
        final long next = ++sequence;
        ring.putLong(at, FrameLayout.firstWord(TYPE_PUBLISH), BYTE_ORDER);
        ring.putLong(at + SEQUENCE_OFFSET, next, BYTE_ORDER);
        ring.putLong(at + TIMESTAMP_OFFSET, timestamp, BYTE_ORDER);
        ring.putLong(at + LENGTH_OFFSET, payloadLength, BYTE_ORDER);
        for (int i = 0; i < payloadLength; i++) {
            ring.putByte(at + HEADER_LENGTH + i, payloadByte(next, i));
        }
        return (int) RunLayout.alignedFrameLength(payloadLength);
    }

    private static byte payloadByte(final long sequence, final int index) {
        return (byte) ((sequence * 0x9E3779B97F4A7C15L >>> (index & 7) * 8) + index);
    }

    /** Whether the message that a reader shows is the one that was published under its sequence. */
    static boolean isGenuine(final JournalReader reader) {
        final UnsafeBuffer buffer = reader.buffer();
        final int at = reader.offset();
        final int length = buffer.getInt(at + LENGTH_OFFSET, BYTE_ORDER);
        for (int i = 0; i < length; i++) {
            if (buffer.getByte(at + HEADER_LENGTH + i) != payloadByte(reader.sequence(), i)) {
                return false;
            }
        }
        return buffer.getLong(at + SEQUENCE_OFFSET, BYTE_ORDER) == reader.sequence();
    }
}
