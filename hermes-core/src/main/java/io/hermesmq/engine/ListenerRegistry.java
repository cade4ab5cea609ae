package io.hermesmq.engine;

import io.hermesmq.HermesListenerRegistry;
import io.hermesmq.ListenerState;
import io.hermesmq.StartFrom;
import io.hermesmq.dispatch.Lane;
import io.hermesmq.dispatch.Listener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Controls listeners. Looks them up under the engine's lock, and waits for them outside of it. */
final class ListenerRegistry implements HermesListenerRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerRegistry.class);
    private static final long LOOK_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final ListenerSet listeners;
    private final Object engineLock;
    private final long stopTimeoutNs;

    ListenerRegistry(final ListenerSet listeners, final Object engineLock, final Duration stopTimeout) {
        this.listeners = listeners;
        this.engineLock = engineLock;
        stopTimeoutNs = stopTimeout.toNanos();
    }

    private Listener find(final String id) {
        synchronized (engineLock) {
            return listeners.find(id);
        }
    }

    private List<Listener> findAll(final String id) {
        synchronized (engineLock) {
            return listeners.findAll(id);
        }
    }

    @Override
    public List<String> ids() {
        synchronized (engineLock) {
            return listeners.ids();
        }
    }

    @Override
    public ListenerState state(final String listener) {
        return find(listener).state();
    }

    @Override
    public void start(final String listener) {
        for (final Listener started : findAll(listener)) {
            if (!await(started, started.start())) {
                LOG.warn(
                        "lane '{}' has not come to listener '{}' yet; it is started when it does",
                        started.lane().name(),
                        started.config().id());
            }
        }
    }

    @Override
    public void stop(final String listener) {
        findAll(listener).forEach(this::stop);
    }

    private boolean stop(final Listener listener) {
        final boolean stopped = await(listener, listener.stop());
        if (!stopped) {
            LOG.warn(
                    "listener '{}' has not returned from its call; it is stopped when it does",
                    listener.config().id());
        }
        return stopped;
    }

    /** Returns whether the lane has come to it, or will when the calling listener returns. */
    private boolean await(final Listener listener, final Future<?> action) {
        if (listener.lane().isThread(Thread.currentThread())) {
            return true;
        }
        try {
            action.get(stopTimeoutNs, TimeUnit.NANOSECONDS);
            return true;
        } catch (final TimeoutException e) {
            return false;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (final ExecutionException e) {
            throw new IllegalStateException(
                    "listener '" + listener.config().id() + "' cannot be started or stopped", e.getCause());
        }
    }

    @Override
    public void pause(final String listener) {
        findAll(listener).forEach(Listener::pause);
    }

    @Override
    public void resume(final String listener) {
        findAll(listener).forEach(Listener::resume);
    }

    @Override
    public void seek(final String listener, final StartFrom place) {
        synchronized (engineLock) {
            listeners.seek(listener, place);
        }
    }

    @Override
    public boolean drain(final String listener, final Duration timeout) {
        final long deadlineNs = System.nanoTime() + timeout.toNanos();
        boolean isDrained = true;
        for (final Listener drained : findAll(listener)) {
            isDrained &= drain(drained, deadlineNs);
        }
        return isDrained;
    }

    private boolean drain(final Listener drained, final long deadlineNs) {
        final Lane lane = drained.lane();
        if (lane.isThread(Thread.currentThread())) {
            throw new IllegalStateException("a listener of lane '" + lane.name() + "' drains listener '"
                    + drained.config().id()
                    + "' of the same lane, which cannot go on until it returns; drain from another thread");
        }
        final long end = drained.channel().limit().get();
        while (drained.counters().position().get() < end) {
            if (System.nanoTime() - deadlineNs >= 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            if (!lane.isStepped() || lane.doWork() == 0) {
                LockSupport.parkNanos(LOOK_INTERVAL_NS);
            }
        }
        return true;
    }

    @Override
    public void unlisten(final String listener) {
        final Listener removed = find(listener);
        if (removed.group() != null) {
            throw GroupSet.cannotLeave(listener, removed.group());
        }
        final boolean stopped = stop(removed);
        final @Nullable Lane emptied;
        synchronized (engineLock) {
            emptied = listeners.remove(removed);
        }
        removed.releaseInLane();
        if (stopped && emptied != null) {
            emptied.close();
        }
    }
}
