package io.hermesmq.channel.ring;

import io.hermesmq.ChannelConfig;
import io.hermesmq.PublishStatus;
import io.hermesmq.monitor.Counters;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The ring of a channel with one publishing thread.
 *
 * <h2>Why it is safe</h2>
 *
 * One thread moves {@code claimed} and {@code limit}; it reads both without ordering. The payload and the header are
 * written with plain stores, then {@code limit} with a release: it pairs with the acquire of the readers, which so see
 * whole frames. The room that is written over was left by all readers: they release their cursors, the gate
 * acquires them. On a channel that overwrites, {@code claimed} is stored before the frame is touched and a store fence
 * keeps that order; a reader copies, passes a load fence and reads {@code claimed}: where the room of the copy had not been
 * claimed anew by then, no byte of the copy is of a later lap (the seqlock argument, as in Agrona's broadcast buffer).
 *
 * <h2>Waking</h2>
 *
 * A release store may still wait in the store buffer when the publisher looks for parked lanes. So where a lane of the
 * channel parks, and only there, a full fence stands between the two (see {@code WakeUpSignal}).
 *
 * <h2>Closing</h2>
 *
 * The publisher passes no fence between its look at {@code claimLimit} and its store to {@code claimed}. So {@link #close}
 * lowers the limit, waits for much longer than a store stays in a store buffer, and reads {@code claimed}: that is the final
 * position. A publisher that slept even longer between the two instructions finds the lowered limit when it commits. There, and
 * only there, commit and close take a lock: a frame behind the final position is refused, and never seen.
 */
public final class SingleProducerRing extends RingChannel {

    private static final long OPEN_END = Long.MAX_VALUE;
    private static final long CLOSE_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private volatile long finalPosition = OPEN_END;
    private @Nullable Thread producer;

    SingleProducerRing(
            final String name,
            final ChannelConfig config,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider,
            final long stallTimeoutNs) {
        super(name, config, counters, clock, insider, stallTimeoutNs);
    }

    @Override
    public long claim(final int payloadLength) {
        assert isOnlyProducer() : secondProducer();
        final int required = requiredLength(payloadLength);
        final long position = claimed.getPlain();
        if (limit.getPlain() != position) {
            refuseSecondClaim();
        }
        final int lapRest = capacity - ((int) position & mask);
        if (required > lapRest) {
            return claimNextLap(payloadLength, required, position, lapRest);
        }
        if (position + required > claimLimit.getAcquire()) {
            final long room = gate.awaitRoom(position + required);
            if (room < 0) {
                return room;
            }
        }
        return begin(position, required, payloadLength);
    }

    private long begin(final long position, final int required, final int payloadLength) {
        claimed.setRelease(position + required);
        if (overwrites) {
            VarHandle.storeStoreFence();
        }
        writeHeader(position, required, payloadLength);
        return position;
    }

    private long claimNextLap(final int payloadLength, final int required, final long position, final int lapRest) {
        final long start = position + lapRest;
        if (start + required > claimLimit.getAcquire()) {
            final long room = gate.awaitRoom(start + required);
            if (room < 0) {
                return room;
            }
        }
        claimed.setRelease(start);
        VarHandle.storeStoreFence();
        writePadding(position, lapRest);
        publish(start);
        return begin(start, required, payloadLength);
    }

    /** One thread can fill only one claim at a time; one that a dead predecessor left open is given back. */
    private void refuseSecondClaim() {
        final String holder = recoverDeadClaim();
        if (holder != null) {
            throw new IllegalStateException("channel '" + name()
                    + "' is configured with producers: single and has an open" + " claim of thread '" + holder
                    + "'; commit or abort it before the next publish, or use producers: multi");
        }
    }

    @Override
    public long commit(final long framePosition) {
        if (claimLimit.getAcquire() == ClaimGate.ASK) {
            return commitWhileClosing(framePosition);
        }
        assignSequence(framePosition);
        final long end = framePosition + frameLengthAt(framePosition);
        publish(end);
        return end;
    }

    private synchronized long commitWhileClosing(final long framePosition) {
        final long end = framePosition + frameLengthAt(framePosition);
        if (end > finalPosition) {
            writePadding(framePosition, (int) (end - framePosition));
            publish(end);
            return counters().refuse(PublishStatus.CLOSED);
        }
        assignSequence(framePosition);
        publish(end);
        return end;
    }

    @Override
    public void abort(final long framePosition) {
        final int length = frameLengthAt(framePosition);
        writePadding(framePosition, length);
        abortedCounter().getAndAdd(1);
        publish(framePosition + length);
    }

    private void publish(final long end) {
        limit.setRelease(end);
        if (wakeUp.isUsed()) {
            VarHandle.fullFence();
            wakeParkedLanes();
        }
    }

    @Override
    long closeClaims() {
        if (finalPosition == OPEN_END) {
            final long deadlineNs = gate.askingSinceNs() + CLOSE_GRACE_NS;
            while (System.nanoTime() - deadlineNs < 0) {
                LockSupport.parkNanos(CLOSE_GRACE_NS);
            }
        }
        synchronized (this) {
            finalPosition = Math.min(finalPosition, claimed.get());
            return finalPosition;
        }
    }

    @Override
    public long openPosition() {
        return claimed.get();
    }

    private boolean isOnlyProducer() {
        final Thread current = Thread.currentThread();
        final Thread known = producer;
        if (known == null || !known.isAlive()) {
            producer = current;
            return true;
        }
        return known == current;
    }

    private String secondProducer() {
        return "channel '" + name() + "' is configured with producers: single, but thread '"
                + Thread.currentThread().getName() + "' publishes to it after thread '" + producerName()
                + "'; use producers: multi";
    }

    private String producerName() {
        final Thread known = producer;
        return known == null ? "(none)" : known.getName();
    }
}
