package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.MessageContext;
import org.agrona.concurrent.UnsafeBuffer;

/** The context of one listener: stands on one frame after the other and reads its header when asked. */
final class FrameContext implements MessageContext {

    private final String channel;
    private final UnsafeBuffer buffer;
    private int offset;
    private long position;
    private long batchEnd;
    private long missed;

    FrameContext(final String channel, final UnsafeBuffer buffer) {
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

    @Override
    public String channel() {
        return channel;
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
        return position >= batchEnd;
    }

    @Override
    public long missed() {
        return missed;
    }

    @Override
    public String toString() {
        return "message " + sequence() + " of channel '" + channel + "'";
    }
}
