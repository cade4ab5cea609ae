package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.MessageContext;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.hidden.HiddenCopy;
import io.hermesmq.monitor.Counter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The loop from the ring to the method of a listener, for channels whose publishers overwrite what it has not read.
 *
 * <p>A message that waits to be delivered again is kept in the copy, so that it cannot be overwritten.
 *
 * <p>A frame is copied out of the ring first. Only if its room had not been claimed anew by then is the copy whole and
 * delivered. Otherwise the listener was overrun: it goes on with the newest frame, and the sequence found there tells
 * exactly how many messages it missed. Used as hidden copies, as {@link DrainTemplate}.
 */
final class OverrunDrainTemplate extends DrainState {

    /** {@code (UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}. */
    private static final MethodHandle HANDLER = HiddenCopy.constant(MethodHandles.lookup(), 0, MethodHandle.class);

    /** Positions on a closed channel carry a mark above this. */
    private static final long POSITION_MASK = (1L << 62) - 1;

    private static final int NOTHING = -1;

    private final UnsafeBuffer copy;
    private final Counter claimed;
    private final Counter newest;
    private final int maxPayloadLength;
    private final int capacity;
    private final Counter published;
    private long expectedSequence;
    private int keptLength = NOTHING;

    OverrunDrainTemplate(
            final Channel channel,
            final ReadCursor cursor,
            final ListenerCounters counters,
            final FrameContext context,
            final FailureSupervisor failures,
            final Hold hold) {
        super(channel, cursor, counters, context, failures, hold);
        claimed = channel.claimed();
        newest = channel.newest();
        capacity = channel.config().capacityBytes();
        maxPayloadLength = channel.maxPayloadLength();
        copy = context.buffer();
        published = channel.counters().published();
        expectedSequence = this.cursor.get() == 0 ? 1 : join();
    }

    /** One that had halted finds out by itself what it has missed. */
    @Override
    public void rejoin() {
        leaveMessage();
        keptLength = NOTHING;
        final long next = join();
        final long halted = forgetHalt();
        expectedSequence = halted == NOWHERE ? next : halted;
    }

    /**
     * Puts the cursor at a limit and returns the sequence of the first message behind it. A message notes its place before it
     * is counted. So where the newest is in front of the limit, after the count was read, the count has none behind the limit.
     */
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
    public int poll() {
        final long visible = limit.getAcquire(); // pairs with the release of the publisher that moved it
        if (visible == cursor.getPlain() || !mayPoll()) {
            return 0;
        }
        long position = cursor.getPlain();
        final int before = consumed;
        final long batchEnd = Math.min(visible, position + batchBytes);
        context.startBatch(batchEnd);
        while (position < batchEnd && !mustLeave()) {
            position = deliver(position);
            cursor.setRelease(position);
        }
        return consumed - before;
    }

    /** Delivers the frame at a position, or finds that it is gone; returns where to read next. */
    private long deliver(final long position) {
        if (keptLength != NOTHING) {
            return handle(keptLength) ? context.position() : position;
        }
        final int offset = (int) position & mask;
        final int length = buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
        final int frameLength = RingChannel.frameLength(length);
        final boolean plausible = length >= 0 && length <= maxPayloadLength && offset + frameLength <= capacity;
        if (plausible) {
            copy.putBytes(0, buffer, offset, HEADER_LENGTH + length);
        }
        VarHandle.loadLoadFence(); // the copy is read before the claims are: pairs with the store of a claim before its
        // frame
        if (wasOverwritten(position)) {
            return afterOverrun(position);
        }
        final long next = position + frameLength;
        if (plausible && copy.getByte(TYPE_OFFSET) != TYPE_PADDING) {
            final boolean handled = handle(length, next);
            return handled ? next : position;
        }
        return next;
    }

    private boolean handle(final int length, final long next) {
        final long sequence = copy.getLong(SEQUENCE_OFFSET, LITTLE_ENDIAN);
        final long missed = sequence - expectedSequence;
        if (missed > 0) {
            countMissed(missed);
        }
        expectedSequence = sequence + 1;
        context.moveTo(0, next, missed);
        return handle(length);
    }

    /** Delivers the copy. A message that is to be delivered again stays there, whatever happens to the ring. */
    private boolean handle(final int length) {
        keptLength = NOTHING;
        Throwable failure = null;
        while (true) {
            final Recovery recovery = failure == null ? Recovery.AGAIN : decide(failure);
            if (recovery == Recovery.LEAVE) {
                keptLength = length;
                return false;
            }
            if (recovery == Recovery.NEXT) {
                break;
            }
            try {
                HANDLER.invokeExact(copy, HEADER_LENGTH, length, (MessageContext) context);
                break;
            } catch (final Throwable thrown) {
                failure = thrown;
            }
        }
        countDelivered(1);
        return true;
    }

    private boolean wasOverwritten(final long position) {
        return (claimed.get() & POSITION_MASK) > position + capacity;
    }

    /** The newest message, or the limit where that is gone too and only padding followed. */
    private long afterOverrun(final long position) {
        final long end = limit.getAcquire();
        final long newestMessage = newest.getAcquire();
        return newestMessage <= position || wasOverwritten(newestMessage) ? end : newestMessage;
    }

    @Override
    void pass() {
        keptLength = NOTHING;
        cursor.setRelease(context.position());
        countDelivered(1);
    }
}
