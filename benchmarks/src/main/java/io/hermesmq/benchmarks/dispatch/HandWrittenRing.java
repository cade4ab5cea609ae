package io.hermesmq.benchmarks.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static io.hermesmq.frame.FrameLayout.TYPE_PUBLISH;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.benchmarks.peer.Sizes;
import io.hermesmq.memory.OffHeap;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A ring with the frames of Hermes for one thread that writes and reads in turn. */
final class HandWrittenRing {

    /** Frames start at multiples of this, as in the ring of Hermes. */
    private static final int FRAME_ALIGNMENT = 32;

    private static final int ALIGNMENT = 128;

    final UnsafeBuffer buffer;
    final long address;
    long tail;

    private final int capacity;
    private long sequence;

    HandWrittenRing(final int capacity) {
        this.capacity = capacity;
        buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacity, ALIGNMENT));
        address = OffHeap.address(buffer, 0, capacity);
    }

    /**
     * Writes messages behind the tail.
     *
     * @param from number of the first.
     * @param count how many.
     */
    void fill(final long from, final int count) {
        for (long a = from; a < from + count; a++) {
            final int frameLength = frameLength(Sizes.MESSAGE_BYTES);
            int offset = (int) tail & (capacity - 1);
            final int left = capacity - offset;
            if (left < frameLength) {
                header(offset, TYPE_PADDING, left - HEADER_LENGTH);
                tail += left;
                offset = 0;
            }
            for (int field = 0; field < 8; field++) {
                buffer.putLong(
                        offset + HEADER_LENGTH + field * Long.BYTES, field == 0 ? a : a + field - 1, LITTLE_ENDIAN);
            }
            header(offset, TYPE_PUBLISH, Sizes.MESSAGE_BYTES);
            tail += frameLength;
        }
    }

    private void header(final int offset, final byte type, final int length) {
        buffer.putByte(offset + TYPE_OFFSET, type);
        buffer.putLong(offset + SEQUENCE_OFFSET, ++sequence, LITTLE_ENDIAN);
        buffer.putInt(offset + LENGTH_OFFSET, length, LITTLE_ENDIAN);
    }

    static int frameLength(final int length) {
        return BitUtil.align(HEADER_LENGTH + length, FRAME_ALIGNMENT);
    }
}
