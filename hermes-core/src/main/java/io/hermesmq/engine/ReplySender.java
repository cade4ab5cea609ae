package io.hermesmq.engine;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.HermesException;
import io.hermesmq.MessageContext;
import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.dispatch.RequestContext;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/** Publishes what one listener method returns. For the threads of the lanes that call it. */
final class ReplySender {

    private final String method;
    private final Class<?> type;
    private final Replies replies;
    private final @Nullable Fallback fallback;
    private volatile Long2ObjectHashMap<MethodHandle> ways = new Long2ObjectHashMap<>(); // never changed, only replaced

    /**
     * The channel that the annotation names.
     *
     * @param publisher of messages that answer nothing.
     * @param correlated {@code (Object, long correlation)long}.
     */
    record Fallback(Publisher<Object> publisher, MethodHandle correlated) {}

    ReplySender(final Method method, final Replies replies, final @Nullable Fallback fallback) {
        this.method = method.getDeclaringClass().getSimpleName() + "." + method.getName();
        type = method.getReturnType();
        this.replies = replies;
        this.fallback = fallback;
    }

    /** {@code (Object, MessageContext)void}. */
    MethodHandle handle() {
        try {
            return MethodHandles.lookup()
                    .bind(this, "send", methodType(void.class, Object.class, MessageContext.class));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("send is a method of this class", e);
        }
    }

    void send(final @Nullable Object reply, final MessageContext context) throws Throwable {
        final long replyTo = context instanceof RequestContext request ? request.replyTo() : 0;
        final long correlation = context.correlationId();
        if (reply == null) {
            if (replyTo != 0) {
                throw new HermesException(method + " returned null, but a request is answered by a message");
            }
            return;
        }
        if (replyTo != 0) {
            requireTaken(replies.nameOf(replyTo), (long) wayTo(replyTo, context).invokeExact(reply, correlation));
        } else if (fallback == null) {
            throw new HermesException(context + " names no channel for its reply, and @SendTo of " + method
                    + " names none; name one, or send requests only");
        } else {
            requireTaken(
                    fallback.publisher.channel(),
                    correlation == 0
                            ? fallback.publisher.publish(reply)
                            : (long) fallback.correlated.invokeExact(reply, correlation));
        }
    }

    private MethodHandle wayTo(final long replyTo, final MessageContext context) {
        MethodHandle way = ways.get(replyTo);
        if (way == null) {
            way = replies.wayTo(replyTo, type);
            if (way == null) {
                throw new HermesException(
                        context + " wants its reply on a channel that nobody in this Hermes asks on; create"
                                + " the publisher that sends such requests, so that replies can reach it");
            }
            final Long2ObjectHashMap<MethodHandle> more = new Long2ObjectHashMap<>(ways);
            more.put(replyTo, way);
            ways = more;
        }
        return way;
    }

    private static void requireTaken(final String channel, final long result) {
        if (result < 0) {
            throw new PublishRefusedException(channel, PublishStatus.of(result));
        }
    }
}
