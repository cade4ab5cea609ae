package io.hermesmq.spring;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops the engine with the application context.
 *
 * <p>Channels outlive what feeds them: lanes start before the web server takes its first request, and drain after it has
 * finished its last. Beans of other phases, message containers and schedulers for example, stop earlier too.
 *
 * <p>A closed engine does not start again. So the engine goes on while the context is paused, and a context that was
 * stopped, be it for a checkpoint (CRaC), does not start again: create another.
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
    private volatile boolean closed;

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

    /**
     * Starts the lanes, and warns of channels and lanes that are configured but not used.
     *
     * @throws IllegalStateException where the context was stopped before.
     */
    @Override
    public void start() {
        if (closed) {
            throw new IllegalStateException(
                    "Hermes was closed when this application context stopped, and a closed Hermes"
                            + " does not start again: stop() followed by start() is not supported, and neither is a checkpoint"
                            + " (CRaC); close the context and create a new one, or use pause() and restart(), which leave Hermes"
                            + " running");
        }
        hermes.start();
        running = true;
        warnOfUnused();
    }

    /**
     * Closes the engine, which first drains it within its time budget. A listener that closes the context cannot be waited
     * for here: then the engine closes on a thread of its own, which waits for that listener within the budget, while the
     * context goes on to destroy its beans.
     */
    @Override
    public void stop() {
        running = false;
        closed = true;
        try {
            hermes.close();
        } catch (final IllegalStateException ex) {
            LOGGER.warn("The context is closed by a listener; Hermes drains and closes in the background", ex);
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
        final Set<String> channels =
                snapshot.channels().stream().map(HermesSnapshot.Channel::name).collect(Collectors.toUnmodifiableSet());
        final List<String> unusedChannels = unused(config.channels().keySet(), channels);
        if (!unusedChannels.isEmpty()) {
            LOGGER.warn(
                    "No publisher or listener uses these configured channels, check their names: {}", unusedChannels);
        }
        final Set<String> lanes =
                snapshot.lanes().stream().map(HermesSnapshot.Lane::name).collect(Collectors.toUnmodifiableSet());
        final List<String> unusedLanes = unused(config.lanes().keySet(), lanes);
        if (!unusedLanes.isEmpty()) {
            LOGGER.warn("No listener uses these configured lanes, check their names: {}", unusedLanes);
        }
    }

    /** The names that are configured only, each with the one that may have been meant. */
    private static List<String> unused(final Set<String> configured, final Set<String> used) {
        return configured.stream()
                .filter(name -> !used.contains(name))
                .sorted()
                .map(name -> {
                    final String meant = SimilarNames.closest(name, used);
                    return meant == null ? name : name + " (did you mean '" + meant + "'?)";
                })
                .toList();
    }
}
