package io.hermesmq.engine;

import io.hermesmq.HermesException;
import io.hermesmq.annotation.HermesHandler;
import io.hermesmq.annotation.HermesListener;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the listeners that a class declares: methods with {@link HermesListener}, and the class itself where it has one, with its methods
 * that have {@link HermesHandler}. Stateless.
 */
public final class ListenerScan {

    private ListenerScan() {}

    /**
     * One listener.
     *
     * @param annotation that declares it.
     * @param methods one method; or the handlers of a class.
     * @param isOfClass whether the annotation is on the class.
     */
    public record Found(HermesListener annotation, List<Method> methods, boolean isOfClass) {

        /**
         * Copies the methods.
         *
         * @param annotation that declares it.
         * @param methods one method; or the handlers of a class.
         * @param isOfClass whether the annotation is on the class.
         */
        public Found {
            methods = List.copyOf(methods);
        }
    }

    /**
     * Finds the listeners of a class and its parents.
     *
     * @param type the class.
     * @return the listeners, those of the class itself first; empty where there are none.
     * @throws HermesException where handlers have no listener, or a listener no handlers.
     */
    public static List<Found> of(final Class<?> type) {
        final List<Found> found = new ArrayList<>();
        final List<Method> handlers = new ArrayList<>();
        final Set<String> overridden = new HashSet<>();
        HermesListener[] ofClass = {};
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            if (ofClass.length == 0) {
                ofClass = each.getDeclaredAnnotationsByType(HermesListener.class);
            }
            for (final Method method : methodsOf(each)) {
                final HermesListener[] annotations = method.getAnnotationsByType(HermesListener.class);
                if (method.isAnnotationPresent(HermesHandler.class)) {
                    if (annotations.length > 0) {
                        throw new HermesException(inWords(method) + " has both @HermesListener and @HermesHandler; keep"
                                + " @HermesHandler for a listener of the class, @HermesListener for one of its own");
                    }
                    if (overridden.add(method.getName() + Arrays.toString(method.getParameterTypes()))) {
                        handlers.add(method);
                    }
                }
                for (final HermesListener annotation : annotations) {
                    found.add(new Found(annotation, List.of(method), false));
                }
            }
        }
        if (!handlers.isEmpty() && ofClass.length == 0) {
            throw new HermesException(
                    inWords(handlers.get(0)) + " has @HermesHandler, but its class has no @HermesListener;"
                            + " add @HermesListener(channel = \"...\") to the class");
        }
        if (ofClass.length > 0 && handlers.isEmpty()) {
            throw new HermesException(
                    type.getName() + " has @HermesListener, but none of its methods has @HermesHandler;"
                            + " add it to the methods that handle messages");
        }
        for (int i = 0; i < ofClass.length; i++) {
            found.add(i, new Found(ofClass[i], handlers, true));
        }
        return found;
    }

    /** Without the bridge methods that the compiler adds, as it copies annotations to them. */
    private static List<Method> methodsOf(final Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isBridge())
                .toList();
    }

    private static String inWords(final Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }
}
