package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.Batch;
import io.hermesmq.BatchFailedException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.Objects;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a listener of batches: collects frames, waits for more where it is told to, calls the listener, and moves its cursor behind what it
 * has handled. So the cursor stays in front of a batch that is collected, waits or has failed. Where the frames come from is said by the
 * subclasses. There is one call for many messages, so the loop need not be a copy of its own.
 */
abstract class BatchDrain extends DrainState {

    /** What all of them are made of. */
    record Parts(
            ListenerConfig config,
            Channel channel,
            ReadCursor cursor,
            ListenerCounters counters,
            FrameContext context,
            FailureSupervisor failures,
            Hold hold,
            BoundHandler handler,
            List<FrameGuard> guards) {}

    final BatchFrames frames;

    /** Where to collect on; the cursor is where to handle on. */
    long readPosition;

    private final boolean inPlace;
    private final int maxMessages;
    private final long maxWaitNs;
    private final FrameBatch batch;
    private final MethodHandle handler;
    private final @Nullable HandlerAck ack;
    private final FrameGuard[] guards;
    private boolean filling;
    private boolean full;
    private long settledSequence = NOWHERE;
    private long collectedSinceNs;
    private boolean finishing;

    BatchDrain(final Parts parts, final UnsafeBuffer frameMemory, final boolean inPlace) {
        super(parts.channel(), parts.cursor(), parts.counters(), parts.context(), parts.failures(), parts.hold());
        this.inPlace = inPlace;
        maxMessages = parts.config().batch().maxMessages();
        maxWaitNs = parts.config().batch().maxWait().toNanos();
        frames = new BatchFrames(frameMemory);
        handler = parts.handler().handle();
        ack = parts.handler().ack();
        batch = BatchTemplate.of(
                Objects.requireNonNull(parts.handler().codec(), "a batch is decoded")
                        .decode(),
                frames);
        guards = parts.guards().toArray(FrameGuard[]::new);
        readPosition = cursor.get();
    }

    // collecting, by the subclasses

    /** Adds what is visible, until {@link #isFull} or {@link #fill()}. */
    abstract void collect();

    /** Notes that the message at an index, and all in front of it, are handled. */
    abstract void acknowledge(int index);

    final boolean isFull() {
        return full || frames.size() >= maxMessages;
    }

    /** The next message has no room in this batch. */
    final void fill() {
        full = true;
    }

    /**
     * Whether a frame belongs into the batch. One that a guard fails on ends the batch in front of it, and is decided about on its own.
     *
     * @return what to do with the frame: {@code AGAIN} to collect it, {@code NEXT} to pass over it, {@code LEAVE} to come back to it.
     */
    final Recovery admit(
            final UnsafeBuffer frameBuffer,
            final int frameOffset,
            final int payloadLength,
            final long end,
            final long missed) {
        if (isSettled(frameBuffer, frameOffset)) {
            return Recovery.NEXT;
        }
        while (true) {
            try {
                for (final FrameGuard guard : guards) {
                    if (!guard.admits(frameBuffer, frameOffset + HEADER_LENGTH, payloadLength)) {
                        return Recovery.NEXT;
                    }
                }
                return Recovery.AGAIN;
            } catch (final Throwable failure) {
                if (!frames.isEmpty()) {
                    fill();
                    return Recovery.LEAVE;
                }
                if (!inPlace) {
                    frames.buffer().putBytes(0, frameBuffer, frameOffset, HEADER_LENGTH + payloadLength);
                }
                context.moveToLast(inPlace ? frameOffset : 0, end, missed);
                final Recovery recovery = decide(failure);
                if (recovery != Recovery.AGAIN) {
                    return recovery;
                }
            }
        }
    }

    /** A message that a guard failed on, and that became a dead letter since: it is passed over when it comes by. */
    private boolean isSettled(final UnsafeBuffer frameBuffer, final int frameOffset) {
        if (settledSequence == NOWHERE
                || settledSequence != frameBuffer.getLong(frameOffset + SEQUENCE_OFFSET, LITTLE_ENDIAN)) {
            return false;
        }
        settledSequence = NOWHERE;
        countDelivered(1);
        return true;
    }

    @Override
    final void pass() {
        if (frames.isEmpty()) {
            settledSequence = context.sequence();
        } else {
            done(1);
        }
    }

    /** Moves the cursor over frames that are in no batch. */
    private void passOver() {
        if (frames.isEmpty() && readPosition > cursor.getPlain()) {
            cursor.setRelease(readPosition);
        }
    }

    // delivering

    @Override
    public int poll() {
        if (filling) {
            filling = false;
            hold().release(); // it looks whether the batch is full by now
        }
        leaveWhereSought();
        if (!mayPoll()) {
            return 0;
        }
        prepare();
        final long before = delivered.getPlain();
        final boolean isNew = frames.isEmpty();
        if (!isFull()) {
            collect();
            passOver();
        }
        if (frames.isEmpty()) {
            return 0;
        }
        if (isNew) {
            collectedSinceNs = maxWaitNs == 0 ? 0 : hold().nowNs();
        }
        if (isDue()) {
            deliver();
        }
        return (int) (delivered.getPlain() - before);
    }

    /** Lets go of the batch at hand where the listener is to read on elsewhere, whatever it waits for. */
    void leaveWhereSought() {}

    /** Before anything is collected. */
    void prepare() {}

    private boolean isDue() {
        if (maxWaitNs == 0 || isFull() || finishing) {
            return true;
        }
        final long dueNs = collectedSinceNs + maxWaitNs;
        if (hold().nowNs() - dueNs >= 0) {
            return true;
        }
        filling = true;
        hold().until(dueNs);
        return false;
    }

    private void deliver() {
        while (!frames.isEmpty() && !mustLeave()) {
            final Throwable failure = call();
            if (failure == null) {
                done(frames.size());
            } else if (!recover(failure)) {
                return;
            }
        }
    }

    private @Nullable Throwable call() {
        standOn(frames.size() - 1);
        Throwable failure = null;
        batch.open();
        try {
            if (ack != null) {
                ack.begin();
            }
            handler.invokeExact((Batch<?>) batch, (MessageContext) context);
        } catch (final Throwable thrown) {
            failure = thrown;
        } finally {
            batch.close();
        }
        if (ack != null) {
            try {
                ack.end(failure);
            } catch (final HandlerAck.Nacked nacked) {
                return nacked;
            }
        }
        return failure;
    }

    /** Returns false where the listener waits in front of what is left, or has halted. */
    private boolean recover(final Throwable failure) {
        Throwable cause = failure;
        boolean isOfOne = false;
        if (failure instanceof BatchFailedException named && named.index() >= 0 && named.index() < frames.size()) {
            cause = Objects.requireNonNullElse(named.getCause(), failure);
            isOfOne = true;
            done(named.index());
        }
        standOn(0);
        final Recovery recovery = decide(cause);
        if (recovery == Recovery.NEXT) {
            done(1);
            while (!isOfOne && !frames.isEmpty()) {
                standOn(0);
                if (letGo(cause) != Recovery.NEXT) {
                    return false;
                }
                done(1);
            }
        }
        return recovery != Recovery.LEAVE;
    }

    private void standOn(final int index) {
        context.moveToLast(frames.offset(index), frames.end(index), frames.missed(index));
    }

    private void done(final int count) {
        if (count == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            final long missed = frames.missed(i);
            if (missed > 0) {
                countMissed(missed);
            }
        }
        acknowledge(count - 1);
        countDelivered(count);
        frames.dropFirst(count);
        if (frames.isEmpty()) {
            full = false;
            passOver();
        }
    }

    /** Forgets what was collected: the listener reads on elsewhere. */
    final void startOver() {
        leaveMessage();
        settledSequence = NOWHERE;
        frames.clear();
        full = false;
        if (ack != null) {
            ack.forget();
        }
    }

    @Override
    public boolean hasPending() {
        return super.hasPending() || (!frames.isEmpty() && !isIdle());
    }

    @Override
    public final void finish() {
        finishing = true;
        if (filling) {
            filling = false;
            hold().release();
        }
    }

    @Override
    public void rejoin() {
        super.rejoin();
        startOver();
        readPosition = cursor.get();
    }
}
