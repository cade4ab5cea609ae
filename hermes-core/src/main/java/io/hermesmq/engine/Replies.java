package io.hermesmq.engine;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.PublishStatus;
import io.hermesmq.annotation.SendTo;
import io.hermesmq.channel.Channel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordLayout;
import io.hermesmq.codec.TypeId;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import io.hermesmq.dispatch.ListenerBindingException;
import io.hermesmq.dispatch.ReplyWays;
import io.hermesmq.dispatch.RequestContext;
import io.hermesmq.publish.PublisherFactory;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the results of listener methods go, and the channels that replies to requests come through. */
final class Replies implements ReplyWays {

    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final int MAX_TEXT = 240;

    private final PublisherFactory publishers;
    private final Codecs codecs;
    private final Function<String, ChannelSlot> slots;
    private final Map<Long, Channel> channels = new ConcurrentHashMap<>();

    Replies(final PublisherFactory publishers, final Codecs codecs, final Function<String, ChannelSlot> slots) {
        this.publishers = publishers;
        this.codecs = codecs;
        this.slots = slots;
    }

    /** What requests carry of the channel that their replies come through. */
    static long routeOf(final String channel) {
        return RecordLayout.fingerprintOf(channel);
    }

    /** From now on replies can be sent to a channel. */
    void open(final Channel channel) {
        channels.put(routeOf(channel.name()), channel);
    }

    String nameOf(final long route) {
        final Channel channel = channels.get(route);
        return channel == null ? Long.toHexString(route) : channel.name();
    }

    /** {@code (Object, long correlation)long}, or null where nobody reads replies there. */
    @Nullable
    MethodHandle wayTo(final long route, final Class<?> type) {
        final Channel channel = channels.get(route);
        return channel == null ? null : erased(publishers.replies(channel, type));
    }

    private static MethodHandle erased(final MethodHandle way) {
        return way.asType(methodType(long.class, Object.class, long.class));
    }

    @Override
    public MethodHandle of(final Method method, final SendTo annotation) {
        requireTyped(method);
        return new ReplySender(method, this, annotation.value().isEmpty() ? null : fallback(method, annotation.value()))
                .handle();
    }

    @SuppressWarnings("unchecked") // it publishes what the method returns
    private ReplySender.Fallback fallback(final Method method, final String channel) {
        final Class<Object> type = (Class<Object>) method.getReturnType();
        final ChannelSlot slot = slots.apply(channel);
        final PayloadCodec codec = codecs.forPublishing(type);
        slot.carries(type, codec, "@SendTo of " + inWords(method));
        slot.published();
        slot.types().published(codec);
        return new ReplySender.Fallback(
                publishers.create(slot.channel(), type, slot.types().isTyped()),
                erased(publishers.replies(slot.channel(), type)));
    }

    private void requireTyped(final Method method) {
        final Class<?> type = method.getReturnType();
        try {
            if (TypeId.isTyped(codecs.forPublishing(type))) {
                return;
            }
        } catch (final UnsupportedMessageTypeException e) {
            throw unpublishable(method, "no codec encodes what it returns, " + type.getTypeName(), e);
        }
        throw unpublishable(
                method, "what it returns, " + type.getSimpleName() + ", has no type of its own in a frame", null);
    }

    private static ListenerBindingException unpublishable(
            final Method method, final String reason, final @Nullable Throwable cause) {
        return new ListenerBindingException(inWords(method), null, reason, "return a record, or remove @SendTo", cause);
    }

    private static String inWords(final Method method) {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    /** Answers a request whose listener has failed for the last time, so that its caller need not wait for the time limit. */
    void fail(final String listener, final RequestContext request, final Throwable failure) {
        final Channel channel = channels.get(request.replyTo());
        if (channel == null) {
            return; // no request, or nobody waits
        }
        final String whole = "listener '" + listener + "' failed on " + request + ": " + failure;
        final String text = whole.length() <= MAX_TEXT ? whole : whole.substring(0, MAX_TEXT) + "...";
        final long result = publishers.publishFailure(channel, text, request.correlationId());
        if (result < 0) {
            LOG.warn(
                    "channel '{}' refused the news that {} with {}; whoever asked waits for the time limit",
                    channel.name(),
                    text,
                    PublishStatus.of(result));
        }
    }
}
