package io.hermesmq.publish;

import static java.lang.invoke.MethodHandles.dropArguments;
import static java.lang.invoke.MethodHandles.filterReturnValue;
import static java.lang.invoke.MethodHandles.foldArguments;
import static java.lang.invoke.MethodHandles.guardWithTest;
import static java.lang.invoke.MethodHandles.identity;
import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodHandles.tryFinally;
import static java.lang.invoke.MethodType.methodType;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ExtensionUse;
import io.hermesmq.channel.Publication;
import io.hermesmq.codec.MessageEncodingException;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.frame.FrameExtension;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Collections;
import java.util.List;
import org.agrona.concurrent.EpochNanoClock;
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
 * <p>With a {@link Prefix} the room is longer by an extension, which is written in front of the payload; its values are the first
 * parameters. Without one nothing of this is in the handle.
 *
 * <p>Where the handle is a constant of a hidden class, all of it is compiled to straight-line code without a call.
 */
final class PublishHandles {

    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    /** The most slots that any way of publishing writes. */
    private static final int MAX_SLOTS = 3;

    private PublishHandles() {}

    /** {@code (T)long}. */
    static MethodHandle whole(final Channel channel, final PayloadCodec codec, final @Nullable Prefix prefix) {
        return whole(channel, channel.publication(), codec, prefix);
    }

    /** {@code (T)long}, without waiting for a journal. */
    static MethodHandle accepting(final Channel channel, final PayloadCodec codec, final @Nullable Prefix prefix) {
        return whole(channel, channel.acceptingPublication(), codec, prefix);
    }

    private static MethodHandle whole(
            final Channel channel,
            final Publication publication,
            final PayloadCodec codec,
            final @Nullable Prefix prefix) {
        final MethodHandle encode =
                codec.runsUserCode() ? bounded(channel, codec, prefix) : inRing(channel, codec.encode(), prefix);
        return compose(channel, publication, codec.length(), encode, prefix);
    }

    /** {@code (C1..Cn)long}. */
    static MethodHandle spread(final Channel channel, final RecordCodec codec, final @Nullable Prefix prefix) {
        return compose(
                channel,
                channel.publication(),
                codec.spreadLength(),
                inRing(channel, codec.spreadEncode(), prefix),
                prefix);
    }

    /** {@code (T, long timeToLiveNs)long}. */
    static MethodHandle expiring(
            final Channel channel, final PayloadCodec codec, final int typeId, final EpochNanoClock clock) {
        final MethodHandle publish = whole(channel, codec, new Prefix(FrameExtension.EXPIRY, typeId));
        final MethodHandle expiry = find(
                        "expiryOf", methodType(long.class, ExtensionUse.class, EpochNanoClock.class, long.class))
                .bindTo(channel.extensions());
        return swapped(MethodHandles.filterArguments(publish, 0, insertArguments(expiry, 0, clock)));
    }

    /** {@code (T, long delayNs)long} into a channel in which messages wait. */
    static MethodHandle delaying(
            final Channel waiting, final PayloadCodec codec, final int typeId, final EpochNanoClock clock) {
        waiting.extensions().begin();
        final MethodHandle due = find("dueOf", methodType(long.class, EpochNanoClock.class, long.class))
                .bindTo(clock);
        return swapped(
                MethodHandles.filterArguments(whole(waiting, codec, new Prefix(FrameExtension.DUE, typeId)), 0, due));
    }

    /** When a message is due that is published now. */
    static long dueOf(final EpochNanoClock clock, final long delayNs) {
        final long due = clock.nanoTime() + delayNs;
        return due < 0 ? Long.MAX_VALUE : due;
    }

    /** Of {@code (long value, T)long} to {@code (T, long value)long}. */
    static MethodHandle swapped(final MethodHandle publish) {
        final MethodType type = publish.type();
        return MethodHandles.permuteArguments(
                publish, methodType(long.class, type.parameterType(1), type.parameterType(0)), 1, 0);
    }

    /** When a message expires that is published now. Readers have to look for that from now on. */
    static long expiryOf(final ExtensionUse extensions, final EpochNanoClock clock, final long timeToLiveNs) {
        if (timeToLiveNs <= 0) {
            throw new IllegalArgumentException("time to live is " + timeToLiveNs + " ns; give a time above zero");
        }
        extensions.begin();
        final long expiry = clock.nanoTime() + timeToLiveNs;
        return expiry < 0 ? Long.MAX_VALUE : expiry;
    }

    /** The same with a refusal as an exception and no result. */
    static MethodHandle throwing(final Channel channel, final MethodHandle publish) {
        final MethodHandle refuse = find("throwRefusal", methodType(void.class, String.class, long.class))
                .bindTo(channel.name());
        return filterReturnValue(publish, refuse);
    }

    /** Of {@code (UnsafeBuffer, int offset, parts...)void} to {@code (long framePosition, parts...)void}. */
    private static MethodHandle inRing(
            final Channel channel, final MethodHandle encode, final @Nullable Prefix prefix) {
        final MethodHandle start = payloadOffset(channel);
        return MethodHandles.filterArguments(
                insertArguments(encode, 0, channel.buffer()),
                0,
                prefix == null ? start : filterReturnValue(start, plus(prefix.length())));
    }

    /** The same through a view of just the payload: a user's codec that writes more than it announced fails there. */
    private static MethodHandle bounded(
            final Channel channel, final PayloadCodec codec, final @Nullable Prefix prefix) {
        final MethodHandle view = insertArguments(
                find("payloadView", methodType(UnsafeBuffer.class, Channel.class, int.class, long.class)),
                0,
                channel,
                prefix == null ? 0 : prefix.length());
        return MethodHandles.filterArguments(insertArguments(codec.encode(), 1, 0), 0, view);
    }

    static UnsafeBuffer payloadView(final Channel channel, final int prefixLength, final long framePosition) {
        return new UnsafeBuffer(
                channel.buffer(),
                channel.payloadOffset(framePosition) + prefixLength,
                channel.payloadLength(framePosition) - prefixLength);
    }

    private static MethodHandle compose(
            final Channel channel,
            final Publication publication,
            final MethodHandle measure,
            final MethodHandle encode,
            final @Nullable Prefix prefix) {
        return prefix == null
                ? compose(channel, publication, measure, encode)
                : compose(
                        channel,
                        publication,
                        dropArguments(filterReturnValue(measure, plus(prefix.length())), 0, valuesOf(prefix)),
                        behindExtension(channel, encode, prefix));
    }

    private static List<Class<?>> valuesOf(final Prefix prefix) {
        return Collections.nCopies(prefix.slots(), long.class);
    }

    /** Of {@code (long framePosition, parts...)void} to {@code (long framePosition, long values.., parts...)void}. */
    private static MethodHandle behindExtension(final Channel channel, final MethodHandle encode, final Prefix prefix) {
        MethodHandle put = find(
                "putExtension",
                methodType(
                        void.class,
                        UnsafeBuffer.class,
                        long.class,
                        int.class,
                        int.class,
                        long.class,
                        long.class,
                        long.class));
        for (int unused = prefix.slots(); unused < MAX_SLOTS; unused++) {
            put = insertArguments(put, put.type().parameterCount() - 1, 0L);
        }
        final MethodHandle extension = MethodHandles.filterArguments(
                insertArguments(put, 0, channel.buffer(), prefix.firstWord(), prefix.slots()),
                0,
                payloadOffset(channel));
        return foldArguments(dropArguments(encode, 1, valuesOf(prefix)), extension);
    }

    /** Writes an extension, with as many of the values as it has slots. */
    static void putExtension(
            final UnsafeBuffer buffer,
            final long firstWord,
            final int slots,
            final int payloadOffset,
            final long first,
            final long second,
            final long third) {
        FrameExtension.announce(buffer, payloadOffset);
        buffer.putLong(payloadOffset, firstWord, LITTLE_ENDIAN);
        if (slots > 0) {
            buffer.putLong(payloadOffset + 8, first, LITTLE_ENDIAN);
        }
        if (slots > 1) {
            buffer.putLong(payloadOffset + 16, second, LITTLE_ENDIAN);
        }
        if (slots > 2) {
            buffer.putLong(payloadOffset + 24, third, LITTLE_ENDIAN);
        }
    }

    private static MethodHandle plus(final int bytes) {
        return insertArguments(find("plus", methodType(int.class, int.class, int.class)), 0, bytes);
    }

    static int plus(final int bytes, final int value) {
        return value > Integer.MAX_VALUE - bytes ? Integer.MAX_VALUE : value + bytes;
    }

    private static MethodHandle payloadOffset(final Channel channel) {
        return bound(channel.publication(), "payloadOffset", methodType(int.class, long.class));
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
