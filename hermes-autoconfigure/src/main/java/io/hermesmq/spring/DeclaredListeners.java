package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import io.hermesmq.annotation.HermesListener;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The listeners that a class declares, with the attributes that annotations of the user's own set.
 *
 * @param methods methods that are listeners of their own.
 * @param ofClass annotations of the class, whose handlers are one listener together.
 * @param handlers methods with {@link io.hermesmq.annotation.HermesHandler}.
 */
record DeclaredListeners(Map<Method, Set<HermesListener>> methods, Set<HermesListener> ofClass, List<Method> handlers) {

    static final DeclaredListeners NONE = new DeclaredListeners(Map.of(), Set.of(), List.of());

    boolean isEmpty() {
        return methods.isEmpty() && ofClass.isEmpty() && handlers.isEmpty();
    }

    /** One of the methods, to name the class by. */
    Method anyMethod() {
        return handlers.isEmpty() ? methods.keySet().iterator().next() : handlers.get(0);
    }

    /**
     * Makes sure that the class and its methods go together.
     *
     * @param type the class.
     * @throws ConfigurationException where a handler has no listener, a listener no handler, or a method is both.
     */
    void requireComplete(final Class<?> type) {
        for (final Method method : handlers) {
            if (methods.containsKey(method)) {
                throw new ConfigurationException(
                        "@HermesHandler",
                        ListenerMethods.describe(type, method) + " has both @HermesListener and @HermesHandler",
                        "keep @HermesHandler for a listener of the class, @HermesListener for one of its own");
            }
        }
        if (ofClass.isEmpty() && !handlers.isEmpty()) {
            throw new ConfigurationException(
                    "@HermesHandler",
                    ListenerMethods.describe(type, handlers.get(0))
                            + " has @HermesHandler, but its class has no @HermesListener",
                    "add @HermesListener(channel = \"...\") to the class");
        }
        if (!ofClass.isEmpty() && handlers.isEmpty()) {
            throw new ConfigurationException(
                    "@HermesListener",
                    type.getName() + " has @HermesListener, but none of its methods has @HermesHandler",
                    "add it to the methods that handle messages");
        }
    }
}
