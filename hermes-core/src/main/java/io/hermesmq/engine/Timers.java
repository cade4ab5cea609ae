package io.hermesmq.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DeadlineTimerWheel;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timer of an engine: runs actions when their time has come, on one thread that is started with the first of them and parks until
 * the next. Never early; late by a tick of about a millisecond. Any thread may schedule.
 */
final class Timers implements Agent {

    /** The lane whose settings say whether the timer is stepped by hand. */
    static final String LANE = "hermes-timer";

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final long TICK_NS = 1 << 20;
    private static final int TICKS = 1 << 10;
    private static final long NONE = Long.MAX_VALUE;

    private final EpochNanoClock clock;
    private final boolean stepped;
    private final DeadlineTimerWheel wheel;
    private final Long2ObjectHashMap<Timer> timers = new Long2ObjectHashMap<>();
    private final List<Timer> due = new ArrayList<>();
    private volatile long nextNs = NONE;
    private volatile boolean closed;
    private @Nullable AgentRunner runner;
    private @Nullable Thread thread;

    Timers(final EpochNanoClock clock, final boolean stepped) {
        this.clock = clock;
        this.stepped = stepped;
        wheel = new DeadlineTimerWheel(TimeUnit.NANOSECONDS, clock.nanoTime(), TICK_NS, TICKS);
    }

    /** An action that waits for its time; its number in the wheel may be another's when it has ended. */
    static final class Timer {

        private final long id;
        private final Runnable action;

        private Timer(final long id, final Runnable action) {
            this.id = id;
            this.action = action;
        }
    }

    /** Runs an action at a time of the engine's clock. After the end nothing is run. */
    synchronized Timer schedule(final long deadlineNs, final Runnable action) {
        final Timer timer = new Timer(wheel.scheduleTimer(deadlineNs), action);
        timers.put(timer.id, timer);
        if (deadlineNs < nextNs) {
            nextNs = deadlineNs;
            wake();
        }
        return timer;
    }

    /** Forgets an action that has not been run. */
    synchronized void cancel(final Timer timer) {
        if (timers.get(timer.id) == timer) {
            timers.remove(timer.id);
            wheel.cancelTimer(timer.id);
        }
    }

    private void wake() {
        if (stepped || closed) {
            return;
        }
        if (runner == null) {
            final AgentRunner started = new AgentRunner(
                    new Parking(), error -> LOG.error("the timer failed; it goes on", error), null, this);
            runner = started;
            thread = AgentRunner.startOnThread(started, task -> {
                final Thread daemon = new Thread(task, LANE);
                daemon.setDaemon(true);
                return daemon;
            });
        } else {
            LockSupport.unpark(thread);
        }
    }

    @Override
    public int doWork() {
        if (closed || clock.nanoTime() < nextNs) {
            return 0;
        }
        collect(clock.nanoTime());
        for (final Timer timer : due) {
            run(timer.action);
        }
        final int count = due.size();
        due.clear();
        return count;
    }

    /** Each round ends at least the nearest timer: the wheel is turned to its tick first. */
    private synchronized void collect(final long nowNs) {
        while (nextNs <= nowNs) {
            wheel.currentTickTime(nextNs);
            wheel.poll(
                    nowNs,
                    (unit, now, id) -> { // no other action is in its place yet
                        due.add(timers.remove(id));
                        return true;
                    },
                    Integer.MAX_VALUE);
            final long[] nearest = {NONE};
            wheel.forEach((deadline, id) -> nearest[0] = Math.min(nearest[0], deadline));
            nextNs = nearest[0];
        }
    }

    private static void run(final Runnable action) {
        try {
            action.run();
        } catch (final RuntimeException | Error e) {
            LOG.error("an action of the timer failed; the others go on", e);
        }
    }

    boolean isStepped() {
        return stepped;
    }

    /** Ends the thread; what is due later is not run. */
    void close() {
        closed = true;
        final AgentRunner started;
        synchronized (this) {
            started = runner;
            LockSupport.unpark(thread);
        }
        if (started != null) {
            started.close();
        }
    }

    @Override
    public String roleName() {
        return LANE;
    }

    /** Parks until the next time; a nearer one unparks. */
    private final class Parking implements IdleStrategy {

        @Override
        public void idle(final int workCount) {
            if (workCount == 0) {
                idle();
            }
        }

        @Override
        public void idle() {
            final long next = nextNs;
            if (closed) {
                return;
            }
            if (next == NONE) {
                LockSupport.park(Timers.this);
            } else {
                final long waitNs = next - clock.nanoTime();
                if (waitNs > 0) {
                    LockSupport.parkNanos(Timers.this, waitNs);
                }
            }
        }

        @Override
        public void reset() {
            // nothing is kept
        }
    }
}
