package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.frame.FrameExtension;
import org.agrona.concurrent.UnsafeBuffer;

/** The context of one listener: stands on one frame after the other and reads its header when asked. */
final class FrameContext implements RequestContext {

    private final Channel channel;
    private final UnsafeBuffer buffer;
    private int offset;
    private long position;
    private long batchEnd;
    private long missed;
    private long retriedSequence;
    private int retriedAttempt;

    /** A context whose messages are read from the ring itself, or from a copy of one frame. */
    FrameContext(final Channel channel, final UnsafeBuffer buffer) {
        this.channel = channel;
        this.buffer = buffer;
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    void startBatch(final long end) {
        batchEnd = end;
    }

    void moveTo(final int frameOffset, final long positionBehind) {
        offset = frameOffset;
        position = positionBehind;
    }

    void moveTo(final int frameOffset, final long positionBehind, final long missedBefore) {
        moveTo(frameOffset, positionBehind);
        missed = missedBefore;
    }

    /** Stands on a frame that ends its batch as far as anybody can tell. */
    void moveToLast(final int frameOffset, final long positionBehind, final long missedBefore) {
        moveTo(frameOffset, positionBehind, missedBefore);
        batchEnd = positionBehind;
    }

    int offset() {
        return offset;
    }

    /** Says which delivery of the message that it stands on comes next. */
    void retry(final int attempt) {
        retriedSequence = sequence();
        retriedAttempt = attempt;
    }

    /** The next delivery of any message is its first. */
    void forgetRetries() {
        retriedSequence = 0;
    }

    @Override
    public int attempt() {
        return retriedSequence == sequence() ? retriedAttempt : 1;
    }

    @Override
    public String channel() {
        return channel.name();
    }

    @Override
    public long sequence() {
        return buffer.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    @Override
    public long timestamp() {
        return buffer.getLong(offset + TIMESTAMP_OFFSET, LITTLE_ENDIAN);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public boolean endOfBatch() {
        long next = position;
        while (next < batchEnd) {
            final int frame = (int) next & channel.mask();
            final int length = channel.buffer().getInt(frame + LENGTH_OFFSET, LITTLE_ENDIAN);
            if (channel.buffer().getByte(frame + TYPE_OFFSET) != TYPE_PADDING) {
                return false;
            }
            if (length < 0) {
                return true; // of a later lap, on a channel that overwrites: what followed is gone
            }
            next += RingChannel.frameLength(length);
        }
        return true;
    }

    @Override
    public long missed() {
        return missed;
    }

    @Override
    public long correlationId() {
        return field(FrameExtension.CORRELATION);
    }

    @Override
    public long replyTo() {
        return field(FrameExtension.REPLY_TO);
    }

    @Override
    public long due() {
        return field(FrameExtension.DUE);
    }

    @Override
    public int typeId() {
        return hasExtension() ? FrameExtension.typeIdAt(buffer, offset + HEADER_LENGTH) : FrameExtension.NO_TYPE;
    }

    private long field(final int field) {
        return hasExtension() ? FrameExtension.valueAt(buffer, offset + HEADER_LENGTH, field, 0) : 0;
    }

    /** A damaged one is none. */
    private boolean hasExtension() {
        return FrameExtension.lengthAt(
                        buffer, offset + HEADER_LENGTH, buffer.getInt(offset + LENGTH_OFFSET, LITTLE_ENDIAN))
                > 0;
    }

    @Override
    public String toString() {
        return "message " + sequence() + " of channel '" + channel.name() + "'";
    }
}
