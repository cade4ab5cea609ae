package io.hermesmq.publish;

import static java.lang.invoke.MethodType.methodType;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.hermesmq.MessageTooLargeException;
import io.hermesmq.Publisher;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.codec.TypeId;
import io.hermesmq.frame.FrameExtension;
import io.hermesmq.hidden.HiddenCopy;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;

/** Makes publishers: of one type, and of interfaces that a user declares. */
public final class PublisherFactory {

    private final Codecs codecs;
    private final EpochNanoClock clock;
    private final DelayedChannels delayed;
    private final Requests requests;

    /**
     * Creates a factory.
     *
     * @param codecs what can be encoded.
     * @param clock of the engine.
     * @param delayed where messages wait that are published for later.
     * @param requests what waits for replies.
     */
    public PublisherFactory(
            final Codecs codecs, final EpochNanoClock clock, final DelayedChannels delayed, final Requests requests) {
        this.codecs = codecs;
        this.clock = clock;
        this.delayed = delayed;
        this.requests = requests;
    }

    /**
     * Makes the publisher of a type.
     *
     * @param channel to publish to.
     * @param type of the messages.
     * @param isTyped whether the messages say of which type they are, as the channel carries several.
     * @param <T> of the messages.
     * @return a publisher with code of its own.
     * @throws MessageTooLargeException where a message of that type may never fit.
     */
    @SuppressWarnings("unchecked") // the handle casts to the type
    public <T> Publisher<T> create(final Channel channel, final Class<T> type, final boolean isTyped) {
        final PayloadCodec codec = codecs.forPublishing(type);
        final Prefix prefix = prefixOf(channel, codec, isTyped);
        requireFits(channel, codec, prefix == null ? 0 : prefix.length());
        final MethodType erased = methodType(long.class, Object.class);
        final MethodHandle publish =
                PublishHandles.whole(channel, codec, prefix).asType(erased);
        final MethodHandle accepting =
                PublishHandles.accepting(channel, codec, prefix).asType(erased);
        final MethodHandle expiring = PublishHandles.expiring(channel, codec, TypeId.of(codec), clock)
                .asType(methodType(long.class, Object.class, long.class));
        return (Publisher<T>) HiddenCopy.create(
                MethodHandles.lookup(),
                PublisherTemplate.class,
                List.of(publish, accepting, expiring),
                methodType(void.class, Channel.class, Prefix.class, Supplier.class, boolean.class),
                channel,
                prefix,
                (Supplier<MethodHandle>)
                        () -> PublishHandles.delaying(delayed.of(channel, codec), codec, TypeId.of(codec), clock)
                                .asType(methodType(long.class, Object.class, long.class)),
                codecs.guardsViews());
    }

    /** Messages that say of which type they are need listeners that look. */
    static @Nullable Prefix prefixOf(final Channel channel, final PayloadCodec codec, final boolean isTyped) {
        if (!isTyped) {
            return null;
        }
        channel.extensions().begin();
        return new Prefix(0, TypeId.of(codec));
    }

    /**
     * Makes the way of replies into a channel: {@code (T, long correlation)long}.
     *
     * @param channel to publish to.
     * @param type of the replies.
     * @return the composed way.
     * @throws MessageTooLargeException where a reply of that type may never fit.
     */
    public MethodHandle replies(final Channel channel, final Class<?> type) {
        final PayloadCodec codec = codecs.forPublishing(type);
        final Prefix prefix = new Prefix(FrameExtension.CORRELATION, TypeId.of(codec));
        requireFits(channel, codec, prefix.length());
        channel.extensions().begin();
        return PublishHandles.swapped(PublishHandles.whole(channel, codec, prefix));
    }

    /**
     * Publishes the news that a request has failed. Not for a hot path.
     *
     * @param channel that replies come through.
     * @param text what happened.
     * @param correlation of the request.
     * @return the position behind the message, or the negative code of a status.
     */
    public long publishFailure(final Channel channel, final String text, final long correlation) {
        channel.extensions().begin();
        return publish(
                channel,
                new Prefix(FrameExtension.CORRELATION, FrameExtension.TYPE_FAILURE),
                correlation,
                new UnsafeBuffer(text.getBytes(UTF_8)));
    }

    /**
     * Publishes a message that was encoded before. Not for a hot path.
     *
     * @param channel to publish to.
     * @param typeId of the message; left out where nobody on the channel looks at it.
     * @param message as its codec wrote it.
     * @return the position behind the message, or the negative code of a status.
     */
    public long publishBytes(final Channel channel, final int typeId, final DirectBuffer message) {
        final boolean says = typeId != TypeId.NONE && channel.extensions().isBegun();
        return publish(channel, says ? new Prefix(0, typeId) : null, 0, message);
    }

    private static long publish(
            final Channel channel, final @Nullable Prefix prefix, final long value, final DirectBuffer message) {
        final int prefixLength = prefix == null ? 0 : prefix.length();
        final long position = channel.claim(prefixLength + message.capacity());
        if (position < 0) {
            return position;
        }
        final int start = channel.payloadOffset(position);
        if (prefix != null) {
            PublishHandles.putExtension(channel.buffer(), prefix.firstWord(), prefix.slots(), start, value, 0, 0);
        }
        channel.buffer().putBytes(start + prefixLength, message, 0, message.capacity());
        return channel.commit(position);
    }

    /**
     * Implements a publisher interface.
     *
     * @param channel to publish to.
     * @param shape what its methods publish, from {@link PublisherShape#of}.
     * @param isTyped whether the messages say of which type they are, as the channel carries several.
     * @param <P> the interface.
     * @return an object of a plain class.
     * @throws PublisherBindingException where a method cannot be implemented.
     */
    public <P> P create(final Channel channel, final PublisherShape<P> shape, final boolean isTyped) {
        final Map<Class<?>, Publisher<?>> publishers = new LinkedHashMap<>();
        shape.messages().forEach(message -> publishers.put(message, create(channel, message, isTyped)));
        final PublisherMethods methods = new PublisherMethods(channel, codecs, shape, publishers, isTyped, requests);
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

    private static void requireFits(final Channel channel, final PayloadCodec codec, final int prefixLength) {
        final long length = (long) codec.maxLength() + prefixLength;
        if (codec.maxLength() != PayloadCodec.UNBOUNDED && length > channel.maxPayloadLength()) {
            throw new MessageTooLargeException(
                    channel.name(),
                    (codec instanceof RecordCodec ? "record " : "")
                            + codec.messageType().getSimpleName(),
                    (int) Math.min(length, Integer.MAX_VALUE),
                    channel.maxPayloadLength(),
                    RingChannel.capacityFor(length));
        }
    }
}
