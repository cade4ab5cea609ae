package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
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
 * sequence after the last one, and is sealed with the right checksum. Only the first one is looked for elsewhere too, as padding in
 * front of it may be gone. Frames of an older lap have older sequences, and padding carries
 * none: a false one can only lead to where the next sequence is not found. What a dead process committed behind a frame
 * that it did not could become the next sequence once another process has filled that gap; so {@link RingFile#reset} zeroes a
 * ring that was not closed cleanly.
 *
 * <p>For one walk.
 */
final class RingWalk {

    private static final long NOT_FOUND = -1;
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
    private long runStart;
    private int runLength;
    private int runCount;

    RingWalk(final UnsafeBuffer ring, final RingFile.RunSink sink) {
        this.ring = ring;
        this.sink = sink;
        capacity = ring.capacity();
        maxPayloadLength = capacity / MAX_FRAMES_SHARE - HEADER_LENGTH;
    }

    RingRecovery recover(final long queueSequence, final long queueEnd, final boolean countsInDoubt) {
        lastSequence = queueSequence;
        endPosition = queueEnd;
        StopReason reason = StopReason.WHOLE_RING;
        long position = queueEnd;
        long limit = queueEnd + capacity;
        while (position < limit) {
            final int offset = (int) position & (capacity - 1);
            if (isPadding(offset)) {
                flush();
                position += RingChannel.frameLength(ring.getInt(offset + LENGTH_OFFSET, BYTE_ORDER));
                continue;
            }
            final StopReason stop = stopAt(offset);
            if (stop == null) {
                position = take(position, offset);
                continue;
            }
            final long found = count == 0 ? findNext(queueEnd) : NOT_FOUND;
            if (found == NOT_FOUND) {
                reason = stop;
                break;
            }
            position = found;
            limit = found + capacity;
        }
        flush();
        final long inDoubt = countsInDoubt ? countInDoubt() : 0;
        return new RingRecovery(count, lastSequence, endPosition, inDoubt, reason, describe(reason, position, inDoubt));
    }

    /**
     * Looks for the next message anywhere. Between it and the end of the queue lies nothing but padding, which publishers may have
     * written over already, because the journal had passed it.
     */
    private long findNext(final long queueEnd) {
        for (int distance = 0; distance < capacity; distance += FRAME_ALIGNMENT) {
            final long position = queueEnd + distance;
            if (stopAt((int) position & (capacity - 1)) == null) {
                return position;
            }
        }
        return NOT_FOUND;
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

    /** Why the bytes at an offset are not the next frame; null where they are. */
    private @Nullable StopReason stopAt(final int offset) {
        if (ring.getInt(offset + MAGIC_OFFSET, BYTE_ORDER) != MAGIC
                || ring.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER) != lastSequence + 1) {
            return StopReason.END;
        }
        if (!isSealed(offset)) {
            return StopReason.UNSEALED;
        }
        return isValid(offset) ? null : StopReason.DAMAGED;
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

    /** Looks at every place where a frame could start. */
    private long countInDoubt() {
        final long newest = lastSequence + capacity / FRAME_ALIGNMENT;
        long found = 0;
        int offset = 0;
        while (offset < capacity) {
            final long sequence = ring.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER);
            if (ring.getInt(offset + MAGIC_OFFSET, BYTE_ORDER) == MAGIC
                    && ring.getByte(offset + TYPE_OFFSET) != TYPE_PADDING
                    && sequence > lastSequence
                    && sequence <= newest
                    && isSealed(offset)
                    && isValid(offset)) {
                found++;
                offset += RingChannel.frameLength(ring.getInt(offset + LENGTH_OFFSET, BYTE_ORDER));
            } else {
                offset += FRAME_ALIGNMENT;
            }
        }
        return found;
    }

    private String describe(final StopReason reason, final long position, final long inDoubt) {
        final String next = "message " + (lastSequence + 1) + " at position " + position;
        final String why = switch (reason) {
            case END -> next + " was not written";
            case UNSEALED -> next + " was not committed";
            case DAMAGED -> next + " is not what its checksum says";
            case WHOLE_RING -> "all " + capacity + " bytes of the ring were new";
        };
        return inDoubt == 0 ? why : why + "; " + inDoubt + " whole messages behind it are in doubt";
    }
}
