package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;

import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.memory.OffHeap;

/** Batches of a channel whose publishers wait for the listener: frames stay in the ring until they are handled. */
final class RingBatchDrain extends BatchDrain {

    RingBatchDrain(final Parts parts) {
        super(parts, parts.channel().buffer(), true);
    }

    @Override
    void collect() {
        final long visible = limit.getAcquire(); // pairs with the release of the publisher that moved it
        while (readPosition < visible && !isFull()) {
            final int offset = (int) readPosition & mask;
            final long frame = ringAddress + offset;
            final int length = OffHeap.getInt(frame + LENGTH_OFFSET);
            final long next = readPosition + RingChannel.frameLength(length);
            if (OffHeap.getByte(frame + TYPE_OFFSET) != TYPE_PADDING) {
                if (hasSkipped()) {
                    countSkipped(OffHeap.getLong(frame + SEQUENCE_OFFSET));
                }
                if (!frames.isEmpty() && next - cursor.getPlain() > batchBytes) {
                    fill();
                    return;
                }
                final Recovery admission = admit(buffer, offset, length, next, 0);
                if (admission == Recovery.LEAVE) {
                    return;
                }
                if (admission == Recovery.AGAIN) {
                    frames.add(offset, length, next, 0);
                }
            }
            readPosition = next;
        }
    }

    @Override
    void acknowledge(final int index) {
        cursor.setRelease(frames.end(index)); // pairs with the acquire of the publisher that works out the claim limit
    }
}
