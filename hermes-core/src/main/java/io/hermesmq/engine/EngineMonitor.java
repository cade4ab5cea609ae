package io.hermesmq.engine;

import io.hermesmq.HermesEvent;
import io.hermesmq.WatchLimits;
import io.hermesmq.dispatch.Listener;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that looks after an engine ten times a second: for stalled claims, for what listeners and publishers do, and to tell
 * observers. It reads counters that are there anyway; nothing on the path of a message knows of it.
 */
final class EngineMonitor implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineMonitor.class);
    private static final long INTERVAL_MS = 100;
    private static final long STOP_WAIT_MS = 1_000;

    private final Supplier<Collection<ChannelSlot>> channels;
    private final Supplier<Collection<Listener>> listeners;
    private final StallMonitor stalls;
    private final ListenerWatch watch;
    private final EventHub events;
    private final Map<String, Long> waits = new HashMap<>();
    private @Nullable ScheduledExecutorService executor;

    EngineMonitor(
            final Supplier<Collection<ChannelSlot>> channels,
            final Supplier<Collection<Listener>> listeners,
            final WatchLimits limits,
            final EventHub events) {
        this.channels = channels;
        this.listeners = listeners;
        this.events = events;
        stalls = new StallMonitor(channels);
        watch = new ListenerWatch(limits, events::add);
    }

    /** Starts looking, on a daemon thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // run() reports its own failures
    synchronized void start() {
        final ScheduledExecutorService service = Executors.newSingleThreadScheduledExecutor(task -> {
            final Thread thread = new Thread(task, "hermes-monitor");
            thread.setDaemon(true);
            return thread;
        });
        service.scheduleWithFixedDelay(this, INTERVAL_MS, INTERVAL_MS, TimeUnit.MILLISECONDS);
        executor = service;
    }

    /** Ends the thread, and tells what is left to tell. */
    synchronized void close() {
        final ScheduledExecutorService service = executor;
        if (service != null) {
            service.shutdown();
            try {
                if (!service.awaitTermination(STOP_WAIT_MS, TimeUnit.MILLISECONDS)) {
                    service.shutdownNow();
                }
            } catch (final InterruptedException e) {
                service.shutdownNow();
                Thread.currentThread().interrupt();
            }
        }
        events.tellLast();
    }

    @Override
    public void run() {
        look(System.nanoTime());
    }

    void look(final long nowNs) {
        try {
            stalls.run();
            if (events.isObserved()) {
                watch.look(listeners.get(), nowNs);
                channels.get().forEach(this::lookAtPublishers);
                events.tell();
            }
        } catch (final RuntimeException e) {
            LOG.error("looking after the engine failed; it is tried again", e);
        }
    }

    private void lookAtPublishers(final ChannelSlot slot) {
        final String name = slot.channel().name();
        final long now = slot.channel().counters().waits().get();
        final long before = waits.getOrDefault(name, 0L);
        if (now > before) {
            waits.put(name, now);
            events.add(new HermesEvent.BackPressure(name, now - before));
        }
    }
}
