package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.MessageContext;
import io.hermesmq.StartFrom;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.journal.JournalException;
import io.hermesmq.channel.journal.JournalReader;
import io.hermesmq.channel.journal.PositionFile;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.hidden.HiddenCopy;
import io.hermesmq.monitor.Counter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The loop from a journaled channel to the method of a listener: from the ring while the listener keeps up, from the journal while it
 * does not.
 *
 * <p>Publishers do not wait for the listener. Frames are copied out of the ring, and delivered only if their room had not been
 * claimed anew by then; otherwise the listener has fallen behind, and reads on from the journal at the sequence that it expects. It
 * joins the ring again where the stream goes on behind what it has read. The position of the listener is committed when the
 * handler has returned. Used as hidden copies, as {@link DrainTemplate}.
 */
final class JournalDrainTemplate extends DrainState {

    /** {@code (UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}. */
    private static final MethodHandle HANDLER = HiddenCopy.constant(MethodHandles.lookup(), 0, MethodHandle.class);

    /** Positions on a closed channel carry a mark above this. */
    private static final long POSITION_MASK = (1L << 62) - 1;

    /** So much is copied out of the ring at a time, or one frame. */
    private static final int CHUNK_BYTES = 1 << 12;

    private static final int OVERRUN = -1;

    private final UnsafeBuffer copy;
    private final Counter claimed;
    private final int capacity;
    private final JournalFollower follower;
    private int copied;

    JournalDrainTemplate(
            final Channel channel,
            final ReadCursor cursor,
            final ListenerCounters counters,
            final FrameContext context,
            final FailureSupervisor failures,
            final Hold hold,
            final JournalFollower follower) {
        super(channel, cursor, counters, context, failures, hold);
        this.follower = follower;
        claimed = channel.claimed();
        capacity = channel.config().capacityBytes();
        copy = context.buffer();
    }

    @Override
    public boolean hasPending() {
        return !isIdle() && (follower.isSeeking() || (follower.isBehind() ? follower.hasUnread() : super.hasPending()));
    }

    @Override
    public int poll() {
        if (follower.isSeeking()) {
            leaveMessage();
        }
        if (!mayPoll()) {
            return 0;
        }
        try {
            if (follower.isSeeking()) {
                follower.seek();
            }
            final int messages = follower.isBehind() ? pollJournal() : pollRing();
            follower.endOfPoll();
            return messages;
        } catch (final JournalException e) {
            follower.endOfPoll();
            follower.cannotRead(e);
            halt("its journal cannot be read"); // the other listeners of the lane go on
            return 0;
        }
    }

    // the ring

    private int pollRing() {
        long position = cursor.getPlain();
        final long visible = limit.getAcquire(); // pairs with the release of who moved it
        if (visible == position) {
            return 0;
        }
        final int before = consumed;
        final long batchEnd = Math.min(visible, position + batchBytes);
        context.startBatch(batchEnd);
        while (position < batchEnd && !mustLeave() && !follower.isSeeking()) {
            final int length = copyFrames(position, batchEnd);
            if (length == OVERRUN) {
                follower.fallBehind();
                break;
            }
            position = deliver(position, length);
            cursor.setRelease(position);
        }
        return consumed - before;
    }

    /**
     * Copies whole frames, at least one; returns how many bytes they are, or {@link #OVERRUN}. Looking at what is claimed takes
     * that line from the publishers, so it is looked at once for all of them.
     */
    private int copyFrames(final long position, final long end) {
        final int offset = (int) position & mask;
        final int visible = (int) Math.min(end - position, capacity - offset);
        final int length = Math.min(visible, CHUNK_BYTES);
        copy.putBytes(0, buffer, offset, length);
        if (isOverrun(position)) {
            return OVERRUN;
        }
        final int first = RingChannel.frameLength(copy.getInt(LENGTH_OFFSET, LITTLE_ENDIAN));
        if (first <= length) {
            return length;
        }
        copy.putBytes(0, buffer, offset, first);
        return isOverrun(position) ? OVERRUN : first;
    }

    /** Whether the room at a position was claimed anew before the copy of it was whole. */
    private boolean isOverrun(final long position) {
        VarHandle.loadLoadFence(); // pairs with the store of a claim before its frame
        return (claimed.get() & POSITION_MASK) > position + capacity;
    }

    /** Delivers the whole frames of the copy; returns where to read next. */
    private long deliver(final long from, final int length) {
        copied = length;
        int offset = 0;
        do {
            final int payloadLength = copy.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
            final int next = offset + RingChannel.frameLength(payloadLength);
            if (next > copied) {
                break;
            }
            if (copy.getByte(offset + TYPE_OFFSET) != TYPE_PADDING
                    && !deliverFrame(offset, payloadLength, from + next)) {
                break;
            }
            offset = next;
        } while (offset < copied && !isLeaving());
        return from + offset;
    }

    private boolean deliverFrame(final int offset, final int length, final long next) {
        final long sequence = copy.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN);
        final long expected = follower.expectedSequence();
        final long missed = expected == JournalFollower.UNKNOWN ? 0 : sequence - expected;
        if (missed < 0 || follower.isTooEarly(copy.getLong(offset + TIMESTAMP_OFFSET, LITTLE_ENDIAN))) {
            return true; // it joined in the middle of a run, or looks for a later time
        }
        context.moveTo(offset, next, missed);
        return handle(offset, length, sequence, missed);
    }

    // the journal

    private int pollJournal() {
        final int before = consumed;
        long budget = batchBytes;
        while (budget > 0 && !mustLeave() && !follower.isSeeking()) {
            final long written = follower.writtenPosition(); // before it looks: see join
            final JournalReader reader = follower.next();
            if (reader == null) {
                join(written);
                break;
            }
            final long next = reader.endPosition();
            if (next > limit.getAcquire()) {
                follower.awaitAcknowledgement(); // it stays the next one
                break;
            }
            if (!handleFrom(reader, next)) {
                break; // it stays the next one
            }
            follower.done();
            if (next == JournalReader.NO_POSITION) {
                budget -= HEADER_LENGTH; // saved from a damaged file, which no longer says where in the stream it was
                continue;
            }
            cursor.setRelease(next);
            budget -= next - reader.position();
            if (isWellWithinRing(next)) {
                join(next);
                break;
            }
        }
        return consumed - before;
    }

    /** What was published before this process began was never in its ring. */
    private boolean isWellWithinRing(final long position) {
        return position >= follower.ringStart() && position + capacity / 2 >= (claimed.get() & POSITION_MASK);
    }

    private boolean handleFrom(final JournalReader reader, final long next) {
        final UnsafeBuffer frames = reader.buffer();
        final int offset = reader.offset();
        final int length = frames.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
        final int copiedLength = follower.copy(frames, offset, length, copy);
        context.moveToLast(0, next, reader.missed());
        return handle(0, copiedLength, reader.sequence(), reader.missed());
    }

    /** Goes on in the ring. Everything in front of the position was delivered, or is of a sequence that was. */
    private void join(final long position) {
        cursor.setRelease(position);
        follower.join();
    }

    private boolean handle(final int offset, final int length, final long sequence, final long missed) {
        Throwable failure = null;
        while (true) {
            final Recovery recovery = failure == null ? Recovery.AGAIN : decide(failure);
            if (recovery == Recovery.LEAVE) {
                return false;
            }
            if (recovery == Recovery.NEXT) {
                break;
            }
            try {
                HANDLER.invokeExact(copy, offset + HEADER_LENGTH, length, (MessageContext) context);
                break;
            } catch (final Throwable thrown) {
                failure = thrown;
            }
        }
        if (failure != null && mustLeave()) {
            copied = 0; // the loop over the copy ends with this message
        }
        handled(sequence, missed);
        return true;
    }

    private void handled(final long sequence, final long missed) {
        if (missed > 0) {
            countMissed(missed);
        }
        follower.handled(sequence);
        countDelivered(1);
    }

    @Override
    void pass() {
        handled(context.sequence(), context.missed());
        follower.done();
        if (context.position() != JournalReader.NO_POSITION) {
            cursor.setRelease(context.position());
        }
    }

    @Override
    public void seek(final StartFrom place) {
        follower.seekTo(place);
    }

    @Override
    public void seek(final StartFrom place, final PositionFile.Slot position, final Runnable onTheWay) {
        follower.seekTo(place, position, onTheWay);
    }

    @Override
    public void rejoin() {
        follower.resume();
    }

    @Override
    public void close() {
        follower.close();
    }
}
