package io.hermesmq.spring;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot.State;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextAware;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Stands in for {@link HermesLifecycle} in a context that uses the engine of one of its parents.
 *
 * <p>What holds for such a context:
 *
 * <ul>
 *   <li>Its publishers and listeners use the channels and lanes of the parent, with the settings of the parent. Ids of
 *       listeners are unique over all contexts of one engine. Settings of its listeners stand where it reads them and the
 *       parent does not, because the parent ends its start at ids that it does not know.
 *   <li>The parent runs already: a listener gets what is published from its registration on, which may be before the
 *       context has started.
 *   <li>When the context stops, its listeners get what was published so far, within the drain budget. They cannot be taken
 *       from the engine: what is published later goes to beans that are destroyed, and a context with the same listeners
 *       cannot be created again. So it is where the start of the context fails after their registration. A context that
 *       goes while its parent stays should have no listeners.
 * </ul>
 */
public final class ChildContextLifecycle implements SmartLifecycle, ApplicationContextAware {

    private static final Logger LOGGER = LoggerFactory.getLogger(ChildContextLifecycle.class);

    private final Hermes hermes;
    private final HermesConfig config;
    private final HermesConfig ignored;
    private final Collection<HermesListenerRegistrar> registrars;
    private @Nullable ApplicationContext context;
    private volatile boolean running;

    /**
     * Creates the lifecycle of a child context.
     *
     * @param hermes the engine of a parent.
     * @param config its settings.
     * @param ignored the settings of the child, which the engine does not know.
     * @param registrars what has registered the listeners of the child.
     */
    public ChildContextLifecycle(
            final Hermes hermes,
            final HermesConfig config,
            final HermesConfig ignored,
            final Collection<HermesListenerRegistrar> registrars) {
        this.hermes = hermes;
        this.config = config;
        this.ignored = ignored;
        this.registrars = registrars;
    }

    @Override
    public void setApplicationContext(final ApplicationContext context) {
        this.context = context;
    }

    /** Warns of channels and lanes that are configured in the child only. */
    @Override
    public void start() {
        running = true;
        final Set<String> channels = new TreeSet<>(ignored.channels().keySet());
        channels.removeAll(config.channels().keySet());
        final Set<String> lanes = new TreeSet<>(ignored.lanes().keySet());
        lanes.removeAll(config.lanes().keySet());
        if (!channels.isEmpty() || !lanes.isEmpty()) {
            LOGGER.warn(
                    "Hermes runs in a parent of this context and does not see what is configured here: channels {}, lanes"
                            + " {}; configure them in the parent",
                    channels,
                    lanes);
        }
    }

    /** Waits, within the drain budget, until the listeners have what was published; warns where they would get more. */
    @Override
    public void stop() {
        running = false;
        final Set<String> listeners = new TreeSet<>();
        registrars.forEach(registrar -> listeners.addAll(registrar.registered()));
        if (listeners.isEmpty() || hermes.snapshot().state() != State.RUNNING) {
            return;
        }
        hermes.awaitIdle(config.drainTimeout());
        if (!isOwnerClosing()) {
            LOGGER.warn(
                    "This context stops, but its listeners {} stay registered at the Hermes of its parent: messages still go"
                            + " to their beans, and another context with the same listeners cannot start; move them to"
                            + " the parent, or close the parent too",
                    listeners);
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
        return HermesLifecycle.PHASE;
    }

    /** A parent that closes has its children closed first. */
    private boolean isOwnerClosing() {
        ApplicationContext parent = context == null ? null : context.getParent();
        while (parent instanceof ConfigurableApplicationContext ancestor) {
            if (ancestor.getBeanFactory().getBeanNamesForType(Hermes.class, true, false).length > 0) {
                return ancestor.isClosed();
            }
            parent = ancestor.getParent();
        }
        return false;
    }
}
