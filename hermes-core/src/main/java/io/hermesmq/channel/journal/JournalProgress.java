package io.hermesmq.channel.journal;

import io.hermesmq.PublishStatus;
import io.hermesmq.monitor.Counter;
import io.hermesmq.monitor.Counters;
import java.util.concurrent.TimeUnit;

/**
 * How far a journal has come, and who waits for it. The journal's lane moves it; any thread may read it and wait.
 *
 * <p>Waiting blocks on a monitor: who waits for a disk has time for that, and it allocates nothing. The lane takes the monitor only
 * while somebody waits. Whoever waits counts itself first, then looks at the position (both volatile); the lane moves the position
 * first, then looks at the count: one sees the other.
 */
public final class JournalProgress {

    private static final long LOOK_INTERVAL_MS = 100;

    private final Counter written;
    private final Counter synced;
    private final Counter waiting;
    private volatile boolean failed;

    JournalProgress(final Counters counters, final String channel, final long position) {
        written = counters.allocate("written position of " + channel);
        synced = counters.allocate("synced position of " + channel);
        waiting = counters.allocate("publishers that wait for the journal of " + channel);
        written.set(position);
        synced.set(position);
    }

    /**
     * The position up to which the journal has every message.
     *
     * @return the counter.
     */
    public Counter written() {
        return written;
    }

    /**
     * The position up to which every message is on the disk.
     *
     * @return the counter.
     */
    public Counter synced() {
        return synced;
    }

    /**
     * Whether the journal cannot be written any more.
     *
     * @return true since the failure.
     */
    public boolean isFailed() {
        return failed;
    }

    void written(final long position) {
        written.set(position);
        wakeWaiting();
    }

    void synced(final long position) {
        synced.set(position);
        wakeWaiting();
    }

    void fail() {
        failed = true;
        wakeWaiting();
    }

    private void wakeWaiting() {
        if (waiting.get() != 0) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /**
     * Waits until a counter of this progress has reached a position.
     *
     * @param counter {@link #written()} or {@link #synced()}.
     * @param position to reach.
     * @param timeoutNs how long to wait.
     * @return the position; {@link PublishStatus#UNCONFIRMED} as a number where the time was over, the thread was interrupted (its
     *     flag stays set), or the journal has failed.
     */
    public long await(final Counter counter, final long position, final long timeoutNs) {
        return counter.get() >= position ? position : block(counter, position, timeoutNs);
    }

    private long block(final Counter counter, final long position, final long timeoutNs) {
        final long deadlineNs = System.nanoTime() + timeoutNs;
        waiting.getAndAdd(1);
        try {
            synchronized (this) {
                while (counter.get() < position) {
                    final long leftNs = deadlineNs - System.nanoTime();
                    if (failed || leftNs <= 0) {
                        return PublishStatus.UNCONFIRMED.code();
                    }
                    wait(Math.min(LOOK_INTERVAL_MS, TimeUnit.NANOSECONDS.toMillis(leftNs) + 1));
                }
            }
            return position;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return PublishStatus.UNCONFIRMED.code();
        } finally {
            waiting.getAndAdd(-1);
        }
    }
}
