package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.CHECKSUM_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAG_CHECKSUM;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.MAGIC;
import static io.hermesmq.frame.FrameLayout.MAGIC_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static io.hermesmq.frame.FrameLayout.VERSION;
import static io.hermesmq.frame.FrameLayout.VERSION_OFFSET;

import io.hermesmq.channel.journal.RingRecovery.StopReason;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.frame.FrameChecksum;
import io.hermesmq.frame.FrameVerdict;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Walks a ring that nobody writes, from the end of the queue on.
 *
 * <p>Why that is exact: a frame counts where it starts at the very stream position behind the last one, carries the
 * sequence after the last one, and is sealed with the right checksum. Frames of an older lap have older sequences, and padding carries
 * none: a false one can only lead to where the next sequence is not found. Where a later message than the next one is found, the ones in
 * front of it are lost, from the end of the queue or from the ring; it goes on there. {@link RingFile#reset} zeroes a ring that was
 * not closed cleanly, so that nothing of it is taken for later messages of another process.
 *
 * <p>For one walk.
 */
final class RingWalk {

    private static final int FRAME_ALIGNMENT = RingChannel.frameLength(0);
    private static final int MAX_FRAMES_SHARE = 8;
    private static final int MAX_RUN_LENGTH = 64 * 1024;

    private final UnsafeBuffer ring;
    private final RingFile.RunSink sink;
    private final FrameChecksum checksum = new FrameChecksum();
    private final int capacity;
    private final int maxPayloadLength;

    private long lastSequence;
    private long count;
    private long endPosition;
    private long stoppedAt;
    private long runStart;
    private int runLength;
    private int runCount;

    RingWalk(final UnsafeBuffer ring, final RingFile.RunSink sink) {
        this.ring = ring;
        this.sink = sink;
        capacity = ring.capacity();
        maxPayloadLength = capacity / MAX_FRAMES_SHARE - HEADER_LENGTH;
    }

    RingRecovery recover(final long queueSequence, final long queueEnd, final long knownSequence) {
        lastSequence = queueSequence;
        endPosition = queueEnd;
        long position = queueEnd;
        StopReason reason = walk(position);
        while (reason != StopReason.WHOLE_RING) {
            final int next = oldestElsewhere(knownSequence);
            if (next < 0) {
                break;
            }
            lastSequence = ring.getLong(next + SEQUENCE_OFFSET, BYTE_ORDER) - 1;
            position = endPosition + ((next - endPosition) & (capacity - 1));
            reason = walk(position);
        }
        return new RingRecovery(count, lastSequence, endPosition, reason, describe(reason, stoppedAt));
    }

    /** Takes frames from a position on, as long as each is the next one. */
    private StopReason walk(final long from) {
        long position = from;
        StopReason stop = null;
        while (stop == null && position - from < capacity) {
            final int offset = (int) position & (capacity - 1);
            if (isPadding(offset)) {
                flush();
                position += RingChannel.frameLength(ring.getInt(offset + LENGTH_OFFSET, BYTE_ORDER));
            } else {
                stop = stopAt(offset);
                position = stop == null ? take(position, offset) : position;
            }
        }
        flush();
        stoppedAt = position;
        return stop == null ? StopReason.WHOLE_RING : stop;
    }

    private boolean isPadding(final int offset) {
        if (ring.getInt(offset + MAGIC_OFFSET, BYTE_ORDER) != MAGIC
                || ring.getByte(offset + VERSION_OFFSET) != VERSION
                || ring.getByte(offset + TYPE_OFFSET) != TYPE_PADDING) {
            return false;
        }
        final int length = ring.getInt(offset + LENGTH_OFFSET, BYTE_ORDER);
        return length >= 0
                && length <= capacity - offset - HEADER_LENGTH
                && (length + HEADER_LENGTH) % FRAME_ALIGNMENT == 0;
    }

    /** A frame gets its flag before its checksum, and has 0 there when it is claimed: a process can die in between. */
    private boolean isBeingSealed(final int offset) {
        return ring.getInt(offset + CHECKSUM_OFFSET, BYTE_ORDER) == 0;
    }

    /** Why the bytes at an offset are not the next frame; null where they are. */
    private @Nullable StopReason stopAt(final int offset) {
        if (ring.getInt(offset + MAGIC_OFFSET, BYTE_ORDER) != MAGIC
                || ring.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER) != lastSequence + 1) {
            return StopReason.END;
        }
        if (!isSealed(offset)) {
            return StopReason.UNSEALED;
        }
        if (isValid(offset)) {
            return null;
        }
        return isBeingSealed(offset) ? StopReason.UNSEALED : StopReason.DAMAGED;
    }

    private boolean isSealed(final int offset) {
        return (ring.getShort(offset + FLAGS_OFFSET, BYTE_ORDER) & FLAG_CHECKSUM) != 0;
    }

    private boolean isValid(final int offset) {
        return checksum.verify(ring, offset, capacity - offset, maxPayloadLength) == FrameVerdict.VALID;
    }

    private long take(final long position, final int offset) {
        final int length = RingChannel.frameLength(ring.getInt(offset + LENGTH_OFFSET, BYTE_ORDER));
        if (runCount > 0 && (offset == 0 || runLength + length > MAX_RUN_LENGTH)) {
            flush();
        }
        if (runCount == 0) {
            runStart = position;
        }
        runLength += length;
        runCount++;
        lastSequence++;
        count++;
        endPosition = position + length;
        return endPosition;
    }

    private void flush() {
        if (runCount > 0) {
            sink.append(ring, (int) runStart & (capacity - 1), runLength, runStart, runCount);
            runLength = 0;
            runCount = 0;
        }
    }

    /**
     * Looks at every place where a frame could start for the next message or a later one; -1 where there is none. The next one may be
     * behind padding that publishers have written over, as the journal had passed it. A process that dies leaves no later one
     * alone: messages get their sequences in their order, each when the one before it is whole. So what is in front of a later one
     * is damaged or lost.
     */
    private int oldestElsewhere(final long knownSequence) {
        long oldest = Math.max(lastSequence, knownSequence) + capacity / FRAME_ALIGNMENT + 1;
        int found = -1;
        int offset = 0;
        while (offset < capacity) {
            final long sequence = ring.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER);
            if (ring.getInt(offset + MAGIC_OFFSET, BYTE_ORDER) == MAGIC
                    && sequence > lastSequence
                    && sequence < oldest
                    && ring.getByte(offset + TYPE_OFFSET) != TYPE_PADDING
                    && isSealed(offset)
                    && isValid(offset)) {
                oldest = sequence;
                found = offset;
            }
            offset += FRAME_ALIGNMENT;
        }
        return found;
    }

    private String describe(final StopReason reason, final long position) {
        final String next = "message " + (lastSequence + 1) + " at position " + position;
        return switch (reason) {
            case END -> next + " was not written";
            case UNSEALED -> next + " was not committed";
            case DAMAGED -> next + " is not what its checksum says";
            case WHOLE_RING -> "all " + capacity + " bytes of the ring were new";
        };
    }
}
