package io.hermesmq.spring;

import io.hermesmq.annotation.HermesHandler;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesListeners;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/** Finds the listener methods of a class: of any visibility, inherited ones, and those with annotations of the user's own. */
public final class ListenerMethods {

    private ListenerMethods() {}

    /**
     * Whether a class has a listener method.
     *
     * @param type the class.
     * @return true where {@link HermesListener} stands on one of its methods, directly or on an annotation there; false
     *     also where its methods cannot be read, which the search for listeners reports later.
     */
    public static boolean existIn(final Class<?> type) {
        try {
            return !find(type).isEmpty();
        } catch (final IllegalStateException | LinkageError ex) {
            return false;
        }
    }

    /**
     * The listeners of a class.
     *
     * @param type the class of a bean, not that of a proxy.
     * @return its listener methods, and the class itself where it is a listener.
     */
    static DeclaredListeners find(final Class<?> type) {
        if (isOfSpring(type.getName()) || !AnnotationUtils.isCandidateClass(type, HermesListener.class)) {
            return DeclaredListeners.NONE;
        }
        final Set<HermesListener> ofClass = AnnotatedElementUtils.findMergedRepeatableAnnotations(
                type, HermesListener.class, HermesListeners.class);
        final Set<Method> handlers = MethodIntrospector.selectMethods(type, (ReflectionUtils.MethodFilter)
                method -> AnnotatedElementUtils.hasAnnotation(method, HermesHandler.class));

        final MetadataLookup<@Nullable Set<HermesListener>> lookup = method -> {
            final Set<HermesListener> listeners = AnnotatedElementUtils.findMergedRepeatableAnnotations(
                    method, HermesListener.class, HermesListeners.class);
            return listeners.isEmpty() ? null : listeners;
        };
        return new DeclaredListeners(MethodIntrospector.selectMethods(type, lookup), ofClass, List.copyOf(handlers));
    }

    /** Most beans are Spring's; passing them by halves the time that the search takes. */
    private static boolean isOfSpring(final String className) {
        return className.startsWith("org.springframework.") && !className.startsWith("org.springframework.samples.");
    }

    /**
     * Names a method as a reader of its source would.
     *
     * @param type the class of the bean.
     * @param method one of its methods.
     * @return such as {@code QuoteListener.on(Quote)}.
     */
    static String describe(final Class<?> type, final Method method) {
        return type.getSimpleName()
                + '.'
                + method.getName()
                + Arrays.stream(method.getParameters())
                        .map(Parameter::getType)
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
