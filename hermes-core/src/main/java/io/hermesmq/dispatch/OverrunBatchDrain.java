package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.monitor.Counter;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/** Batches of a channel whose publishers overwrite what the listener has not read: copies, see {@link OverrunDrainTemplate}. */
final class OverrunBatchDrain extends BatchDrain {

    /** Positions on a closed channel carry a mark above this. */
    private static final long POSITION_MASK = (1L << 62) - 1;

    private final UnsafeBuffer copy;
    private final Counter claimed;
    private final Counter newest;
    private final Counter published;
    private final int maxPayloadLength;
    private final int capacity;
    private long expectedSequence;

    OverrunBatchDrain(final Parts parts, final UnsafeBuffer copy, final UnsafeBuffer copies) {
        super(parts, copies, false);
        this.copy = copy;
        claimed = parts.channel().claimed();
        newest = parts.channel().newest();
        published = parts.channel().counters().published();
        capacity = parts.channel().config().capacityBytes();
        maxPayloadLength = parts.channel().maxPayloadLength();
        expectedSequence = readPosition == 0 ? 1 : join();
        readPosition = cursor.get();
    }

    /** As {@link OverrunDrainTemplate} does. */
    private long join() {
        while (true) {
            final long start = limit.get();
            final long count = published.get();
            if (count == 0 || newest.get() < start) {
                cursor.set(start);
                return count + 1;
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void rejoin() {
        final long next = join();
        final long halted = forgetHalt();
        super.rejoin();
        expectedSequence = halted == NOWHERE ? next : halted;
    }

    @Override
    void collect() {
        final long visible = limit.getAcquire(); // pairs with the release of the publisher that moved it
        while (readPosition < visible && !isFull()) {
            final int offset = (int) readPosition & mask;
            final int length = buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
            final int frameLength = RingChannel.frameLength(length);
            final boolean plausible = length >= 0 && length <= maxPayloadLength && offset + frameLength <= capacity;
            if (plausible) {
                copy.putBytes(0, buffer, offset, HEADER_LENGTH + length);
            }
            VarHandle.loadLoadFence(); // the copy is read before the claims are: pairs with a claim before its frame
            if (wasOverwritten(readPosition)) {
                readPosition = afterOverrun(readPosition);
                continue;
            }
            final long next = readPosition + frameLength;
            if (plausible && copy.getByte(TYPE_OFFSET) != TYPE_PADDING && !collectCopy(length, next)) {
                return;
            }
            readPosition = next;
        }
    }

    private boolean collectCopy(final int length, final long next) {
        if (frames.hasNoRoom(length)) {
            fill();
            return false;
        }
        final long sequence = copy.getLong(SEQUENCE_OFFSET, LITTLE_ENDIAN);
        final long missed = sequence - expectedSequence;
        final Recovery admission = admit(copy, 0, length, next, missed);
        if (admission == Recovery.LEAVE) {
            return false;
        }
        if (admission == Recovery.AGAIN) {
            frames.addCopy(copy, 0, length, next, missed);
        } else if (missed > 0) {
            countMissed(missed);
        }
        expectedSequence = sequence + 1;
        return true;
    }

    private boolean wasOverwritten(final long position) {
        return (claimed.get() & POSITION_MASK) > position + capacity;
    }

    private long afterOverrun(final long position) {
        final long end = limit.getAcquire();
        final long newestMessage = newest.getAcquire();
        return newestMessage <= position || wasOverwritten(newestMessage) ? end : newestMessage;
    }

    @Override
    void acknowledge(final int index) {
        cursor.setRelease(frames.end(index));
    }
}
