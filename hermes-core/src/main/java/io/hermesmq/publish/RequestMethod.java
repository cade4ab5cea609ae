package io.hermesmq.publish;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.annotation.HermesRequest;
import io.hermesmq.channel.Channel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.TypeId;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import io.hermesmq.frame.FrameExtension;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A method of a publisher interface that publishes a request and returns the future of its reply. */
final class RequestMethod {

    private static final String ACTION =
            "add @HermesRequest(timeout = 500), in milliseconds, or a last parameter of type Duration";

    private final Requests.Port port;
    private final MethodHandle publish;
    private final String channel;
    private final long timeoutNs;

    private RequestMethod(
            final Requests.Port port, final MethodHandle publish, final String channel, final long timeoutNs) {
        this.port = port;
        this.publish = publish;
        this.channel = channel;
        this.timeoutNs = timeoutNs;
    }

    /** {@code (Object)CompletableFuture}, or {@code (Object, Duration)CompletableFuture}. */
    static MethodHandle of(
            final Method method,
            final Channel channel,
            final PublisherShape<?> shape,
            final Codecs codecs,
            final Requests requests) {
        final HermesRequest annotation = method.getAnnotation(HermesRequest.class);
        final List<Class<?>> payload = PublisherShape.payloadOf(method);
        if (payload.size() != 1 || !shape.messages().contains(payload.get(0))) {
            throw PublisherBindingException.of(
                    method, "a request is one whole message", "take the record, and optionally a Duration", null);
        }
        final boolean timed = method.getParameterCount() == 2;
        final long timeoutNs = annotation == null ? 0 : annotation.unit().toNanos(annotation.timeout());
        if (!timed && timeoutNs <= 0) {
            throw PublisherBindingException.of(
                    method,
                    "its future has no time limit, so a reply that never comes would be waited for",
                    ACTION,
                    null);
        }
        final PayloadCodec codec = codecs.forPublishing(payload.get(0));
        final Requests.Port port =
                requests.port(channel, annotation == null ? "" : annotation.replies(), replyOf(method, codecs));
        channel.extensions().begin();
        final Prefix prefix = new Prefix(FrameExtension.CORRELATION | FrameExtension.REPLY_TO, TypeId.of(codec));
        final MethodHandle publish = MethodHandles.insertArguments(
                        PublishHandles.whole(channel, codec, prefix), 1, port.replyTo())
                .asType(methodType(long.class, long.class, Object.class));
        return handle(new RequestMethod(port, publish, channel.name(), timeoutNs), timed);
    }

    private static Class<?> replyOf(final Method method, final Codecs codecs) {
        final Class<?> result = method.getReturnType();
        if (!result.isAssignableFrom(CompletableFuture.class)
                || !(method.getGenericReturnType() instanceof ParameterizedType generic)
                || !(generic.getActualTypeArguments()[0] instanceof Class<?> reply)) {
            throw PublisherBindingException.of(
                    method,
                    "it returns " + method.getGenericReturnType().getTypeName(),
                    "return CompletableFuture<Reply> or " + CompletionStage.class.getSimpleName()
                            + "<Reply> with the class of the reply",
                    null);
        }
        try {
            if (TypeId.isTyped(codecs.forListening(reply))) {
                return reply;
            }
        } catch (final UnsupportedMessageTypeException e) {
            throw PublisherBindingException.of(
                    method, "no codec decodes its reply, " + reply.getTypeName(), "make the reply a record", e);
        }
        throw PublisherBindingException.of(
                method,
                "its reply, " + reply.getSimpleName() + ", has no type of its own in a frame",
                "make the reply a record",
                null);
    }

    private static MethodHandle handle(final RequestMethod request, final boolean timed) {
        try {
            return MethodHandles.lookup()
                    .bind(
                            request,
                            "send",
                            timed
                                    ? methodType(CompletableFuture.class, Object.class, Duration.class)
                                    : methodType(CompletableFuture.class, Object.class));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("send is a method of this class", e);
        }
    }

    CompletableFuture<Object> send(final Object message, final Duration timeout) {
        final long givenNs = timeout.toNanos();
        if (givenNs <= 0) {
            throw new IllegalArgumentException("timeout is " + timeout + "; give a time above zero");
        }
        return send(message, givenNs);
    }

    CompletableFuture<Object> send(final Object message) {
        return send(message, timeoutNs);
    }

    private CompletableFuture<Object> send(final Object message, final long limitNs) {
        final Requests.Pending pending = port.expect(limitNs);
        try {
            final long result = (long) publish.invokeExact(pending.correlation(), message);
            if (result < 0 && result != PublishStatus.UNCONFIRMED.code()) { // that one may be answered all the same
                pending.fail(new PublishRefusedException(channel, PublishStatus.of(result)));
            }
        } catch (final Throwable e) {
            pending.fail(e);
        }
        return pending.future();
    }
}
