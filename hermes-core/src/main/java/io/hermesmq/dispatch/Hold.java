package io.hermesmq.dispatch;

import io.hermesmq.HermesSnapshot;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;

/**
 * Why and until when a listener is not called although there may be something to read: it waits for a retry, for a batch to fill, for
 * its circuit breaker, or somebody paused it. Its lane goes on with the others, and comes back when the time is there.
 *
 * <p>Held by the thread of the lane; {@link #pause} and {@link #resume} are for any thread. Costs one plain read a poll while nothing holds.
 */
final class Hold {

    /** Nothing but {@link #resume} ends it. */
    static final long FOR_EVER = Long.MAX_VALUE;

    private static final long NONE = Long.MIN_VALUE;

    private final EpochNanoClock clock;
    private final PollClock pollClock;
    private volatile boolean paused;
    private volatile long untilNs = NONE;
    private volatile HermesSnapshot.@Nullable Waiting waiting;

    Hold(final EpochNanoClock clock) {
        this.clock = clock;
        pollClock = new PollClock(clock);
    }

    /** The time for guards; each poll begins with {@link #holds()}, which sets it anew. */
    PollClock pollClock() {
        return pollClock;
    }

    long nowNs() {
        return clock.nanoTime();
    }

    /** From now on the listener is not called until a time of the engine's clock. For the thread of the lane. */
    void until(final long timeNs) {
        waiting = null;
        untilNs = timeNs;
    }

    /** The same with the reason, for whoever wants to know. */
    void until(final HermesSnapshot.Waiting wait) {
        waiting = wait;
        untilNs = wait.untilNs();
    }

    /** What it waits for, where it has said so. Any thread. */
    HermesSnapshot.@Nullable Waiting waiting() {
        final HermesSnapshot.Waiting wait = waiting;
        return wait != null && untilNs == wait.untilNs() ? wait : null;
    }

    /** Ends the wait early. For the thread of the lane. */
    void release() {
        untilNs = NONE;
    }

    /** Returns whether that is new. */
    synchronized boolean pause() {
        final boolean isNew = !paused;
        paused = true;
        return isNew;
    }

    /** Returns whether it was paused. */
    synchronized boolean resume() {
        final boolean was = paused;
        paused = false;
        return was;
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether the listener must not be called now. A wait that is over ends here. For the thread of the lane. */
    boolean holds() {
        pollClock.newPoll();
        if (untilNs != NONE && untilNs != FOR_EVER && nowNs() - untilNs >= 0) {
            untilNs = NONE;
        }
        return paused || untilNs != NONE;
    }

    /** In how many nanoseconds the listener may be called: 0 for now, or {@link #FOR_EVER}. Any thread. */
    long remainingNs() {
        final long until = untilNs;
        if (paused || until == FOR_EVER) {
            return FOR_EVER;
        }
        return until == NONE ? 0 : Math.max(0, until - nowNs());
    }

    /** Whether it waits for a time that has not come. Any thread. */
    boolean isHolding() {
        final long until = untilNs;
        return paused || (until != NONE && (until == FOR_EVER || nowNs() - until < 0));
    }
}
