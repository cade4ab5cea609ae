package io.hermesmq.engine;

import io.hermesmq.HermesEvent;
import io.hermesmq.ListenerEvent;
import io.hermesmq.ListenerState;
import io.hermesmq.WatchLimits;
import io.hermesmq.dispatch.Listener;
import io.hermesmq.dispatch.ListenerCounters;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds out from their counters which listeners are idle, stuck or have missed messages. For the thread of the monitor.
 *
 * <p>Counters move once for a run of messages. So a listener that seems to stand still is first told to come out of its run behind the message at
 * hand; only if nothing moves then either, it is in one call all the time.
 */
final class ListenerWatch {

    private final WatchLimits limits;
    private final Consumer<HermesEvent> events;
    private Map<Listener, Seen> seen = new HashMap<>();

    /** What was seen of one listener. */
    private static final class Seen {
        private long done;
        private long missed;
        private long sinceNs;
        private boolean idle;
        private boolean nudged;
        private boolean stuck;
    }

    ListenerWatch(final WatchLimits limits, final Consumer<HermesEvent> events) {
        this.limits = limits;
        this.events = events;
    }

    void look(final Collection<Listener> listeners, final long nowNs) {
        final Map<Listener, Seen> present = new HashMap<>();
        for (final Listener listener : listeners) {
            final Seen before = seen.get(listener);
            final Seen now = before == null ? begin(nowNs) : before;
            present.put(listener, now);
            look(listener, now, nowNs);
        }
        seen = present;
    }

    private static Seen begin(final long nowNs) {
        final Seen first = new Seen();
        first.sinceNs = nowNs;
        return first;
    }

    private void look(final Listener listener, final Seen last, final long nowNs) {
        final String id = listener.config().id();
        final ListenerCounters counters = listener.counters();
        final long missed = counters.missed().get();
        if (missed > last.missed) {
            events.accept(new ListenerEvent.Gap(id, missed - last.missed));
            last.missed = missed;
        }
        final long done = counters.delivered().get()
                + counters.failed().get()
                + counters.position().get();
        if (done != last.done || listener.state() != ListenerState.RUNNING) {
            last.done = done;
            moved(id, last, nowNs);
        } else if (listener.loop().hasPending()) {
            standsStill(listener, last, nowNs);
        } else if (!last.idle && nowNs - last.sinceNs >= limits.idleAfter().toNanos()) {
            last.idle = true;
            events.accept(new ListenerEvent.Idle(id, Duration.ofNanos(nowNs - last.sinceNs)));
        }
    }

    private void moved(final String id, final Seen last, final long nowNs) {
        if (last.idle) {
            events.accept(new ListenerEvent.NoLongerIdle(id));
        }
        if (last.stuck) {
            events.accept(new ListenerEvent.NoLongerStuck(id));
        }
        last.idle = false;
        last.stuck = false;
        last.nudged = false;
        last.sinceNs = nowNs;
    }

    private void standsStill(final Listener listener, final Seen last, final long nowNs) {
        if (last.idle) {
            moved(listener.config().id(), last, nowNs);
        }
        final long stillNs = nowNs - last.sinceNs;
        if (!last.nudged) {
            if (stillNs >= limits.stuckAfter().toNanos() / 2) {
                last.nudged = true;
                listener.loop().comeOut();
            }
        } else if (!last.stuck
                && stillNs >= limits.stuckAfter().toNanos()
                && listener.lane().isAt(listener)) {
            last.stuck = true;
            events.accept(new ListenerEvent.Stuck(
                    listener.config().id(),
                    listener.lane().name(),
                    Duration.ofNanos(stillNs),
                    listener.lane().stack()));
        }
    }
}
