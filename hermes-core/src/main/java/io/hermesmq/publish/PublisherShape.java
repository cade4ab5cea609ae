package io.hermesmq.publish;

import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesPublisher;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A publisher interface and the types of the messages that it publishes.
 *
 * @param type the interface.
 * @param messages types of the messages; several only where all are records.
 * @param <P> the interface.
 */
public record PublisherShape<P>(Class<P> type, List<Class<?>> messages) {

    /**
     * Copies the list.
     *
     * @param type the interface.
     * @param messages types of the messages.
     */
    public PublisherShape {
        messages = List.copyOf(messages);
    }

    /**
     * Whether the interface says that its channel carries several types.
     *
     * @return true where its methods take different records.
     */
    public boolean isOfSeveralTypes() {
        return messages.size() > 1;
    }

    /** The type of the messages, or the first of several. */
    Class<?> message() {
        return messages.get(0);
    }

    /**
     * Finds out what an interface publishes: the message type of its annotation, the argument of {@link Publisher} that it
     * extends, or the parameters of its methods that take a whole message.
     *
     * @param type the interface.
     * @param <P> the interface.
     * @return its shape.
     * @throws PublisherBindingException where that is not to be found, or there are several that are not records.
     */
    public static <P> PublisherShape<P> of(final Class<P> type) {
        if (!type.isInterface()) {
            throw PublisherBindingException.of(type, "it is no interface", "declare it as an interface");
        }
        final Class<?> named = namedMessage(type);
        if (named != null) {
            return new PublisherShape<>(type, List.of(named));
        }
        final List<Class<?>> candidates = Arrays.stream(type.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .filter(method -> method.getDeclaringClass() != Publisher.class)
                .filter(method -> !PublisherFactory.isOfObject(method))
                .map(PublisherShape::payloadOf)
                .filter(parameters -> parameters.size() == 1)
                .<Class<?>>map(parameters -> parameters.get(0))
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
        if (choice.size() > 1 && records.isEmpty()) {
            throw PublisherBindingException.of(
                    type,
                    "its methods take different messages: "
                            + choice.stream().map(Class::getSimpleName).toList(),
                    "take records, which are told apart by their type, or declare one publisher interface and one channel for"
                            + " each");
        }
        return new PublisherShape<>(type, choice);
    }

    /** The parameters of a method that make up its message: all but a {@link Duration} at the end. */
    static List<Class<?>> payloadOf(final Method method) {
        final List<Class<?>> all = List.of(method.getParameterTypes());
        final boolean timed = all.size() > 1 && all.get(all.size() - 1) == Duration.class;
        return timed ? all.subList(0, all.size() - 1) : all;
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
