package io.hermesmq.publish;

import io.hermesmq.MessageClaim;
import io.hermesmq.Publisher;
import io.hermesmq.channel.Channel;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/** What the publishers of all types have in common: bytes as they are, and claims. */
abstract class ChannelPublisher<T> implements Publisher<T> {

    private final Channel channel;
    private final ThreadLocal<ThreadClaim> claims;
    private final @Nullable Prefix prefix;
    private final Supplier<MethodHandle> delayedWay;
    private volatile @Nullable MethodHandle delaying;

    ChannelPublisher(
            final Channel channel,
            final @Nullable Prefix prefix,
            final Supplier<MethodHandle> delayedWay,
            final boolean guardsViews) {
        this.channel = channel;
        this.prefix = prefix;
        this.delayedWay = delayedWay;
        claims = ThreadLocal.withInitial(() -> {
            final ThreadClaim claim = new ThreadClaim(channel, Thread.currentThread(), prefix, guardsViews);
            channel.watch(claim);
            return claim;
        });
    }

    @Override
    public final long publish(final DirectBuffer source, final int offset, final int length) {
        source.boundsCheck(offset, length);
        final int prefixLength = prefix == null ? 0 : prefix.length();
        final long framePosition = channel.claim(PublishHandles.plus(prefixLength, length));
        if (framePosition < 0) {
            return framePosition;
        }
        boolean copied = false;
        try {
            final int start = channel.payloadOffset(framePosition);
            if (prefix != null) {
                PublishHandles.putExtension(channel.buffer(), prefix.firstWord(), 0, start, 0, 0, 0);
            }
            channel.buffer().putBytes(start + prefixLength, source, offset, length);
            copied = true;
        } finally {
            if (!copied) { // a mapped file that was cut meanwhile, a buffer that throws
                channel.countFailedEncoding();
                channel.abort(framePosition);
            }
        }
        return channel.commit(framePosition);
    }

    @Override
    public final long publishAfter(final T message, final long delayNs) {
        if (delayNs < 0) {
            throw new IllegalArgumentException("delay is " + delayNs + " ns; give a time of zero or more");
        }
        try {
            return delayNs == 0 ? publish(message) : (long) delaying().invokeExact((Object) message, delayNs);
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("a codec threw a checked exception", e);
        }
    }

    /** {@code (Object, long delayNs)long}, made with the first message that is delayed. */
    private MethodHandle delaying() {
        MethodHandle way = delaying;
        if (way == null) {
            way = delayedWay.get();
            delaying = way;
        }
        return way;
    }

    @Override
    public final MessageClaim claim(final int length) {
        return claims.get().open(length);
    }

    @Override
    public final String channel() {
        return channel.name();
    }

    @Override
    public final String toString() {
        return "publisher of channel '" + channel.name() + "'";
    }
}
