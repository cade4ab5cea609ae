package io.hermesmq.dispatch;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.Batch;
import io.hermesmq.ConfigurationException;
import io.hermesmq.MessageContext;
import io.hermesmq.MessageFilter;
import io.hermesmq.MessageHandler;
import io.hermesmq.PayloadChecks;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Composes a listener method and the decoding of its parameters to one handle.
 *
 * <p>Beside a {@link MessageContext}, which may stand anywhere, the parameters are one of: {@code (DirectBuffer, int, int)}
 * for raw bytes, one parameter of a type that a codec decodes, or components of a record, told by name and type.
 */
public final class HandlerBinder {

    private static final MethodType HANDLER_TYPE =
            methodType(void.class, UnsafeBuffer.class, int.class, int.class, MessageContext.class);
    private static final List<Class<?>> RAW = List.of(DirectBuffer.class, int.class, int.class);

    private final Codecs codecs;
    private final PayloadChecks checks;
    private final @Nullable ReplyWays replies;

    /**
     * Creates a binder of methods whose messages are not checked and whose results are dropped.
     *
     * @param codecs what can be decoded.
     */
    public HandlerBinder(final Codecs codecs) {
        this(codecs, PayloadChecks.NONE, null);
    }

    /**
     * Creates a binder.
     *
     * @param codecs what can be decoded.
     * @param checks which parameters are checked.
     * @param replies where results go, or null to drop them.
     */
    public HandlerBinder(final Codecs codecs, final PayloadChecks checks, final @Nullable ReplyWays replies) {
        this.codecs = codecs;
        this.checks = checks;
        this.replies = replies;
    }

    /**
     * Composes a handler without an annotation.
     *
     * @param type of the messages.
     * @param handler to call.
     * @return the composed handler.
     */
    public BoundHandler bind(final Class<?> type, final MessageHandler<?> handler) {
        final PayloadCodec codec = codecs.forListening(type);
        try {
            final MethodHandle call = MethodHandles.lookup()
                    .findVirtual(
                            MessageHandler.class,
                            "onMessage",
                            methodType(void.class, Object.class, MessageContext.class))
                    .bindTo(handler)
                    .asType(methodType(void.class, codec.messageType(), MessageContext.class));
            return bound(MethodHandles.collectArguments(call, 0, codec.decode()), true, codec);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("MessageHandler.onMessage is public", e);
        }
    }

    /**
     * Composes a handler of bytes.
     *
     * @param handler to call.
     * @return the composed handler.
     */
    public BoundHandler bind(final RawHandler handler) {
        try {
            final MethodHandle call = MethodHandles.lookup()
                    .findVirtual(
                            RawHandler.class,
                            "onMessage",
                            methodType(void.class, DirectBuffer.class, int.class, int.class, MessageContext.class))
                    .bindTo(handler);
            return new BoundHandler(call.asType(HANDLER_TYPE), true, DirectBuffer.class, null);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("RawHandler.onMessage is public", e);
        }
    }

    /**
     * Composes a listener method.
     *
     * @param target that the method is called on.
     * @param method of any visibility.
     * @param channelRecord the record that the channel is known to carry, or null.
     * @return the composed handler, or null where the method takes components of a record that is not known yet.
     * @throws ListenerBindingException where a parameter cannot be filled.
     */
    public @Nullable BoundHandler bind(
            final Object target, final Method method, final @Nullable Class<? extends Record> channelRecord) {
        final ListenerMethod listener = ListenerMethod.of(target, method, replies);
        final List<Parameter> payload = listener.payload();
        if (payload.isEmpty() || listener.payloadTypes().equals(RAW)) {
            return acknowledged(raw(listener), listener);
        }
        if (listener.payloadTypes().contains(Batch.class)) {
            return batch(listener);
        }
        final PayloadCodec whole = payload.size() == 1 ? wholeMessageCodec(payload.get(0), channelRecord) : null;
        if (whole != null) {
            final MethodHandle call = listener.payloadFirst();
            final MethodHandle typed = call.asType(call.type().changeParameterType(0, whole.messageType()));
            final MethodHandle decode = PayloadGuard.checked(whole.decode(), checks.of(payload.get(0)));
            return acknowledged(
                    bound(MethodHandles.collectArguments(typed, 0, decode), listener.usesContext(), whole), listener);
        }
        return channelRecord == null ? null : acknowledged(spread(listener, channelRecord), listener);
    }

    private static BoundHandler acknowledged(final BoundHandler handler, final ListenerMethod listener) {
        final HandlerAck ack = listener.ack();
        return ack == null
                ? handler
                : new BoundHandler(
                        ack.around(handler.handle()),
                        handler.usesContext(),
                        handler.messageType(),
                        handler.codec(),
                        ack,
                        false,
                        null);
    }

    /** The parameter says what the batch is of. */
    private BoundHandler batch(final ListenerMethod listener) {
        final Parameter parameter = listener.payload().get(0);
        if (listener.payload().size() > 1) {
            throw ListenerBindingException.of(
                    listener.method(),
                    null,
                    "it takes a batch and other parameters of a message",
                    "take the Batch alone, beside a MessageContext and an Ack",
                    null);
        }
        if (listener.reply() != null) {
            throw ListenerBindingException.of(
                    listener.method(),
                    null,
                    "it takes a batch and has @SendTo, but a result cannot be the answer to several messages",
                    "take one message, or publish with a Publisher",
                    null);
        }
        if (!(parameter.getParameterizedType() instanceof ParameterizedType generic)
                || !(generic.getActualTypeArguments()[0] instanceof Class<?> type)) {
            throw ListenerBindingException.of(
                    listener.method(),
                    parameter,
                    "it does not say which messages the batch is of",
                    "write Batch<YourRecord>",
                    null);
        }
        final PayloadCodec codec = decoderOf(parameter, type);
        MethodHandle call = listener.payloadFirst();
        if (!listener.usesContext()) {
            call = MethodHandles.dropArguments(call, 1, MessageContext.class);
        }
        return new BoundHandler(call, true, codec.messageType(), codec, listener.ack(), true, null);
    }

    /**
     * Puts a filter in front of a handler.
     *
     * @param handler of the listener.
     * @param filter that the listener is configured with.
     * @param target that the listener method is called on.
     * @param listenerMethod whose class has the filter, or null where the listener is no method.
     * @return the handler with the filter.
     * @throws ListenerBindingException where there is no such method, or it cannot be called with messages.
     */
    public BoundHandler filtered(
            final BoundHandler handler,
            final MessageFilter filter,
            final Object target,
            final @Nullable Method listenerMethod) {
        final PayloadCodec codec = handler.codec();
        final Predicate<?> predicate = filter.predicate();
        if (predicate != null) {
            return handler.withFilter(predicate(predicate, handler));
        }
        final String name = Objects.requireNonNull(filter.method(), "a filter is a method or a predicate");
        if (listenerMethod == null) {
            throw new ConfigurationException(
                    "filter",
                    "filter '" + name + "' names a method, but the listener is no method of a class",
                    "use MessageFilter.of(predicate)");
        }
        final ListenerMethod test = ListenerMethod.ofFilter(target, filterMethod(name, target, listenerMethod));
        final Class<? extends Record> type = codec instanceof RecordCodec carried ? carried.messageType() : null;
        final PayloadCodec whole =
                test.payload().size() == 1 ? wholeMessageCodec(test.payload().get(0), type) : null;
        if (whole != null) {
            final MethodHandle typed = test.handle().asType(methodType(boolean.class, whole.messageType()));
            return handler.withFilter(MethodHandles.collectArguments(typed, 0, whole.decode()));
        }
        if (type == null || test.payload().isEmpty()) {
            throw ListenerBindingException.of(
                    test.method(),
                    null,
                    "it is a filter, and its parameters are neither the message nor components of its record",
                    "take the record or components of it",
                    null);
        }
        return handler.withFilter(spreadHandle(test, RecordCodec.of(type), test.handle()));
    }

    private MethodHandle predicate(final Predicate<?> predicate, final BoundHandler handler) {
        final PayloadCodec codec = handler.codec();
        if (codec == null) {
            throw new ConfigurationException(
                    "filter",
                    "a predicate is asked about decoded messages, but the listener takes raw bytes",
                    "filter in the listener, or take a decoded type");
        }
        try {
            final MethodHandle test = MethodHandles.lookup()
                    .findVirtual(Predicate.class, "test", methodType(boolean.class, Object.class))
                    .bindTo(predicate)
                    .asType(methodType(boolean.class, codec.messageType()));
            return MethodHandles.collectArguments(test, 0, codec.decode());
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("Predicate.test is public", e);
        }
    }

    private static Method filterMethod(final String name, final Object target, final Method listener) {
        final List<Method> found = new ArrayList<>();
        for (Class<?> type = target.getClass(); type != null && found.isEmpty(); type = type.getSuperclass()) {
            Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.getName().equals(name) && !method.isBridge() && !method.isSynthetic())
                    .forEach(found::add);
        }
        if (found.size() != 1) {
            throw ListenerBindingException.of(
                    listener,
                    null,
                    "its filter '" + name + "' is "
                            + (found.isEmpty() ? "no method" : found.size() + " methods") + " of "
                            + target.getClass().getSimpleName(),
                    "name one method that returns boolean and takes the record or components of it",
                    null);
        }
        return found.get(0);
    }

    /**
     * Says that a method takes components of a record that nobody names.
     *
     * @param target that the method is called on.
     * @param method the method.
     * @param channel that it reads.
     * @return the exception to throw.
     */
    public ListenerBindingException unknownRecord(final Object target, final Method method, final String channel) {
        final ListenerMethod listener = ListenerMethod.of(target, method, null);
        if (messagesAmong(listener.payload()).size() > 1) {
            return twoMessages(listener);
        }
        return ListenerBindingException.of(
                method,
                null,
                "its parameters "
                        + listener.payload().stream().map(Parameter::toString).toList()
                        + " are no message that a codec decodes, and no publisher or listener of channel '" + channel
                        + "' says which record they are components of",
                "add message = YourRecord.class to its @HermesListener, or take a record, String, byte[], an SBE decoder or"
                        + " (DirectBuffer buffer, int offset, int length)",
                null);
    }

    /** Says that a handler of a class takes components of a record that it does not name. */
    ListenerBindingException unknownComponents(final Object target, final Method method) {
        final ListenerMethod listener = ListenerMethod.of(target, method, null);
        if (messagesAmong(listener.payload()).size() > 1) {
            return twoMessages(listener);
        }
        return ListenerBindingException.of(
                method,
                null,
                "its parameters "
                        + listener.payload().stream().map(Parameter::toString).toList()
                        + " are no message that a codec decodes, and it does not say which record they are components of",
                "add message = YourRecord.class to its @HermesHandler, or take the record",
                null);
    }

    private static List<Parameter> messagesAmong(final List<Parameter> payload) {
        return payload.stream()
                .filter(parameter -> parameter.getType().isRecord())
                .toList();
    }

    private static ListenerBindingException twoMessages(final ListenerMethod listener) {
        return ListenerBindingException.of(
                listener.method(),
                null,
                "it takes several messages, "
                        + messagesAmong(listener.payload()).stream()
                                .map(parameter -> parameter.getType().getSimpleName() + " " + parameter.getName())
                                .collect(Collectors.joining(" and "))
                        + ", but is called with one at a time",
                "write a method for each and annotate these with @HermesHandler, their class with @HermesListener",
                null);
    }

    private @Nullable PayloadCodec wholeMessageCodec(
            final Parameter parameter, final @Nullable Class<? extends Record> channelRecord) {
        final Class<?> type = parameter.getType();
        if (type.isPrimitive() || type.isEnum() || isComponent(parameter, channelRecord)) {
            return null;
        }
        return decoderOf(parameter, type);
    }

    private PayloadCodec decoderOf(final Parameter parameter, final Class<?> type) {
        try {
            return codecs.forListening(type);
        } catch (final UnsupportedMessageTypeException e) {
            throw ListenerBindingException.of(
                    (Method) parameter.getDeclaringExecutable(),
                    parameter,
                    e.action() == null ? "no codec decodes it" : e.description(),
                    e.action() == null
                            ? "take a record, String, byte[], an SBE decoder, components of a record, or"
                                    + " (DirectBuffer buffer, int offset, int length)"
                            : e.action(),
                    e);
        }
    }

    /** A text that is a component of the channel's record is that component, not the payload as text. */
    private static boolean isComponent(
            final Parameter parameter, final @Nullable Class<? extends Record> channelRecord) {
        return channelRecord != null
                && parameter.getType() != channelRecord
                && Arrays.stream(channelRecord.getRecordComponents())
                        .anyMatch(component -> component.getName().equals(parameter.getName())
                                && component.getType() == parameter.getType());
    }

    private BoundHandler raw(final ListenerMethod listener) {
        PayloadGuard.refuse(listener, checks);
        MethodHandle call = listener.payloadFirst();
        if (listener.payload().isEmpty()) {
            call = MethodHandles.dropArguments(call, 0, UnsafeBuffer.class, int.class, int.class);
        } else {
            call = call.asType(call.type().changeParameterType(0, UnsafeBuffer.class));
        }
        return new BoundHandler(withContext(call), listener.usesContext(), DirectBuffer.class, null);
    }

    private BoundHandler spread(final ListenerMethod listener, final Class<? extends Record> type) {
        PayloadGuard.refuse(listener, checks);
        final RecordCodec codec = RecordCodec.of(type);
        return bound(spreadHandle(listener, codec, listener.payloadFirst()), listener.usesContext(), codec);
    }

    private static MethodHandle spreadHandle(
            final ListenerMethod listener, final RecordCodec codec, final MethodHandle payloadFirst) {
        final List<Parameter> parameters = listener.payload();
        final List<Parameter> messages = messagesAmong(parameters);
        if (messages.size() > 1
                && messages.stream().noneMatch(parameter -> isComponent(parameter, codec.messageType()))) {
            throw twoMessages(listener);
        }
        final int[] indexes = IntStream.range(0, parameters.size())
                .map(i -> componentOf(listener, codec, parameters.get(i), i))
                .toArray();
        return codec.spreadDecode(payloadFirst, indexes);
    }

    private static int componentOf(
            final ListenerMethod listener, final RecordCodec codec, final Parameter parameter, final int position) {
        final var components = codec.layout().components();
        for (int i = 0; i < components.size(); i++) {
            if (components.get(i).name().equals(parameter.getName())) {
                if (components.get(i).type() == parameter.getType()) {
                    return i;
                }
                throw ListenerBindingException.of(
                        listener.method(),
                        parameter,
                        "component '" + parameter.getName() + "' of record "
                                + codec.messageType().getSimpleName() + " is of type "
                                + components.get(i).type().getTypeName(),
                        "give the parameter that type",
                        null);
            }
        }
        final boolean sameShape = !parameter.isNamePresent()
                && listener.payloadTypes()
                        .equals(components.stream()
                                .map(component -> component.type())
                                .toList());
        if (sameShape) {
            return position;
        }
        throw ListenerBindingException.of(
                listener.method(),
                parameter,
                "record " + codec.messageType().getSimpleName() + " has no such component, only "
                        + components.stream()
                                .map(component -> component.type().getSimpleName() + " " + component.name())
                                .collect(Collectors.joining(", ")),
                parameter.isNamePresent()
                        ? "name the parameter as a component, or take the record itself"
                        : "compile with -parameters, so that parameter names are in the class file",
                null);
    }

    private static BoundHandler bound(final MethodHandle call, final boolean usesContext, final PayloadCodec codec) {
        return new BoundHandler(withContext(call), usesContext, codec.messageType(), codec);
    }

    private static MethodHandle withContext(final MethodHandle call) {
        final MethodHandle complete = call.type().parameterCount() == HANDLER_TYPE.parameterCount()
                ? call
                : MethodHandles.dropArguments(call, HANDLER_TYPE.parameterCount() - 1, MessageContext.class);
        return complete.asType(HANDLER_TYPE);
    }
}
