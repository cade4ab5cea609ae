package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.ListenerSettings;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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
    private final @Nullable FailureHandler failureHandler;
    private final Map<String, ListenerOverride> overrides;
    private final AttributeValues values;
    private final Set<String> ids = new TreeSet<>();
    private final Set<String> registered = new TreeSet<>();

    /**
     * Creates a registrar.
     *
     * @param beanFactory whose beans are searched.
     * @param hermes where the listeners are registered.
     * @param failureHandler is asked about the failures of listeners that have none of their own, or null.
     * @param overrides settings of listeners by id.
     */
    public HermesListenerRegistrar(
            final ConfigurableListableBeanFactory beanFactory,
            final Hermes hermes,
            final @Nullable FailureHandler failureHandler,
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
            final String beanName, final Object bean, final Class<?> type, final DeclaredListeners listeners) {
        for (final HermesListener listener : listeners.ofClass()) {
            registerClass(beanName, bean, type, listener, listeners.handlers());
        }
        listeners.methods().forEach((method, annotations) -> {
            for (final HermesListener listener : annotations) {
                register(beanName, bean, type, method, listener);
            }
        });
    }

    private void registerClass(
            final String beanName,
            final Object bean,
            final Class<?> type,
            final HermesListener listener,
            final List<Method> handlers) {
        final BeanValues values = new BeanValues(type.getSimpleName());
        final ListenerOverride override = overrideOf(values, listener, ListenerConfig.defaultId(type));
        if (!override.enabled()) {
            return;
        }
        final List<ListenerTarget> targets = handlers.stream()
                .map(method -> ListenerTarget.of(beanName, bean, type, method, listener.proxy()))
                .toList();
        final ListenerConfig config = config(ListenerSettings.ofClass(type, listener, values), override);
        hermes.listen(
                config,
                targets.get(0).object(),
                targets.stream().map(ListenerTarget::method).toList());
        registered.add(config.id());
    }

    private void register(
            final String beanName,
            final Object bean,
            final Class<?> type,
            final Method method,
            final HermesListener listener) {
        final BeanValues values = new BeanValues(ListenerMethods.describe(type, method));
        final ListenerOverride override = overrideOf(values, listener, ListenerConfig.defaultId(type, method));
        if (!override.enabled()) {
            return;
        }
        final ListenerTarget target = ListenerTarget.of(beanName, bean, type, method, listener.proxy());
        final ListenerConfig config = config(ListenerSettings.of(type, method, listener, values), override);
        hermes.listen(config, target.object(), target.method());
        registered.add(config.id());
    }

    private ListenerOverride overrideOf(
            final BeanValues values, final HermesListener listener, final String defaultId) {
        final String given = values.resolve("id", listener.id());
        final String id = given.isEmpty() ? defaultId : given;
        ids.add(id);
        return overrides.getOrDefault(id, ListenerOverride.NONE);
    }

    private ListenerConfig config(final ListenerConfig annotated, final ListenerOverride override) {
        final ListenerConfig config = override.settings().apply(annotated, name -> errorHandler(annotated.id(), name));
        return config.failure().handler() == null && failureHandler != null ? config.onFailure(failureHandler) : config;
    }

    /** Attributes with placeholders, expressions and names of beans. */
    private final class BeanValues implements ListenerSettings.Values {

        private final String listener;

        BeanValues(final String listener) {
            this.listener = listener;
        }

        @Override
        public String resolve(final String attribute, final String value) {
            return values.resolve(attribute + " of @HermesListener on " + listener, value);
        }

        @Override
        public FailureHandler errorHandler(final String listener, final String name) {
            return HermesListenerRegistrar.this.errorHandler(listener, name);
        }
    }

    private FailureHandler errorHandler(final String listener, final String name) {
        if (beanFactory.containsBean(name) && beanFactory.isTypeMatch(name, FailureHandler.class)) {
            return beanFactory.getBean(name, FailureHandler.class);
        }
        final String[] handlers = beanFactory.getBeanNamesForType(FailureHandler.class);
        throw new ConfigurationException(
                "errorHandler of listener '" + listener + "'",
                "listener '" + listener + "' names the error handler '" + name
                        + "', but there is no FailureHandler bean of" + " that name; there "
                        + (handlers.length == 0 ? "is none at all" : "are " + List.of(handlers)),
                "correct the name, or define a bean of type FailureHandler");
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
