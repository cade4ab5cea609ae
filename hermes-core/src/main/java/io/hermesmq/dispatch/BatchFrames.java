package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The frames that a listener of batches has collected and not handled yet: in the ring itself where they stay until it has handled
 * them, else as copies. For the thread of the lane.
 */
final class BatchFrames {

    private static final int FIRST_CAPACITY = 64;
    private static final int ALIGNMENT = 8;

    private final UnsafeBuffer buffer;
    private int[] offsets = new int[FIRST_CAPACITY];
    private int[] payloads = new int[FIRST_CAPACITY];
    private int[] lengths = new int[FIRST_CAPACITY];
    private long[] ends = new long[FIRST_CAPACITY];
    private long[] missed = new long[FIRST_CAPACITY];
    private int first;
    private int end;
    private int copiedBytes;

    /** Frames of a buffer: the ring, or one for copies. */
    BatchFrames(final UnsafeBuffer buffer) {
        this.buffer = buffer;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    int size() {
        return end - first;
    }

    boolean isEmpty() {
        return end == first;
    }

    /** Whether a copy of a frame has no room behind the others. One frame always has, if the buffer is large enough for it at all. */
    boolean hasNoRoom(final int payloadLength) {
        return copiedBytes + HEADER_LENGTH + payloadLength > buffer.capacity();
    }

    /** Frames of a journal may have been larger at a time when its ring was. Only while there are none. */
    void makeRoom(final int payloadLength) {
        buffer.wrap(ByteBuffer.allocateDirect(BitUtil.findNextPositivePowerOfTwo(HEADER_LENGTH + payloadLength)));
    }

    void add(final int frameOffset, final int payloadLength, final long positionBehind, final long missedBefore) {
        if (end == offsets.length) {
            grow();
        }
        final int payload = frameOffset + HEADER_LENGTH;
        final int extension = FrameDispatch.lengthAt(buffer, payload, payloadLength);
        offsets[end] = frameOffset;
        payloads[end] = payload + extension;
        lengths[end] = payloadLength - extension;
        ends[end] = positionBehind;
        missed[end] = missedBefore;
        end++;
    }

    private void grow() {
        final int capacity = offsets.length * 2;
        offsets = Arrays.copyOf(offsets, capacity);
        payloads = Arrays.copyOf(payloads, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        ends = Arrays.copyOf(ends, capacity);
        missed = Arrays.copyOf(missed, capacity);
    }

    /** Copies a frame behind the others. */
    void addCopy(
            final UnsafeBuffer from,
            final int frameOffset,
            final int payloadLength,
            final long positionBehind,
            final long missedBefore) {
        buffer.putBytes(copiedBytes, from, frameOffset, HEADER_LENGTH + payloadLength);
        add(copiedBytes, payloadLength, positionBehind, missedBefore);
        copiedBytes = (copiedBytes + HEADER_LENGTH + payloadLength + ALIGNMENT - 1) & -ALIGNMENT;
    }

    void dropFirst(final int count) {
        first += count;
        if (first == end) {
            clear();
        }
    }

    void clear() {
        first = 0;
        end = 0;
        copiedBytes = 0;
    }

    /** Offset of the frame. */
    int offset(final int index) {
        return offsets[first + index];
    }

    /** Offset of what the publisher encoded. */
    int payload(final int index) {
        return payloads[first + index];
    }

    /** Length of what the publisher encoded. */
    int length(final int index) {
        return lengths[first + index];
    }

    long end(final int index) {
        return ends[first + index];
    }

    long missed(final int index) {
        return missed[first + index];
    }
}
