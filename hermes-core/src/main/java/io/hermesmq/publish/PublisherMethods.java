package io.hermesmq.publish;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.MessageClaim;
import io.hermesmq.Publisher;
import io.hermesmq.channel.Channel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.codec.RecordLayout;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;

/** Finds the handle behind each method of a publisher interface. */
final class PublisherMethods {

    private static final List<Class<?>> RAW = List.of(DirectBuffer.class, int.class, int.class);

    private final Channel channel;
    private final Codecs codecs;
    private final PublisherShape<?> shape;
    private final Map<Class<?>, Publisher<?>> publishers;
    private final boolean isTyped;
    private final Requests requests;

    PublisherMethods(
            final Channel channel,
            final Codecs codecs,
            final PublisherShape<?> shape,
            final Map<Class<?>, Publisher<?>> publishers,
            final boolean isTyped,
            final Requests requests) {
        this.channel = channel;
        this.codecs = codecs;
        this.shape = shape;
        this.publishers = publishers;
        this.isTyped = isTyped;
        this.requests = requests;
    }

    /** The handle that has the type of the method. */
    MethodHandle implement(final Method method) {
        final MethodType type = methodType(method.getReturnType(), method.getParameterTypes());
        if (isOfPublisher(method)) {
            return delegate(method, method.getName(), type, shape.message());
        }
        if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            return RequestMethod.of(method, channel, shape, codecs, requests).asType(type);
        }
        if (method.getReturnType() != long.class && method.getReturnType() != void.class) {
            throw PublisherBindingException.of(
                    method,
                    "it returns " + method.getReturnType().getSimpleName(),
                    "return long, the position or the code of a PublishStatus, or void to have refusals thrown, or"
                            + " CompletableFuture<Reply> for a request",
                    null);
        }
        final MethodHandle publish = publish(method);
        return (method.getReturnType() == void.class ? PublishHandles.throwing(channel, publish) : publish)
                .asType(type);
    }

    /** Methods that an interface inherits from {@link Publisher}, or declares just as there. */
    private static boolean isOfPublisher(final Method method) {
        if (method.getDeclaringClass() == Publisher.class) {
            return true;
        }
        final List<Class<?>> parameters = List.of(method.getParameterTypes());
        return method.getReturnType() == MessageClaim.class
                ? method.getName().equals("claim") && parameters.equals(List.of(int.class))
                : method.getReturnType() == String.class && method.getName().equals("channel") && parameters.isEmpty();
    }

    /** Bytes and claims do not say of which of several types they are. */
    private MethodHandle delegate(
            final Method method, final String name, final MethodType type, final Class<?> message) {
        final boolean isOfOneMessage = type.parameterCount() > 0 && type.parameterType(0) == Object.class;
        if (shape.isOfSeveralTypes() && !isOfOneMessage && !name.equals("channel")) {
            throw PublisherBindingException.of(
                    method,
                    "bytes do not say which of " + names() + " they are",
                    "take one of the records, or publish bytes with the Publisher of one of them",
                    null);
        }
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Publisher.class, name, type)
                    .bindTo(Objects.requireNonNull(publishers.get(message)));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("Publisher." + name + " is public", e);
        }
    }

    private List<String> names() {
        return shape.messages().stream().map(Class::getSimpleName).toList();
    }

    private MethodHandle publish(final Method method) {
        final List<Class<?>> payload = PublisherShape.payloadOf(method);
        if (payload.size() < method.getParameterCount()) {
            return timed(method, payload);
        }
        if (RAW.equals(payload)) {
            return delegate(method, "publish", methodType(long.class, RAW), shape.message());
        }
        if (payload.size() == 1) {
            final Class<?> type = payload.get(0);
            if (shape.messages().contains(type)
                    || (!type.isPrimitive() && !shape.message().isRecord())) {
                return whole(method, type);
            }
        }
        if (!shape.message().isRecord()) {
            throw PublisherBindingException.of(
                    method,
                    "its parameters are neither one message of type "
                            + shape.message().getSimpleName() + " nor (DirectBuffer, int, int)",
                    "only the components of a record can be given one by one",
                    null);
        }
        return spread(method, componentsOf(method));
    }

    /** The record whose components a method takes. */
    private RecordCodec componentsOf(final Method method) {
        final List<RecordCodec> records = new ArrayList<>();
        for (final Class<?> message : shape.messages()) {
            if (codecs.forPublishing(message) instanceof RecordCodec codec) {
                records.add(codec);
            }
        }
        if (records.isEmpty()) {
            throw PublisherBindingException.of(
                    method,
                    "messages of type " + shape.message().getSimpleName() + " are encoded by a codec of yours",
                    "take the message whole; only a layout of Hermes has components",
                    null);
        }
        final List<RecordCodec> matching = records.stream()
                .filter(codec -> isComplete(orderOf(method, codec)))
                .toList();
        if (matching.size() > 1) {
            throw PublisherBindingException.of(
                    method,
                    "its parameters are the components of "
                            + matching.stream()
                                    .map(codec -> codec.messageType().getSimpleName())
                                    .collect(Collectors.joining(" and of ")),
                    "take the record",
                    null);
        }
        return matching.isEmpty() ? records.get(0) : matching.get(0);
    }

    /** A method like {@link Publisher#publishFor} or {@link Publisher#publishAfter}, told by its name. */
    private MethodHandle timed(final Method method, final List<Class<?>> payload) {
        final String name = method.getName();
        final boolean isKnown = name.equals("publishFor") || name.equals("publishAfter");
        if (!isKnown || payload.size() != 1 || !shape.messages().contains(payload.get(0))) {
            throw PublisherBindingException.of(
                    method,
                    isKnown
                            ? "its parameters are not one of " + names() + " and a Duration"
                            : "it takes a Duration, but is neither publishFor nor publishAfter",
                    "declare publishFor(message, Duration timeToLive) or publishAfter(message, Duration delay)",
                    null);
        }
        return delegate(method, name, methodType(long.class, Object.class, Duration.class), payload.get(0))
                .asType(methodType(long.class, method.getParameterTypes()));
    }

    private MethodHandle whole(final Method method, final Class<?> type) {
        try {
            final PayloadCodec codec = codecs.forPublishing(type);
            return PublishHandles.whole(channel, codec, PublisherFactory.prefixOf(channel, codec, isTyped));
        } catch (final UnsupportedMessageTypeException e) {
            throw PublisherBindingException.of(
                    method,
                    "no codec encodes " + type.getTypeName(),
                    "take a record, its components, String, byte[], an SBE encoder or (DirectBuffer, int, int)",
                    e);
        }
    }

    private MethodHandle spread(final Method method, final RecordCodec codec) {
        final List<RecordLayout.Component> components = codec.layout().components();
        final int[] order = orderOf(method, codec);
        if (!isComplete(order)) {
            final boolean named = Arrays.stream(method.getParameters()).allMatch(Parameter::isNamePresent);
            throw PublisherBindingException.of(
                    method,
                    "its parameters are not the components of record "
                            + codec.messageType().getSimpleName()
                            + components.stream()
                                    .map(component -> component.type().getSimpleName() + " " + component.name())
                                    .collect(Collectors.joining(", ", "(", ")")),
                    named
                            ? "give it exactly these parameters, or the record"
                            : "compile with -parameters, or give it exactly these types in this order",
                    null);
        }
        final MethodHandle publish =
                PublishHandles.spread(channel, codec, PublisherFactory.prefixOf(channel, codec, isTyped));
        return MethodHandles.permuteArguments(publish, methodType(long.class, method.getParameterTypes()), order);
    }

    /** The parameter of each component, below zero where there is none, or where parameters are left over. */
    private static int[] orderOf(final Method method, final RecordCodec codec) {
        final List<RecordLayout.Component> components = codec.layout().components();
        final List<Parameter> parameters = List.of(method.getParameters());
        final int[] order = new int[components.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = parameterOf(components.get(i), i, parameters);
        }
        return parameters.size() == order.length ? order : new int[] {-1};
    }

    private static boolean isComplete(final int... order) {
        return Arrays.stream(order).noneMatch(index -> index < 0);
    }

    private static int parameterOf(
            final RecordLayout.Component component, final int position, final List<Parameter> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            final Parameter parameter = parameters.get(i);
            final boolean matches =
                    parameter.isNamePresent() ? parameter.getName().equals(component.name()) : i == position;
            if (matches && parameter.getType() == component.type()) {
                return i;
            }
        }
        return -1;
    }
}
