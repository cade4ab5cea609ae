package io.hermesmq.publish;

import io.hermesmq.MessageClaim;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.OpenClaim;
import io.hermesmq.memory.GuardedBuffer;
import io.hermesmq.memory.Lease;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/** The claim of one thread and one publisher, used again for each message. */
final class ThreadClaim implements MessageClaim, OpenClaim {

    private static final long NO_RESULT = 0;

    private final Channel channel;
    private final Thread owner;
    private final @Nullable Prefix prefix;
    private final int prefixLength;
    private final AtomicLong framePosition = new AtomicLong(NOT_OPEN);
    private long result = NO_RESULT;
    private int length;
    private final @Nullable GuardedBuffer guarded;
    private @Nullable Lease lease;

    ThreadClaim(final Channel channel, final Thread owner, final @Nullable Prefix prefix, final boolean guardsViews) {
        this.channel = channel;
        this.owner = owner;
        this.prefix = prefix;
        prefixLength = prefix == null ? 0 : prefix.length();
        guarded = guardsViews ? GuardedBuffer.create() : null;
    }

    ThreadClaim open(final int payloadLength) {
        if (isOpen()) {
            throw new IllegalStateException("thread '" + owner.getName() + "' has an open claim of " + length
                    + " bytes on channel '" + channel.name() + "'; commit or abort it before the next claim");
        }
        final long claimed =
                channel.claim(payloadLength < 0 ? payloadLength : PublishHandles.plus(prefixLength, payloadLength));
        length = payloadLength;
        result = claimed;
        if (claimed >= 0) {
            if (prefix != null) {
                final int offset = channel.payloadOffset(claimed);
                PublishHandles.putExtension(channel.buffer(), prefix.firstWord(), 0, offset, 0, 0, 0);
            }
            framePosition.setRelease(claimed);
        }
        return this;
    }

    @Override
    public boolean isRefused() {
        return result < 0;
    }

    @Override
    public long result() {
        return result;
    }

    @Override
    public MutableDirectBuffer buffer() {
        requireOpen("write to");
        return guarded == null ? channel.buffer() : guardedBuffer(guarded);
    }

    /** Lent anew for each claim, as the claim itself is. */
    private MutableDirectBuffer guardedBuffer(final GuardedBuffer buffer) {
        if (lease == null) {
            lease = new Lease(
                    "the claim on channel '" + channel.name() + "' was committed or aborted", "make a new claim");
            buffer.lend(channel.buffer(), lease);
        }
        return buffer;
    }

    private void closed() {
        framePosition.setRelease(NOT_OPEN);
        if (lease != null) {
            lease.end();
            lease = null;
        }
    }

    @Override
    public int offset() {
        requireOpen("write to");
        return channel.payloadOffset(framePosition.getPlain()) + prefixLength;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long commit() {
        if (isRefused()) {
            return result;
        }
        requireOpen("commit");
        final long position = framePosition.getPlain();
        closed();
        result = channel.commit(position);
        return result;
    }

    @Override
    public void abort() {
        if (isRefused()) {
            return;
        }
        requireOpen("abort");
        final long position = framePosition.getPlain();
        closed();
        channel.abort(position);
    }

    @Override
    public void close() {
        if (isOpen()) {
            abort();
        }
    }

    private boolean isOpen() {
        return framePosition.getPlain() != NOT_OPEN;
    }

    private void requireOpen(final String use) {
        if (!isOpen()) {
            throw new IllegalStateException(
                    isRefused()
                            ? "cannot " + use + " a claim that channel '" + channel.name() + "' refused with "
                                    + PublishStatus.of(result) + "; ask isRefused() first"
                            : "cannot " + use + " a claim on channel '" + channel.name()
                                    + "' that was committed or aborted; make a new claim");
        }
    }

    @Override
    public long framePosition() {
        return framePosition.getAcquire();
    }

    @Override
    public Thread owner() {
        return owner;
    }
}
