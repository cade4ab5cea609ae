package io.hermesmq.channel.ring;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static io.hermesmq.frame.FrameLayout.TYPE_PUBLISH;

import io.hermesmq.frame.FrameChecksum;
import io.hermesmq.frame.FrameLayout;
import io.hermesmq.memory.OffHeap;
import io.hermesmq.monitor.Counter;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a ring and its positions, and how frames are written to it.
 *
 * <p>A record: publishers hold it as a constant, and the compiler takes the fields of a constant record for constants, down to
 * the addresses of the counters. That is a third of the time of a publish (docs/design/ring.md).
 *
 * @param address of the first byte of the ring.
 * @param capacity in bytes.
 * @param claimed up to where room was claimed.
 * @param claimLimit up to where room may be claimed, see {@link ClaimGate}.
 * @param limit up to where frames are visible.
 * @param newest where the newest message is; kept where publishers overwrite.
 * @param published how many messages are visible.
 * @param overwrites whether readers may be overrun.
 * @param timestampMask decides which frames carry their time.
 * @param clock of the timestamps.
 * @param seal writes the checksums of frames when they are committed, or null where frames have none in the ring. For who has the
 *     right to move the limit.
 * @param memory the ring as a buffer.
 */
record RingFrames(
        long address,
        int capacity,
        Counter claimed,
        Counter claimLimit,
        Counter limit,
        Counter newest,
        Counter published,
        boolean overwrites,
        long timestampMask,
        EpochNanoClock clock,
        @Nullable FrameChecksum seal,
        UnsafeBuffer memory) {

    private static final long PUBLISH_WORD = FrameLayout.firstWord(TYPE_PUBLISH);
    private static final long PADDING_WORD = FrameLayout.firstWord(TYPE_PADDING);

    int maxPayloadLength() {
        return capacity / RingChannel.MAX_FRAMES_SHARE - HEADER_LENGTH;
    }

    /** The bytes from a position to the end of its lap. */
    int lapRest(final long position) {
        return capacity - ((int) position & (capacity - 1));
    }

    int payloadOffset(final long framePosition) {
        return ((int) framePosition & (capacity - 1)) + HEADER_LENGTH;
    }

    int payloadLength(final long framePosition) {
        return OffHeap.getInt(addressOf(framePosition) + LENGTH_OFFSET);
    }

    /** Frames lie within the ring, and the ring outside of the heap, so that no access has to be checked. */
    long addressOf(final long framePosition) {
        return address + ((int) framePosition & (capacity - 1));
    }

    /** Writes the header of a claimed frame, without its sequence. */
    void writeHeader(final long framePosition, final int frameLength, final int payloadLength) {
        long frame = addressOf(framePosition);
        long lastByte = framePosition + frameLength - 1;
        boolean entersBlock = (((framePosition - 1) ^ lastByte) & timestampMask) != 0;
        long timestamp = entersBlock ? clock.nanoTime() : 0L;
        OffHeap.putLong(frame, PUBLISH_WORD);
        OffHeap.putLong(frame + TIMESTAMP_OFFSET, timestamp);
        OffHeap.putLong(frame + LENGTH_OFFSET, payloadLength);
    }

    /** Turns a claimed room into padding. */
    void writePadding(final long framePosition, final int frameLength) {
        long frame = addressOf(framePosition);
        OffHeap.putLong(frame, PADDING_WORD);
        OffHeap.putLong(frame + LENGTH_OFFSET, frameLength - HEADER_LENGTH);
    }

    /** The bytes that the frame at a position takes. */
    int frameLengthAt(final long framePosition) {
        return RingChannel.frameLength(OffHeap.getInt(addressOf(framePosition) + LENGTH_OFFSET));
    }

    /** Whether the frame at a position is a message, and not padding. */
    boolean isMessageAt(final long framePosition) {
        return OffHeap.getByte(addressOf(framePosition) + TYPE_OFFSET) != TYPE_PADDING;
    }

    /**
     * Gives the message at the limit its sequence. Only the thread that has the right to move the limit calls it, so the
     * sequence is dense and in the order of the frames without an atomic operation of its own.
     */
    void assignSequence(final long framePosition) {
        long sequence = published.getPlain() + 1;
        OffHeap.putLong(addressOf(framePosition) + SEQUENCE_OFFSET, sequence);
        if (seal != null) {
            seal.seal(memory, (int) framePosition & (capacity - 1));
        }
        if (overwrites) {
            newest.setRelease(
                    framePosition); // before the count: who reads the count first learns whether it includes this
        }
        published.setRelease(sequence);
    }
}
