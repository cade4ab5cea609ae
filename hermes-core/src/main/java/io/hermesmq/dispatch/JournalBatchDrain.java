package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.StartFrom;
import io.hermesmq.channel.journal.JournalException;
import io.hermesmq.channel.journal.JournalReader;
import io.hermesmq.channel.journal.PositionFile;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.monitor.Counter;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Batches of a journaled channel: copies, from the ring or from the journal, see {@link JournalDrainTemplate}. What is expected next moves with what
 * is collected, the stored position with what is handled.
 */
final class JournalBatchDrain extends BatchDrain {

    /** Positions on a closed channel carry a mark above this. */
    private static final long POSITION_MASK = (1L << 62) - 1;

    private static final int OVERRUN = -1;

    private final UnsafeBuffer copy;
    private final Counter claimed;
    private final int capacity;
    private final JournalFollower follower;

    JournalBatchDrain(
            final Parts parts, final UnsafeBuffer copy, final UnsafeBuffer copies, final JournalFollower follower) {
        super(parts, copies, false);
        this.copy = copy;
        this.follower = follower;
        claimed = parts.channel().claimed();
        capacity = parts.channel().config().capacityBytes();
        readPosition = cursor.get();
    }

    @Override
    public boolean hasPending() {
        return !isIdle()
                && (!frames.isEmpty()
                        || follower.isSeeking()
                        || (follower.isBehind() ? follower.hasUnread() : super.hasPending()));
    }

    @Override
    void leaveWhereSought() {
        if (follower.isSeeking()) {
            startOver();
        }
    }

    @Override
    void prepare() {
        if (follower.isSeeking()) {
            follower.seek();
        }
    }

    @Override
    void collect() {
        try {
            if (follower.isBehind()) {
                collectFromJournal();
            }
            if (!follower.isBehind()) {
                collectFromRing();
            }
        } catch (final JournalException e) {
            if (frames.isEmpty()) {
                follower.cannotRead(e);
                halt("its journal cannot be read");
            } else {
                fill(); // what was read is delivered first
            }
        }
    }

    private void collectFromRing() {
        final long visible = limit.getAcquire(); // pairs with the release of who moved it
        while (readPosition < visible && !isFull()) {
            final int length = copyFrame(readPosition);
            if (length == OVERRUN) {
                follower.fallBehind();
                return;
            }
            final long next = readPosition + RingChannel.frameLength(length);
            if (copy.getByte(TYPE_OFFSET) != TYPE_PADDING) {
                final long sequence = copy.getLong(SEQUENCE_OFFSET, LITTLE_ENDIAN);
                final long expected = follower.expectedSequence();
                final long missed = expected == JournalFollower.UNKNOWN ? 0 : sequence - expected;
                final boolean isWanted =
                        missed >= 0 && !follower.isTooEarly(copy.getLong(TIMESTAMP_OFFSET, LITTLE_ENDIAN));
                if (isWanted && !collectCopy(length, next, sequence, missed)) {
                    return;
                }
            }
            readPosition = next;
        }
    }

    /** Returns the length of the payload, or {@link #OVERRUN} where the room was claimed anew before the copy was whole. */
    private int copyFrame(final long position) {
        final int offset = (int) position & mask;
        final int length = buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
        final int frameLength = RingChannel.frameLength(length);
        if (length >= 0 && offset + frameLength <= capacity && frameLength <= copy.capacity()) {
            copy.putBytes(0, buffer, offset, frameLength);
        }
        VarHandle.loadLoadFence(); // pairs with the store of a claim before its frame
        return (claimed.get() & POSITION_MASK) > position + capacity ? OVERRUN : length;
    }

    private void collectFromJournal() {
        while (!isFull() && !follower.isSeeking()) {
            final long written = follower.writtenPosition(); // before it looks: see JournalDrainTemplate
            final JournalReader reader = follower.next();
            if (reader == null) {
                join(written);
                return;
            }
            final long next = reader.endPosition();
            if (next > limit.getAcquire()) {
                follower.awaitAcknowledgement();
                return;
            }
            final UnsafeBuffer from = reader.buffer();
            final int length = follower.copy(
                    from, reader.offset(), from.getInt(reader.offset() + LENGTH_OFFSET, LITTLE_ENDIAN), copy);
            if (!collectCopy(length, next, reader.sequence(), reader.missed())) {
                return; // it stays the next one
            }
            follower.done();
            if (next == JournalReader.NO_POSITION) {
                continue;
            }
            readPosition = next;
            if (next >= follower.ringStart() && next + capacity / 2 >= (claimed.get() & POSITION_MASK)) {
                join(next);
                return;
            }
        }
    }

    /** Goes on in the ring. Everything in front of the position was collected, or is of a sequence that was. */
    private void join(final long position) {
        readPosition = position;
        if (frames.isEmpty()) {
            cursor.setRelease(position);
        }
        follower.join();
    }

    /** Returns false where the message has no room in this batch, or cannot be decided about yet. */
    private boolean collectCopy(final int length, final long next, final long sequence, final long missed) {
        if (frames.hasNoRoom(length)) {
            if (frames.isEmpty()) {
                frames.makeRoom(length);
            } else {
                fill();
                return false;
            }
        }
        final Recovery admission = admit(copy, 0, length, next, missed);
        if (admission == Recovery.LEAVE) {
            return false;
        }
        follower.read(sequence);
        if (admission == Recovery.AGAIN) {
            frames.addCopy(copy, 0, length, next, missed);
        } else {
            if (missed > 0) {
                countMissed(missed);
            }
            if (frames.isEmpty()) {
                follower.handledBatch(sequence);
            }
        }
        return true;
    }

    @Override
    void acknowledge(final int index) {
        follower.handledBatch(frames.buffer().getLong(frames.offset(index) + SEQUENCE_OFFSET, LITTLE_ENDIAN));
        final long end = frames.end(index);
        if (end != JournalReader.NO_POSITION) {
            cursor.setRelease(end);
        }
    }

    @Override
    public void rejoin() {
        startOver();
        follower.resume();
    }

    @Override
    public void seek(final StartFrom place, final PositionFile.Slot position, final Runnable onTheWay) {
        follower.seekTo(place, position, onTheWay);
    }

    @Override
    public void seek(final StartFrom place) {
        follower.seekTo(place);
    }

    @Override
    public void close() {
        follower.close();
    }
}
