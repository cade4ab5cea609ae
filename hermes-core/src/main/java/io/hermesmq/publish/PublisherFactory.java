package io.hermesmq.publish;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.MessageTooLargeException;
import io.hermesmq.Publisher;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.hidden.HiddenCopy;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.Type;

/** Makes publishers: of one type, and of interfaces that a user declares. */
public final class PublisherFactory {

    private final Codecs codecs;

    /**
     * Creates a factory.
     *
     * @param codecs what can be encoded.
     */
    public PublisherFactory(final Codecs codecs) {
        this.codecs = codecs;
    }

    /**
     * Makes the publisher of a type.
     *
     * @param channel to publish to.
     * @param type of the messages.
     * @param <T> of the messages.
     * @return a publisher with code of its own.
     * @throws MessageTooLargeException where a message of that type may never fit.
     */
    @SuppressWarnings("unchecked") // the handle casts to the type
    public <T> Publisher<T> create(final Channel channel, final Class<T> type) {
        final PayloadCodec codec = codecs.forPublishing(type);
        requireFits(channel, codec);
        final MethodType erased = methodType(long.class, Object.class);
        final MethodHandle publish = PublishHandles.whole(channel, codec).asType(erased);
        final MethodHandle accepting = PublishHandles.accepting(channel, codec).asType(erased);
        return (Publisher<T>) HiddenCopy.create(
                MethodHandles.lookup(),
                PublisherTemplate.class,
                List.of(publish, accepting),
                methodType(void.class, Channel.class, boolean.class),
                channel,
                codecs.guardsViews());
    }

    /**
     * Implements a publisher interface.
     *
     * @param channel to publish to.
     * @param shape what its methods publish, from {@link PublisherShape#of}.
     * @param <P> the interface.
     * @return an object of a plain class.
     * @throws PublisherBindingException where a method cannot be implemented.
     */
    public <P> P create(final Channel channel, final PublisherShape<P> shape) {
        final PublisherMethods methods = new PublisherMethods(channel, codecs, shape, create(channel, shape.message()));
        final List<Method> implemented = new ArrayList<>();
        final List<MethodHandle> handles = new ArrayList<>();
        final Set<String> signatures = new HashSet<>(); // two parents may declare the same method
        for (final Method method : shape.type().getMethods()) {
            if (Modifier.isAbstract(method.getModifiers())
                    && !isOfObject(method)
                    && signatures.add(method.getName() + Type.getMethodDescriptor(method))) {
                implemented.add(method);
                handles.add(methods.implement(method));
            }
        }
        return PublisherClass.define(
                shape.type(), implemented, handles, "publisher of channel '" + channel.name() + "'");
    }

    /** An interface may declare a public method of every object again; that is implemented already. */
    static boolean isOfObject(final Method method) {
        return Arrays.stream(Object.class.getMethods())
                .anyMatch(known -> known.getName().equals(method.getName())
                        && Arrays.equals(known.getParameterTypes(), method.getParameterTypes()));
    }

    private static void requireFits(final Channel channel, final PayloadCodec codec) {
        if (codec.maxLength() != PayloadCodec.UNBOUNDED && codec.maxLength() > channel.maxPayloadLength()) {
            throw new MessageTooLargeException(
                    channel.name(),
                    (codec instanceof RecordCodec ? "record " : "")
                            + codec.messageType().getSimpleName(),
                    codec.maxLength(),
                    channel.maxPayloadLength(),
                    RingChannel.capacityFor(codec.maxLength()));
        }
    }
}
