package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.annotation.HermesListener;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Registers every {@link HermesListener} method of every singleton, once all of them exist. A listener that cannot be
 * registered ends the start of the application.
 *
 * <p>A context below one with Hermes registers its listeners at the engine of that one. {@link ChildContextLifecycle} says
 * what follows.
 */
public final class HermesListenerRegistrar implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beanFactory;
    private final Hermes hermes;
    private final FailureHandler failureHandler;
    private final Map<String, ListenerOverride> overrides;
    private final AttributeValues values;
    private final Set<String> ids = new TreeSet<>();
    private final Set<String> registered = new TreeSet<>();

    /**
     * Creates a registrar.
     *
     * @param beanFactory whose beans are searched.
     * @param hermes where the listeners are registered.
     * @param failureHandler decides about messages whose listener threw.
     * @param overrides settings of listeners by id.
     */
    public HermesListenerRegistrar(
            final ConfigurableListableBeanFactory beanFactory,
            final Hermes hermes,
            final FailureHandler failureHandler,
            final Map<String, ListenerOverride> overrides) {
        this.beanFactory = beanFactory;
        this.hermes = hermes;
        this.failureHandler = failureHandler;
        this.overrides = Map.copyOf(overrides);
        this.values = new AttributeValues(beanFactory);
    }

    /**
     * Searches the beans and registers what it finds.
     *
     * @throws io.hermesmq.HermesException where a listener cannot be registered, or a setting names a listener that does
     *     not exist.
     */
    @Override
    public void afterSingletonsInstantiated() {
        new ListenerBeans(beanFactory).forEach(this::registerAll);
        final Set<String> unknown = new TreeSet<>(overrides.keySet());
        unknown.removeIf(this::knows);
        if (!unknown.isEmpty()) {
            throw unknownListener(unknown.iterator().next());
        }
    }

    /**
     * The listeners that read messages.
     *
     * @return ids of those that were found and not disabled, in order.
     */
    Set<String> registered() {
        return Collections.unmodifiableSet(registered);
    }

    /** A child context sees the settings of its parents too, with listeners that were found there. */
    private boolean knows(final String id) {
        if (ids.contains(id)) {
            return true;
        }
        final BeanFactory parentFactory = beanFactory.getParentBeanFactory();
        final HermesListenerRegistrar parent = parentFactory == null
                ? null
                : parentFactory.getBeanProvider(HermesListenerRegistrar.class).getIfUnique();
        return parent != null && parent.knows(id);
    }

    private void registerAll(
            final String beanName,
            final Object bean,
            final Class<?> type,
            final Map<Method, Set<HermesListener>> methods) {
        methods.forEach((method, listeners) -> {
            for (final HermesListener listener : listeners) {
                register(beanName, bean, type, method, listener);
            }
        });
    }

    private void register(
            final String beanName,
            final Object bean,
            final Class<?> type,
            final Method method,
            final HermesListener listener) {
        final String id = id(type, method, listener);
        ids.add(id);
        final ListenerOverride override = overrides.getOrDefault(id, ListenerOverride.NONE);
        if (!override.enabled()) {
            return;
        }
        final ListenerTarget target = ListenerTarget.of(beanName, bean, type, method, listener.proxy());
        hermes.listen(config(id, type, method, listener, override), target.object(), target.method());
        registered.add(id);
    }

    private String id(final Class<?> type, final Method method, final HermesListener listener) {
        final String id = resolve("id", type, method, listener.id());
        return id.isEmpty() ? ListenerConfig.defaultId(type, method) : id;
    }

    private ListenerConfig config(
            final String id,
            final Class<?> type,
            final Method method,
            final HermesListener listener,
            final ListenerOverride override) {
        final String channel = resolve("channel", type, method, listener.channel());
        ListenerConfig config = ListenerConfig.of(id, channel).onFailure(failureHandler);
        final String lane = override.lane() == null ? resolve("lane", type, method, listener.lane()) : override.lane();
        if (!lane.isEmpty()) {
            config = config.onLane(lane);
        }
        config = override.from() == null
                ? startingFrom(config, resolve("from", type, method, listener.from()))
                : config.startingFrom(override.from());
        return listener.message() == Void.class ? config : config.ofMessage(listener.message());
    }

    private static ListenerConfig startingFrom(final ListenerConfig config, final String from) {
        return from.isEmpty() ? config : config.startingFrom(from);
    }

    private String resolve(final String attribute, final Class<?> type, final Method method, final String value) {
        return values.resolve(attribute + " of @HermesListener on " + ListenerMethods.describe(type, method), value);
    }

    private ConfigurationException unknownListener(final String id) {
        return new ConfigurationException(
                id.matches("[a-z0-9-]+") ? "hermes.listeners." + id : "hermes.listeners[" + id + ']',
                "there is no @HermesListener with the id '" + id + "'; "
                        + (ids.isEmpty() ? "there is none at all" : "there are " + ids),
                "correct the id, or remove the setting; an id with a dot in it is written in brackets:"
                        + " hermes.listeners.[quoteListener.on].lane");
    }
}
