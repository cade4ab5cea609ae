package io.hermesmq.publish;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.MessageClaim;
import io.hermesmq.Publisher;
import io.hermesmq.channel.Channel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.codec.RecordLayout;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;

/** Finds the handle behind each method of a publisher interface. */
final class PublisherMethods {

    private static final List<Class<?>> RAW = List.of(DirectBuffer.class, int.class, int.class);

    private final Channel channel;
    private final Codecs codecs;
    private final PublisherShape<?> shape;
    private final Publisher<?> publisher;

    PublisherMethods(
            final Channel channel, final Codecs codecs, final PublisherShape<?> shape, final Publisher<?> publisher) {
        this.channel = channel;
        this.codecs = codecs;
        this.shape = shape;
        this.publisher = publisher;
    }

    /** The handle that has the type of the method. */
    MethodHandle implement(final Method method) {
        final MethodType type = methodType(method.getReturnType(), method.getParameterTypes());
        if (isOfPublisher(method)) {
            return delegate(method.getName(), type);
        }
        if (method.getReturnType() != long.class && method.getReturnType() != void.class) {
            throw PublisherBindingException.of(
                    method,
                    "it returns " + method.getReturnType().getSimpleName(),
                    "return long, the position or the code of a PublishStatus, or void to have refusals thrown",
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

    private MethodHandle delegate(final String name, final MethodType type) {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(Publisher.class, name, type)
                    .bindTo(publisher);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("Publisher." + name + " is public", e);
        }
    }

    private MethodHandle publish(final Method method) {
        if (RAW.equals(List.of(method.getParameterTypes()))) {
            return delegate("publish", methodType(long.class, RAW));
        }
        if (method.getParameterCount() == 1) {
            final Class<?> type = method.getParameterTypes()[0];
            if (type == shape.message()
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
        if (!(codecs.forPublishing(shape.message()) instanceof RecordCodec codec)) {
            throw PublisherBindingException.of(
                    method,
                    "messages of type " + shape.message().getSimpleName() + " are encoded by a codec of yours",
                    "take the message whole; only a layout of Hermes has components",
                    null);
        }
        return spread(method, codec);
    }

    private MethodHandle whole(final Method method, final Class<?> type) {
        try {
            return PublishHandles.whole(channel, codecs.forPublishing(type));
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
        final List<Parameter> parameters = List.of(method.getParameters());
        final int[] order = new int[components.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = parameterOf(components.get(i), i, parameters);
        }
        if (parameters.size() != order.length || Arrays.stream(order).anyMatch(index -> index < 0)) {
            final boolean named = parameters.stream().allMatch(Parameter::isNamePresent);
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
        final MethodHandle publish = PublishHandles.spread(channel, codec);
        return MethodHandles.permuteArguments(publish, methodType(long.class, method.getParameterTypes()), order);
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
