package io.hermesmq.engine;

import io.hermesmq.HermesSnapshot;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.dispatch.Lane;
import io.hermesmq.dispatch.Listener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends channels and lanes so that what was accepted is handled, as far as the time allows.
 *
 * <p>First threads from outside are refused, while lanes may still publish: a listener that hands on what it reads can
 * finish. When no listener has anything left and nothing was published while that was found out, the channels are
 * closed for everybody. A claim that slipped in until then is waited for likewise: its publisher was told that it counts.
 */
final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);
    private static final long LOOK_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final List<Channel> channels;
    private final Collection<Lane> lanes;
    private final Collection<Listener> listeners;
    private final long deadlineNs;
    private final List<Future<?>> finished = new ArrayList<>();

    Drain(
            final List<Channel> channels,
            final Collection<Lane> lanes,
            final Collection<Listener> listeners,
            final long timeoutNs) {
        this.channels = channels;
        this.lanes = lanes;
        this.listeners = listeners;
        deadlineNs = System.nanoTime() + timeoutNs;
    }

    /** Returns the number of bytes that were left. */
    long run() {
        channels.forEach(Channel::drain);
        lanes.forEach(lane -> finished.add(lane.finish()));
        awaitQuiet(true);
        final long[] ends = channels.stream().mapToLong(Channel::close).toArray();
        awaitQuiet(true);
        closeLanes();
        return report(ends);
    }

    /** All at once: lanes that are stuck are waited for together. */
    private void closeLanes() {
        final List<Thread> closers = lanes.stream()
                .map(lane -> new Thread(lane::close, "hermes-close-" + lane.name()))
                .toList();
        closers.forEach(Thread::start);
        boolean interrupted = false;
        for (final Thread closer : closers) {
            while (closer.isAlive()) {
                try {
                    closer.join();
                } catch (final InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until everything that was published is handled; returns whether the time was enough. */
    boolean awaitQuiet() {
        return awaitQuiet(false);
    }

    /** Does not wait in vain, where it is the last to: for listeners that wait themselves, and longer than there is time. */
    private boolean awaitQuiet(final boolean isLast) {
        while (!isQuiet()) {
            final long leftNs = deadlineNs - System.nanoTime();
            if (leftNs <= 0 || (isLast && allWaitLonger(leftNs))) {
                return false;
            }
            if (!step()) {
                LockSupport.parkNanos(LOOK_INTERVAL_NS);
            }
        }
        return true;
    }

    /** Each listener is asked once whether it has something to read and when: between two questions it may have handled it. */
    private boolean allWaitLonger(final long leftNs) {
        if (!finished.stream().allMatch(Future::isDone)) {
            return false; // not every lane has heard yet that batches need not fill
        }
        final long[] before = limits();
        boolean anyWaits = false;
        for (final Listener listener : listeners) {
            if (listener.hasPending()) {
                if (listener.remainingNs() <= leftNs) {
                    return false;
                }
                anyWaits = true;
            }
        }
        for (int i = 0; i < before.length; i++) {
            if (channels.get(i).openPosition() > before[i] && !hasFailed(channels.get(i))) {
                return false;
            }
        }
        return anyWaits && Arrays.equals(before, limits());
    }

    private boolean step() {
        int messages = 0;
        for (final Lane lane : lanes) {
            if (lane.isStepped()) {
                messages += lane.doWork();
            }
        }
        return messages > 0;
    }

    /** A listener that is done may have published to one that was looked at before; then the limits have moved. */
    private boolean isQuiet() {
        final long[] before = limits();
        for (int i = 0; i < before.length; i++) {
            if (channels.get(i).openPosition() > before[i] && !hasFailed(channels.get(i))) {
                return false;
            }
        }
        if (lanes.stream().anyMatch(Lane::hasPending)) {
            return false;
        }
        return Arrays.equals(before, limits());
    }

    /** What a journal that has failed does not have will never be seen. */
    private static boolean hasFailed(final Channel channel) {
        return channel instanceof JournaledChannel journaled
                && journaled.progress().isFailed();
    }

    private long[] limits() {
        return channels.stream().mapToLong(channel -> channel.limit().get()).toArray();
    }

    private long report(final long... ends) {
        long left = 0;
        for (final Listener listener : listeners) {
            final long end = ends[channels.indexOf(listener.channel())];
            final long bytes = end - listener.counters().position().get();
            if (bytes > 0 && hasShare(listener)) {
                left += bytes;
                LOG.warn(
                        "listener '{}' was stopped {} bytes in front of the end of channel '{}'{}",
                        listener.config().id(),
                        bytes,
                        listener.channel().name(),
                        reason(listener));
            }
        }
        return left;
    }

    /** What is published to a channel in memory is not for a listener that is stopped. */
    private static boolean hasShare(final Listener listener) {
        return listener.channel() instanceof JournaledChannel || !listener.isDetached();
    }

    private static String reason(final Listener listener) {
        return switch (listener.state()) {
            case HALTED -> ": it was halted";
            case PAUSED -> ": it was paused";
            case STOPPED -> ": it had been stopped before";
            case CREATED -> ": it was never started";
            default -> {
                final HermesSnapshot.Waiting waiting = listener.waiting();
                yield waiting == null
                        ? ": the drain timeout was over"
                        : ": it waits (" + waiting.reason() + ") after attempt " + waiting.attempts();
            }
        };
    }
}
