package io.hermesmq.dispatch;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.Ack;
import io.hermesmq.MessageContext;
import io.hermesmq.annotation.SendTo;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A listener method: how to call it, and which of its parameters are filled from the payload.
 *
 * @param method as reflection sees it.
 * @param handle of the method, bound to its object, without a result unless that is published.
 * @param all its parameters, but for the acknowledgement.
 * @param payload those that are not the context.
 * @param ack that the method was bound to, or null where it takes none.
 * @param reply where its result goes, {@code (R, MessageContext)void}, or null where it is dropped.
 */
record ListenerMethod(
        Method method,
        MethodHandle handle,
        List<Parameter> all,
        List<Parameter> payload,
        @Nullable HandlerAck ack,
        @Nullable MethodHandle reply) {

    static ListenerMethod of(final Object target, final Method method, final @Nullable ReplyWays replies) {
        final List<Parameter> parameters = List.of(method.getParameters());
        final List<Parameter> all = parameters.stream()
                .filter(parameter -> parameter.getType() != Ack.class)
                .toList();
        final List<Parameter> payload = all.stream()
                .filter(parameter -> parameter.getType() != MessageContext.class)
                .toList();
        final Class<?> result = method.getReturnType();
        if (Future.class.isAssignableFrom(result) || CompletionStage.class.isAssignableFrom(result)) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "it returns " + result.getSimpleName() + ", whose failure nobody would see",
                    "return void and handle the failure of what it starts",
                    null);
        }
        if (all.size() - payload.size() > 1) {
            throw ListenerBindingException.of(
                    method, null, "it takes the context twice", "take one MessageContext", null);
        }
        if (parameters.size() - all.size() > 1) {
            throw ListenerBindingException.of(method, null, "it takes the acknowledgement twice", "take one Ack", null);
        }
        MethodHandle handle = handleOf(target, method);
        HandlerAck ack = null;
        if (all.size() < parameters.size()) {
            ack = new HandlerAck(
                    "listener method " + method.getDeclaringClass().getSimpleName() + "." + method.getName());
            handle = MethodHandles.insertArguments(handle, ackIndex(parameters), ack);
        }
        final MethodHandle reply = replyOf(method, ack, replies);
        return new ListenerMethod(
                method, reply == null ? MethodHandles.dropReturn(handle) : handle, all, payload, ack, reply);
    }

    private static @Nullable MethodHandle replyOf(
            final Method method, final @Nullable HandlerAck ack, final @Nullable ReplyWays replies) {
        final Class<?> result = method.getReturnType();
        final SendTo annotation = method.getAnnotation(SendTo.class);
        if (annotation != null && result == void.class) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "it has @SendTo but returns nothing to send"
                            + (annotation.value().isEmpty() ? "" : " to '" + annotation.value() + "'"),
                    "return the message, or remove @SendTo",
                    null);
        }
        if (annotation == null || replies == null) {
            return null;
        }
        final MethodHandle reply =
                replies.of(method, annotation).asType(methodType(void.class, result, MessageContext.class));
        return ack == null ? reply : ack.unlessNacked(reply);
    }

    private static int ackIndex(final List<Parameter> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            if (parameters.get(i).getType() == Ack.class) {
                return i;
            }
        }
        return -1;
    }

    /** A filter: its parameters are matched as those of a listener, and its result is kept. */
    static ListenerMethod ofFilter(final Object target, final Method method) {
        final List<Parameter> all = List.of(method.getParameters());
        if (method.getReturnType() != boolean.class) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "it is a filter and returns " + method.getReturnType().getSimpleName(),
                    "return boolean: true for a message that the listener shall get",
                    null);
        }
        for (final Parameter parameter : all) {
            if (parameter.getType() == MessageContext.class || parameter.getType() == Ack.class) {
                throw ListenerBindingException.of(
                        method,
                        parameter,
                        "it is a filter, which sees the message only",
                        "take the record or components of it",
                        null);
            }
        }
        return new ListenerMethod(method, handleOf(target, method), all, all, null, null);
    }

    private static MethodHandle handleOf(final Object target, final Method method) {
        if (!Modifier.isStatic(method.getModifiers())
                && !method.getDeclaringClass().isInstance(target)) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "it cannot be called on an object of " + target.getClass().getName(),
                    "give the object that has the method",
                    null);
        }
        try {
            final MethodHandle handle = MethodHandles.privateLookupIn(
                            method.getDeclaringClass(), MethodHandles.lookup())
                    .unreflect(method)
                    .asFixedArity();
            return Modifier.isStatic(method.getModifiers()) ? handle : handle.bindTo(target);
        } catch (final IllegalAccessException e) {
            throw ListenerBindingException.of(
                    method,
                    null,
                    "it cannot be accessed",
                    "open package " + method.getDeclaringClass().getPackageName() + " of its module to Hermes",
                    e);
        }
    }

    List<Class<?>> payloadTypes() {
        final List<Class<?>> types = new ArrayList<>();
        payload.forEach(parameter -> types.add(parameter.getType()));
        return types;
    }

    boolean usesContext() {
        return takesContext() || reply != null;
    }

    private boolean takesContext() {
        return payload.size() < all.size();
    }

    /** The method with its payload parameters in front and the context, where it is used, behind them. */
    MethodHandle payloadFirst() {
        final MethodHandle ordered = takesContext() ? contextLast() : handle;
        if (reply == null) {
            return ordered;
        }
        final int last = payload.size();
        final MethodHandle call =
                takesContext() ? ordered : MethodHandles.dropArguments(ordered, last, MessageContext.class);
        final MethodHandle replying = MethodHandles.collectArguments(reply, 0, call); // takes the context twice
        return MethodHandles.permuteArguments(
                replying,
                call.type().changeReturnType(void.class),
                IntStream.rangeClosed(0, last + 1)
                        .map(index -> Math.min(index, last))
                        .toArray());
    }

    private MethodHandle contextLast() {
        final List<Class<?>> types = payloadTypes();
        types.add(MessageContext.class);
        final int[] order = all.stream()
                .mapToInt(parameter -> payload.contains(parameter) ? payload.indexOf(parameter) : payload.size())
                .toArray();
        return MethodHandles.permuteArguments(handle, methodType(handle.type().returnType(), types), order);
    }
}
