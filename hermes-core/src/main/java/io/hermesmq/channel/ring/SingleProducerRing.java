package io.hermesmq.channel.ring;

import io.hermesmq.ChannelConfig;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Publication;
import io.hermesmq.monitor.Counters;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The ring of a channel with one publishing thread: its second claim, its second thread, its end. How it publishes, and why that is
 * safe, is in {@link SinglePublication}.
 */
public final class SingleProducerRing extends RingChannel {

    private static final long OPEN_END = Long.MAX_VALUE;
    private static final long CLOSE_GRACE_NS = TimeUnit.MILLISECONDS.toNanos(20);

    private final SinglePublication publication = new SinglePublication(frames, this);
    private volatile long finalPosition = OPEN_END;
    private @Nullable Thread producer;

    SingleProducerRing(
            final String name,
            final ChannelConfig config,
            final RingStart start,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider,
            final long stallTimeoutNs) {
        super(name, config, start, counters, clock, insider, stallTimeoutNs);
    }

    @Override
    public Publication publication() {
        return publication;
    }

    /** One thread can fill only one claim at a time; one that a dead predecessor left open is given back. */
    void refuseSecondClaim() {
        final String holder = recoverDeadClaim();
        if (holder != null) {
            throw new IllegalStateException("channel '" + name()
                    + "' is configured with producers: single and has an open" + " claim of thread '" + holder
                    + "'; commit or abort it before the next publish, or use producers: multi");
        }
    }

    synchronized long commitWhileClosing(final long framePosition) {
        final long end = framePosition + frames.frameLengthAt(framePosition);
        if (end > finalPosition) {
            frames.writePadding(framePosition, (int) (end - framePosition));
            publication.publish(end);
            return counters().refuse(PublishStatus.CLOSED);
        }
        frames.assignSequence(framePosition);
        publication.publish(end);
        return end;
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
            finalPosition = Math.min(finalPosition, frames.claimed().get());
            return finalPosition;
        }
    }

    @Override
    public long openPosition() {
        return frames.claimed().get();
    }

    boolean isOnlyProducer() {
        final Thread current = Thread.currentThread();
        final Thread known = producer;
        if (known == null || !known.isAlive()) {
            producer = current;
            return true;
        }
        return known == current;
    }

    String secondProducer() {
        return "channel '" + name() + "' is configured with producers: single, but thread '"
                + Thread.currentThread().getName() + "' publishes to it after thread '" + producerName()
                + "'; use producers: multi";
    }

    private String producerName() {
        final Thread known = producer;
        return known == null ? "(none)" : known.getName();
    }
}
