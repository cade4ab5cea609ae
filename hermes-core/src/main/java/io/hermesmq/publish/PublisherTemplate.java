package io.hermesmq.publish;

import io.hermesmq.channel.Channel;
import io.hermesmq.hidden.HiddenCopy;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The publisher of one type to one channel. Never used itself: each publisher is a hidden copy of this class with the
 * composed handle as its constant (measured: 2.6 ns and 0 bytes a message with 8 types, against 6 ns and 40 bytes with a
 * class in common).
 */
final class PublisherTemplate extends ChannelPublisher<Object> {

    /** {@code (Object)long}. */
    private static final MethodHandle PUBLISH = HiddenCopy.constant(MethodHandles.lookup(), 0, MethodHandle.class);

    /** The same without waiting for a journal. */
    private static final MethodHandle PUBLISH_ASYNC =
            HiddenCopy.constant(MethodHandles.lookup(), 1, MethodHandle.class);

    /** {@code (Object, long timeToLiveNs)long}. */
    private static final MethodHandle PUBLISH_FOR = HiddenCopy.constant(MethodHandles.lookup(), 2, MethodHandle.class);

    PublisherTemplate(
            final Channel channel,
            final @Nullable Prefix prefix,
            final Supplier<MethodHandle> delayedWay,
            final boolean guardsViews) {
        super(channel, prefix, delayedWay, guardsViews);
    }

    @Override
    public long publish(final Object message) {
        try {
            return (long) PUBLISH.invokeExact(message);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("a codec threw a checked exception", e);
        }
    }

    @Override
    public long publishAsync(final Object message) {
        try {
            return (long) PUBLISH_ASYNC.invokeExact(message);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("a codec threw a checked exception", e);
        }
    }

    @Override
    public long publishFor(final Object message, final long timeToLiveNs) {
        try {
            return (long) PUBLISH_FOR.invokeExact(message, timeToLiveNs);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("a codec threw a checked exception", e);
        }
    }
}
