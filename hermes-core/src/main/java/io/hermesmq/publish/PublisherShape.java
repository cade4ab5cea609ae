package io.hermesmq.publish;

import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesPublisher;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publisher interface and the type of the messages that it publishes.
 *
 * @param type the interface.
 * @param message type of the messages.
 * @param <P> the interface.
 */
public record PublisherShape<P>(Class<P> type, Class<?> message) {

    /**
     * Finds out what an interface publishes: the message type of its annotation, the argument of {@link Publisher} that it
     * extends, or the one parameter of its methods that take a whole message.
     *
     * @param type the interface.
     * @param <P> the interface.
     * @return its shape.
     * @throws PublisherBindingException where that is not to be found, or there is more than one.
     */
    public static <P> PublisherShape<P> of(final Class<P> type) {
        if (!type.isInterface()) {
            throw PublisherBindingException.of(type, "it is no interface", "declare it as an interface");
        }
        final Class<?> named = namedMessage(type);
        if (named != null) {
            return new PublisherShape<>(type, named);
        }
        final List<Class<?>> candidates = Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .filter(method -> method.getDeclaringClass() != Publisher.class)
                .filter(method -> !PublisherFactory.isOfObject(method))
                .filter(method -> method.getParameterCount() == 1)
                .map(PublisherShape::onlyParameter)
                .filter(parameter -> !parameter.isPrimitive() && !parameter.isEnum())
                .distinct()
                .toList();
        final List<Class<?>> records =
                candidates.stream().filter(Class::isRecord).toList();
        final List<Class<?>> choice = records.isEmpty() ? candidates : records;
        if (choice.isEmpty()) {
            throw PublisherBindingException.of(
                    type,
                    "no method takes a whole message, so it is unknown which record its parameters are components of",
                    "add message = YourRecord.class to its @HermesPublisher, or a method that takes the record");
        }
        if (choice.size() > 1) {
            throw PublisherBindingException.of(
                    type,
                    "its methods take different messages: "
                            + choice.stream().map(Class::getSimpleName).toList(),
                    "declare one publisher interface and one channel for each");
        }
        return new PublisherShape<>(type, choice.get(0));
    }

    private static Class<?> onlyParameter(final Method method) {
        return method.getParameterTypes()[0];
    }

    private static @Nullable Class<?> namedMessage(final Class<?> type) {
        final HermesPublisher annotation = type.getAnnotation(HermesPublisher.class);
        if (annotation != null && annotation.message() != Void.class) {
            return annotation.message();
        }
        for (final Type parent : type.getGenericInterfaces()) {
            if (parent instanceof ParameterizedType generic
                    && generic.getRawType() == Publisher.class
                    && generic.getActualTypeArguments()[0] instanceof Class<?> argument) {
                return argument;
            }
        }
        return null;
    }
}
