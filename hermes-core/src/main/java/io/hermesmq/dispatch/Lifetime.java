package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.frame.FrameExtension;
import io.hermesmq.monitor.Counter;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Keeps messages from a listener whose time is over: by the time that the publisher gave the message, else by the time to live of the
 * channel. Counts them, and hands them to somebody where asked to.
 */
final class Lifetime implements FrameGuard {

    /** Gets the frames that have expired. On the thread of the lane; the frame is valid during the call. */
    @FunctionalInterface
    interface Sink {

        /** Nobody wants them. */
        Sink NONE = (buffer, payloadOffset, payloadLength) -> {};

        void expired(UnsafeBuffer buffer, int payloadOffset, int payloadLength);
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final long timeToLiveNs;
    private final PollClock clock;
    private final Counter expired;
    private final Sink sink;

    /** With 0 for a channel whose messages live as long as they are not overwritten. */
    Lifetime(final long timeToLiveNs, final PollClock clock, final Counter expired, final Sink sink) {
        this.timeToLiveNs = timeToLiveNs;
        this.clock = clock;
        this.expired = expired;
        this.sink = sink;
    }

    boolean isOfChannel() {
        return timeToLiveNs > 0;
    }

    /** For frames without an extension. */
    @Override
    public boolean admits(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        return isAlive(expiryByChannel(buffer, payloadOffset), buffer, payloadOffset, payloadLength);
    }

    /** For frames with an extension, which was checked. */
    boolean admitsExtended(final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        if (timeToLiveNs == 0 && (FrameExtension.fieldsAt(buffer, payloadOffset) & FrameExtension.EXPIRY) == 0) {
            return true;
        }
        final long own = FrameExtension.valueAt(buffer, payloadOffset, FrameExtension.EXPIRY, 0);
        final long expiry = own == 0 ? expiryByChannel(buffer, payloadOffset) : own;
        return isAlive(expiry, buffer, payloadOffset, payloadLength);
    }

    private long expiryByChannel(final UnsafeBuffer buffer, final int payloadOffset) {
        final long timestamp = buffer.getLong(payloadOffset - HEADER_LENGTH + TIMESTAMP_OFFSET, LITTLE_ENDIAN);
        return timestamp == 0 ? NEVER : timestamp + timeToLiveNs;
    }

    private boolean isAlive(
            final long expiry, final UnsafeBuffer buffer, final int payloadOffset, final int payloadLength) {
        if (clock.nowNs() < expiry) {
            return true;
        }
        expired.setRelease(expired.getPlain() + 1);
        sink.expired(buffer, payloadOffset, payloadLength);
        return false;
    }
}
