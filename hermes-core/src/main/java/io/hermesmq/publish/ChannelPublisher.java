package io.hermesmq.publish;

import io.hermesmq.MessageClaim;
import io.hermesmq.Publisher;
import io.hermesmq.channel.Channel;
import org.agrona.DirectBuffer;

/** What the publishers of all types have in common: bytes as they are, and claims. */
abstract class ChannelPublisher<T> implements Publisher<T> {

    private final Channel channel;
    private final ThreadLocal<ThreadClaim> claims;

    ChannelPublisher(final Channel channel, final boolean guardsViews) {
        this.channel = channel;
        claims = ThreadLocal.withInitial(() -> {
            final ThreadClaim claim = new ThreadClaim(channel, Thread.currentThread(), guardsViews);
            channel.watch(claim);
            return claim;
        });
    }

    @Override
    public final long publish(final DirectBuffer source, final int offset, final int length) {
        source.boundsCheck(offset, length);
        final long framePosition = channel.claim(length);
        if (framePosition < 0) {
            return framePosition;
        }
        boolean copied = false;
        try {
            channel.buffer().putBytes(channel.payloadOffset(framePosition), source, offset, length);
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
