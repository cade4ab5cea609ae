package io.hermesmq.publish;

import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.identity;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.tryFinally;
import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.Publication;
import io.hermesmq.codec.MessageEncodingException;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Composes the way of a message into a channel, {@code (what the message is made of...)long}:
 *
 * <pre>
 *   position = claim(measure(message))
 *   if (position is a refusal) return it
 *   try { encode(buffer, offset, message) } finally { where that threw: abort(position) }
 *   return commit(position)
 * </pre>
 *
 * <p>Where the handle is a constant of a hidden class, all of it is compiled to straight-line code without a call.
 */
final class PublishHandles {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private PublishHandles() {}

    /** {@code (T)long}. */
    static MethodHandle whole(final Channel channel, final PayloadCodec codec) {
        return whole(channel, channel.publication(), codec);
    }

    /** {@code (T)long}, without waiting for a journal. */
    static MethodHandle accepting(final Channel channel, final PayloadCodec codec) {
        return whole(channel, channel.acceptingPublication(), codec);
    }

    private static MethodHandle whole(final Channel channel, final Publication publication, final PayloadCodec codec) {
        return compose(
                channel,
                publication,
                codec.length(),
                codec.runsUserCode() ? bounded(channel, codec) : inRing(channel, codec.encode()));
    }

    /** {@code (C1..Cn)long}. */
    static MethodHandle spread(final Channel channel, final RecordCodec codec) {
        return compose(channel, channel.publication(), codec.spreadLength(), inRing(channel, codec.spreadEncode()));
    }

    /** The same with a refusal as an exception and no result. */
    static MethodHandle throwing(final Channel channel, final MethodHandle publish) {
        final MethodHandle refuse = find("throwRefusal", methodType(void.class, String.class, long.class))
                .bindTo(channel.name());
        return filterReturnValue(publish, refuse);
    }

    /** Of {@code (UnsafeBuffer, int offset, parts...)void} to {@code (long framePosition, parts...)void}. */
    private static MethodHandle inRing(final Channel channel, final MethodHandle encode) {
        return MethodHandles.filterArguments(
                insertArguments(encode, 0, channel.buffer()),
                0,
                bound(channel.publication(), "payloadOffset", methodType(int.class, long.class)));
    }

    /** The same through a view of just the payload: a user's codec that writes more than it announced fails there. */
    private static MethodHandle bounded(final Channel channel, final PayloadCodec codec) {
        final MethodHandle view = find("payloadView", methodType(UnsafeBuffer.class, Channel.class, long.class))
                .bindTo(channel);
        return MethodHandles.filterArguments(insertArguments(codec.encode(), 1, 0), 0, view);
    }

    static UnsafeBuffer payloadView(final Channel channel, final long framePosition) {
        return new UnsafeBuffer(
                channel.buffer(), channel.payloadOffset(framePosition), channel.payloadLength(framePosition));
    }

    private static MethodHandle compose(
            final Channel channel,
            final Publication publication,
            final MethodHandle measure,
            final MethodHandle encode) {
        final List<Class<?>> parts = measure.type().parameterList();
        final MethodHandle claim = filterReturnValue(
                countingFailures(channel, measure), bound(publication, "claim", methodType(long.class, int.class)));
        final MethodHandle cleanUp = find(
                        "abortAfterFailure", methodType(void.class, Channel.class, Throwable.class, long.class))
                .bindTo(channel);
        final MethodHandle commit =
                dropArguments(bound(publication, "commit", methodType(long.class, long.class)), 1, parts);
        final MethodHandle write = foldArguments(commit, tryFinally(encode, cleanUp));
        final MethodHandle isRefused =
                dropArguments(find("isRefused", methodType(boolean.class, long.class)), 1, parts);
        final MethodHandle refusal = dropArguments(identity(long.class), 1, parts);
        return foldArguments(guardWithTest(isRefused, refusal, write), claim);
    }

    /** What cannot be measured cannot be encoded either, and is counted as such. */
    private static MethodHandle countingFailures(final Channel channel, final MethodHandle measure) {
        final MethodHandle count = find("countAndThrow", methodType(int.class, Channel.class, Throwable.class))
                .bindTo(channel);
        return MethodHandles.catchException(measure, Throwable.class, count);
    }

    static int countAndThrow(final Channel channel, final Throwable failure) throws Throwable {
        channel.countFailedEncoding();
        throw failure instanceof MessageEncodingException unencodable ? unencodable.onChannel(channel.name()) : failure;
    }

    static void abortAfterFailure(final Channel channel, final @Nullable Throwable failure, final long framePosition) {
        if (failure != null) {
            channel.countFailedEncoding();
            channel.abort(framePosition);
        }
    }

    static boolean isRefused(final long result) {
        return result < 0;
    }

    static void throwRefusal(final String channel, final long result) {
        if (result < 0) {
            throw new PublishRefusedException(channel, PublishStatus.of(result));
        }
    }

    private static MethodHandle bound(final Publication publication, final String method, final MethodType type) {
        try {
            return LOOKUP.findVirtual(Publication.class, method, type).bindTo(publication);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("Publication." + method + " is public", e);
        }
    }

    private static MethodHandle find(final String method, final MethodType type) {
        try {
            return LOOKUP.findStatic(PublishHandles.class, method, type);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException(method + " is a method of this class", e);
        }
    }
}
