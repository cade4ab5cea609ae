package io.hermesmq.dispatch;

import io.hermesmq.LaneConfig;
import io.hermesmq.channel.WakeUpSignal;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls its listeners in turn, on one thread, or on the thread of a test that steps it.
 *
 * <p>Listeners may be added and removed at any time, by any thread; all else is for the engine, under its lock.
 */
public final class Lane implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    private static final int STOP_WAIT_MS = 5_000;

    private final String name;
    private final LaneConfig config;
    private final Object engine;
    private final IdleStrategy idle;
    private final long lingerNs;
    private volatile Listener[] listeners = {};
    private volatile @Nullable AgentRunner runner;
    private final Queue<FutureTask<?>> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean hasTasks;
    private volatile boolean closed;
    private boolean stuckReported;
    private boolean deliveredBefore;
    private int polled;

    /**
     * Creates a lane that does not run yet.
     *
     * @param name of the lane.
     * @param config its settings.
     * @param engine that it belongs to.
     */
    public Lane(final String name, final LaneConfig config, final Object engine) {
        this.name = name;
        this.config = config;
        this.engine = engine;
        lingerNs = config.linger().toNanos();
        idle = IdleStrategies.of(config.idle(), this::nextDueNs);
    }

    /**
     * Adds a listener.
     *
     * @param listener to poll from now on.
     */
    public synchronized void add(final Listener listener) {
        listener.joined(this);
        final Listener[] more = Arrays.copyOf(listeners, listeners.length + 1);
        more[more.length - 1] = listener;
        follow(more);
    }

    /**
     * Removes a listener; it may be polled once more meanwhile.
     *
     * @param listener to leave alone.
     */
    public synchronized void remove(final Listener listener) {
        follow(Arrays.stream(listeners).filter(each -> each != listener).toArray(Listener[]::new));
    }

    private void follow(final Listener[] all) {
        listeners = all;
        if (idle instanceof ParkingIdleStrategy parking) {
            final WakeUpSignal[] signals = Arrays.stream(all)
                    .map(listener -> listener.channel().wakeUp())
                    .distinct()
                    .toArray(WakeUpSignal[]::new);
            for (final WakeUpSignal signal : parking.follow(signals)) {
                signal.unregister(parking);
            }
            for (final WakeUpSignal signal : signals) {
                signal.register(parking);
            }
        }
    }

    /**
     * Runs something on the thread of the lane, between two rounds; here and now where that is this thread's, or there is none.
     *
     * @param action that may touch what belongs to the lane.
     * @return done when it was run. Actions run in the order of these calls.
     */
    Future<?> execute(final Runnable action) {
        final FutureTask<?> task = new FutureTask<>(action, null);
        synchronized (this) {
            if (!hasThread()) {
                runTasks();
                task.run();
                return task;
            }
            tasks.add(task);
            hasTasks = true;
        }
        if (idle instanceof ParkingIdleStrategy parking) {
            parking.wake();
        }
        return task;
    }

    private boolean hasThread() {
        final AgentRunner agent = runner;
        return agent != null && !agent.isClosed() && isAlive();
    }

    private void runTasks() {
        hasTasks = false;
        for (FutureTask<?> task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /**
     * Whether a thread is the one of this lane.
     *
     * @param thread any thread.
     * @return true where waiting for the lane would be waiting for itself.
     */
    public boolean isThread(final Thread thread) {
        final AgentRunner agent = runner;
        return agent != null && agent.thread() == thread;
    }

    /**
     * Whether the lane is at a listener, as far as another thread can tell; one that is stuck in a call it is at for certain.
     *
     * @param listener of this lane.
     * @return false where the lane polls another one.
     */
    public boolean isAt(final Listener listener) {
        final Listener[] all = listeners;
        final int at = polled;
        return at < all.length && all[at] == listener;
    }

    /**
     * Where the thread of the lane is.
     *
     * @return its stack, the innermost frames first; empty where it has none.
     */
    public List<StackTraceElement> stack() {
        final AgentRunner agent = runner;
        final Thread thread = agent == null ? null : agent.thread();
        return thread == null ? List.of() : List.of(thread.getStackTrace());
    }

    /** Starts the thread of the lane; does nothing for a stepped one. */
    public synchronized void start() {
        if (config.stepped() || runner != null) {
            return;
        }
        final AgentRunner agent = new AgentRunner(
                new GuardedIdle(),
                error -> LOG.error("lane '{}' failed outside of a listener; it goes on", name, error),
                null,
                this);
        runner = agent;
        AgentRunner.startOnThread(agent, task -> new LaneThread(engine, task, "hermes-lane-" + name));
    }

    @Override
    public void onStart() {
        CpuPinning.pin(name, config.cpu());
    }

    @Override
    public int doWork() {
        int messages = 0;
        final Listener[] all = listeners;
        for (int i = 0; i < all.length; i++) {
            polled = i;
            messages += all[i].poll();
        }
        if (hasTasks) {
            runTasks();
        }
        if (lingerNs != 0 && messages != 0 && deliveredBefore) {
            linger();
        }
        deliveredBefore = messages != 0;
        return messages;
    }

    /** The runner takes an interrupt for its end. Only {@link #close()} may end a lane, not a listener that was interrupted. */
    private final class GuardedIdle implements IdleStrategy {

        @Override
        public void idle(final int workCount) {
            idle.idle(workCount);
            if (Thread.currentThread().isInterrupted() && !closed && Thread.interrupted()) {
                LOG.warn("lane '{}' was interrupted, by a listener or a library that it uses; it goes on", name);
            }
        }

        @Override
        public void idle() {
            idle.idle();
        }

        @Override
        public void reset() {
            idle.reset();
        }
    }

    /**
     * Leaves the cache line of the limit to the publishers, so that they get ahead. Only after the second poll in a row that
     * delivered: then messages stream in, and are not waited for one by one.
     */
    private void linger() {
        final long deadlineNs = System.nanoTime() + lingerNs;
        do {
            Thread.onSpinWait();
        } while (System.nanoTime() - deadlineNs < 0);
    }

    /**
     * Whether a listener of this lane has something to read. Any thread may ask.
     *
     * @return true where polling would deliver.
     */
    public boolean hasPending() {
        for (final Listener listener : listeners) {
            if (listener.hasPending()) {
                return true;
            }
        }
        return false;
    }

    /** In how many nanoseconds a listener may be called again: 0 where one can be now, {@link Hold#FOR_EVER} where none can. */
    private long nextDueNs() {
        if (hasTasks) {
            return 0;
        }
        long nearestNs = Hold.FOR_EVER;
        for (final Listener listener : listeners) {
            if (listener.hasPending()) {
                nearestNs = Math.min(nearestNs, listener.loop().hold().remainingNs());
            }
        }
        return nearestNs;
    }

    /**
     * From now on no listener waits for a batch to fill.
     *
     * @return done when all of them know it.
     */
    public Future<?> finish() {
        return execute(() -> {
            for (final Listener listener : listeners) {
                listener.loop().finish();
            }
        });
    }

    /** Stops the thread when it has finished its round, and waits for it. */
    public void close() {
        closed = true;
        for (final Listener listener : listeners) {
            listener.laneEnds();
        }
        final AgentRunner agent = runner;
        if (agent != null) {
            if (idle instanceof ParkingIdleStrategy parking) {
                parking.stop();
            }
            try {
                agent.close(STOP_WAIT_MS, this::reportStuck);
            } catch (final StuckLaneException e) {
                LOG.error("{}", e.getMessage());
            }
        }
        if (idle instanceof ParkingIdleStrategy parking) {
            for (final Listener listener : listeners) {
                listener.channel().wakeUp().unregister(parking);
            }
        }
        synchronized (this) {
            if (!hasThread()) {
                runTasks(); // who waits for one need not wait for ever
            }
        }
    }

    /** First reports where the thread is and lets the runner interrupt it; where that does not help, gives it up. */
    private void reportStuck(final Thread thread) {
        if (stuckReported) {
            throw new StuckLaneException("lane '" + name + "' does not stop even when interrupted; its thread '"
                    + thread.getName() + "' is left alone");
        }
        stuckReported = true;
        final IllegalStateException where = new IllegalStateException("thread '" + thread.getName() + "' is here");
        where.setStackTrace(thread.getStackTrace());
        LOG.warn("lane '{}' does not stop: a listener has not returned; interrupting it", name, where);
    }

    private static final class StuckLaneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StuckLaneException(final String message) {
            super(message);
        }
    }

    /**
     * Whether the lane polls, or can be stepped.
     *
     * @return false after it was closed, or its thread died.
     */
    public boolean isAlive() {
        final AgentRunner agent = runner;
        if (closed || config.stepped() || agent == null) {
            return !closed;
        }
        final Thread thread = agent.thread();
        return thread == null || thread.isAlive();
    }

    /**
     * Whether idle time of this lane costs a core.
     *
     * @return true where its thread spins.
     */
    public boolean burnsCore() {
        return burnsCore(config);
    }

    /**
     * Whether idle time of such a lane costs a core.
     *
     * @param config of a lane.
     * @return true where its thread spins.
     */
    public static boolean burnsCore(final LaneConfig config) {
        return !config.stepped() && IdleStrategies.burnsCore(config.idle());
    }

    /**
     * Whether a test steps the lane.
     *
     * @return true where it has no thread.
     */
    public boolean isStepped() {
        return config.stepped();
    }

    /**
     * The listeners that the lane polls.
     *
     * @return a copy.
     */
    public List<Listener> listeners() {
        return List.of(listeners);
    }

    /**
     * The name of the lane.
     *
     * @return its name.
     */
    public String name() {
        return name;
    }

    @Override
    public String roleName() {
        return "hermes-lane-" + name;
    }
}
