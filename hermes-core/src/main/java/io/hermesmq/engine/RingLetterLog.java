package io.hermesmq.engine;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.monitor.Counters;
import org.agrona.concurrent.UnsafeBuffer;

/** The dead letters of a channel in memory: they stay in its ring, as publishers wait for a cursor in front of the oldest one. */
final class RingLetterLog implements DeadLetterLog {

    private final Channel channel;
    private final ReadCursor cursor;
    private long next;

    RingLetterLog(final Channel channel, final Counters counters, final long from) {
        this.channel = channel;
        cursor = channel.openCursor("(dead letters)", counters.allocate("dead letters of " + channel.name()), from);
        next = cursor.position().get();
    }

    @Override
    public void follow(final Visitor visitor) {
        final long end = channel.limit().getAcquire();
        while (next < end) {
            next = visit(next, visitor);
        }
    }

    /** Returns the position behind the frame. */
    private long visit(final long position, final Visitor visitor) {
        final UnsafeBuffer ring = channel.buffer();
        final int offset = (int) position & channel.mask();
        final int length = ring.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN);
        if (ring.getByte(offset + TYPE_OFFSET) != TYPE_PADDING) {
            final long sequence = ring.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN);
            visitor.visit(ring, offset + HEADER_LENGTH, length, sequence, position);
        }
        return position + RingChannel.frameLength(length);
    }

    @Override
    public boolean read(final long sequence, final long place, final Visitor visitor) {
        visit(place, visitor);
        return true;
    }

    @Override
    public void keepFrom(final long sequence, final long place) {
        cursor.position().setRelease(place);
    }

    @Override
    public void keepNone() {
        cursor.position().setRelease(next);
    }

    @Override
    public boolean isDurable() {
        return false;
    }

    @Override
    public void close() {
        channel.closeCursor(cursor);
    }
}
