package io.hermesmq.spring;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the engine with the application context.
 *
 * <p>Channels outlive what feeds them: lanes start before the web server takes its first request, and drain after it has
 * finished its last. Beans of other phases, message containers and schedulers for example, stop earlier too. The engine
 * is not paused with the context, because a closed engine does not start again.
 */
public final class HermesLifecycle implements SmartLifecycle {

    /**
     * The phase: below that of the web server, which starts and stops in {@code DEFAULT_PHASE - 2048} and shuts down
     * gracefully in {@code DEFAULT_PHASE - 1024}. Lower phases start earlier and stop later.
     */
    public static final int PHASE = DEFAULT_PHASE - 3 * 1024;

    private static final Logger LOGGER = LoggerFactory.getLogger(HermesLifecycle.class);

    private final Hermes hermes;
    private final HermesConfig config;
    private volatile boolean running;

    /**
     * Creates the lifecycle of an engine.
     *
     * @param hermes the engine.
     * @param config its settings, to find those that nobody uses.
     */
    public HermesLifecycle(final Hermes hermes, final HermesConfig config) {
        this.hermes = hermes;
        this.config = config;
    }

    /** Starts the lanes, and warns of channels and lanes that are configured but not used. */
    @Override
    public void start() {
        hermes.start();
        running = true;
        warnOfUnused();
    }

    /**
     * Closes the engine, which first drains it within its time budget. Where a listener closes the context, the engine
     * closes on a thread of its own, once that listener has returned.
     */
    @Override
    public void stop() {
        running = false;
        try {
            hermes.close();
        } catch (final IllegalStateException ex) {
            LOGGER.warn("The context is closed by a listener; Hermes closes after it in the background", ex);
            new Thread(hermes::close, "hermes-close").start();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    private void warnOfUnused() {
        final HermesSnapshot snapshot = hermes.snapshot();
        final Set<String> channels = new TreeSet<>(config.channels().keySet());
        snapshot.channels().forEach(channel -> channels.remove(channel.name()));
        if (!channels.isEmpty()) {
            LOGGER.warn("No publisher or listener uses these configured channels, check their names: {}", channels);
        }
        final Set<String> lanes = new TreeSet<>(config.lanes().keySet());
        snapshot.lanes().forEach(lane -> lanes.remove(lane.name()));
        if (!lanes.isEmpty()) {
            LOGGER.warn("No listener uses these configured lanes, check their names: {}", lanes);
        }
    }
}
