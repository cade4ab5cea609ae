package io.hermesmq.dispatch;

import io.hermesmq.annotation.HermesHandler;
import io.hermesmq.codec.TypeId;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Composes the methods of a class to one listener: one handler for each type of messages, and one for all others. */
public final class ClassBinder {

    private final HandlerBinder binder;

    /**
     * What the methods of a class handle.
     *
     * @param byType handlers by type of the message, in the order of the methods.
     * @param byDefault handler of everything else, or null.
     */
    public record ClassHandlers(
            Map<Class<?>, BoundHandler> byType, @Nullable BoundHandler byDefault) {

        /**
         * The handlers for a channel.
         *
         * @param untyped what messages are of that state no type, or null where they are unknown.
         * @return the handlers, by type id.
         */
        public TypedHandlers on(final @Nullable Class<?> untyped) {
            final List<TypedHandlers.Case> cases = new ArrayList<>();
            BoundHandler ofUntyped = byDefault;
            for (final Map.Entry<Class<?>, BoundHandler> each : byType.entrySet()) {
                cases.add(new TypedHandlers.Case(TypeId.of(each.getKey()), each.getValue()));
                if (untyped != null && TypeId.of(untyped) == TypeId.of(each.getKey())) {
                    ofUntyped = each.getValue();
                }
            }
            return new TypedHandlers(cases, ofUntyped, byDefault);
        }
    }

    /**
     * Creates a binder.
     *
     * @param binder of single methods.
     */
    public ClassBinder(final HandlerBinder binder) {
        this.binder = binder;
    }

    /**
     * Composes the handlers of a class.
     *
     * @param target that the methods are called on.
     * @param methods with {@link HermesHandler}, at least one.
     * @return what they handle.
     * @throws ListenerBindingException where a method cannot be called, or two are for the same messages.
     */
    public ClassHandlers bind(final Object target, final List<Method> methods) {
        final Map<Class<?>, BoundHandler> byType = new LinkedHashMap<>();
        final Map<Integer, Method> methodOf = new LinkedHashMap<>();
        BoundHandler byDefault = null;
        Method defaultMethod = null;
        for (final Method method : methods) {
            final HermesHandler annotation = method.getAnnotation(HermesHandler.class);
            if (annotation != null && annotation.isDefault()) {
                if (defaultMethod != null) {
                    throw ListenerBindingException.of(
                            method,
                            null,
                            "it is a second default handler, beside " + inWords(defaultMethod),
                            "let one of them be the default",
                            null);
                }
                defaultMethod = method;
                byDefault = bindDefault(target, method);
                continue;
            }
            final BoundHandler handler = bindTyped(target, method, annotation);
            final Method other = methodOf.putIfAbsent(TypeId.of(handler.messageType()), method);
            if (other != null) {
                throw twice(method, other, handler.messageType());
            }
            byType.put(handler.messageType(), handler);
        }
        return new ClassHandlers(byType, byDefault);
    }

    private static ListenerBindingException twice(final Method method, final Method other, final Class<?> type) {
        return ListenerBindingException.of(
                method,
                null,
                "it handles type '" + TypeId.nameOf(type) + "', as " + inWords(other) + " does already",
                "keep one of them; where these are two records with one name, name one of them otherwise with"
                        + " @MessageType",
                null);
    }

    private BoundHandler bindDefault(final Object target, final Method method) {
        final BoundHandler handler = binder.bind(target, method, null);
        if (handler != null) {
            requireSingle(method, handler);
        }
        if (handler == null || handler.codec() != null) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "a default handler gets messages of any type",
                    "take (DirectBuffer buffer, int offset, int length), a MessageContext, or nothing",
                    null);
        }
        return handler;
    }

    private BoundHandler bindTyped(final Object target, final Method method, final @Nullable HermesHandler annotation) {
        final Class<?> named = annotation == null ? Void.class : annotation.message();
        if (named != Void.class && !named.isRecord()) {
            throw ListenerBindingException.of(
                    method, null, "its message, " + named.getSimpleName() + ", is no record", "name a record", null);
        }
        final BoundHandler handler =
                binder.bind(target, method, named == Void.class ? null : named.asSubclass(Record.class));
        if (handler == null) {
            throw binder.unknownComponents(target, method);
        }
        requireSingle(method, handler);
        if (handler.codec() == null || !TypeId.isTyped(handler.codec())) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "it takes " + handler.messageType().getSimpleName() + ", which has no type of its own in a frame",
                    "take a record, or make it the default handler with isDefault = true and bytes",
                    null);
        }
        return handler;
    }

    /** What a batch is of, and which message is acknowledged, is not told for messages of several types. */
    private static void requireSingle(final Method method, final BoundHandler handler) {
        if (handler.takesBatches()) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "it takes a batch, but a class with several handlers is called with one message at a time",
                    "take one message, or make it a listener of its own with @HermesListener",
                    null);
        }
        if (handler.acknowledges()) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "it takes an Ack, but a class with several handlers acknowledges each message that they return from",
                    "leave the Ack out, or make it a listener of its own with @HermesListener",
                    null);
        }
    }

    private static String inWords(final Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
