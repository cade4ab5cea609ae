package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;

import io.hermesmq.MessageContext;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.hidden.HiddenCopy;
import io.hermesmq.memory.OffHeap;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The loop from the ring to the method of a listener, for channels whose publishers wait for the listener.
 *
 * <p>Never used itself: {@link HiddenCopy} defines one hidden copy of this class for each listener, with the handler as
 * class data. Only so is {@link #HANDLER} a constant for the compiler, decoding and method are inlined into the loop, and
 * the profile of one listener does not spoil the code of another (measured: 2 ns and 0 bytes a message for 8 listeners
 * against 9 ns and 40 bytes with a loop in common).
 */
final class DrainTemplate extends DrainState {

    /** {@code (UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}. */
    private static final MethodHandle HANDLER = HiddenCopy.constant(MethodHandles.lookup(), 0, MethodHandle.class);

    /** Whether the handler looks at the context; where not, moving it is left out of the loop. */
    private static final boolean USES_CONTEXT = HiddenCopy.constant(MethodHandles.lookup(), 1, Boolean.class);

    DrainTemplate(
            final Channel channel,
            final ReadCursor cursor,
            final ListenerCounters counters,
            final FrameContext context,
            final FailureSupervisor failures,
            final Hold hold) {
        super(channel, cursor, counters, context, failures, hold);
    }

    @Override
    public int poll() {
        final long visible = limit.getAcquire(); // pairs with the release of the publisher that moved it
        if (visible == cursor.getPlain() || !mayPoll()) {
            return 0;
        }
        long position = cursor.getPlain();
        final int before = consumed;
        final long batchEnd = Math.min(visible, position + batchBytes);
        if (hasSkipped()) {
            skipTo(position, visible);
        }
        context.startBatch(batchEnd);
        while (position < batchEnd && !mustLeave()) {
            position = deliver(position, Math.min(batchEnd, position + CURSOR_STEP_BYTES));
            cursor.setRelease(position); // pairs with the acquire of the publisher that works out the claim limit
        }
        return consumed - before;
    }

    /** The first message after the listener was started again tells how many it has missed. */
    private void skipTo(final long from, final long to) {
        for (long position = from; position < to; ) {
            final long frame = ringAddress + ((int) position & mask);
            if (OffHeap.getByte(frame + TYPE_OFFSET) != TYPE_PADDING) {
                countSkipped(OffHeap.getLong(frame + SEQUENCE_OFFSET));
                return;
            }
            position += RingChannel.frameLength(OffHeap.getInt(frame + LENGTH_OFFSET));
        }
    }

    /**
     * Delivers the frames from a position to behind another and returns where it came to.
     *
     * <p>Where the next frame starts depends on the length of this one, so a loop that computes it waits for one read of memory
     * after the other. Most frames are as long as the one before: the loop takes that for granted and only checks it, and the
     * processor, which predicts the check, runs ahead (a third less time for a message, docs/design/message-flow.md).
     */
    private long deliver(final long from, final long to) {
        final UnsafeBuffer frames = buffer;
        final long address = ringAddress;
        final int offsetMask = mask;
        long position = from;
        long end = to;
        int messages = 0;
        int expectedLength = 0;
        int frameLength = HEADER_LENGTH;
        do {
            final int offset = (int) position & offsetMask;
            final int length = OffHeap.getInt(address + offset + LENGTH_OFFSET);
            if (length != expectedLength) {
                expectedLength = length;
                frameLength = RingChannel.frameLength(length);
            }
            final long next = position + frameLength;
            if (OffHeap.getByte(address + offset + TYPE_OFFSET) != TYPE_PADDING) {
                if (USES_CONTEXT) {
                    context.moveTo(offset, next);
                }
                try {
                    HANDLER.invokeExact(frames, offset + HEADER_LENGTH, length, (MessageContext) context);
                } catch (final Throwable failure) {
                    context.moveTo(offset, next);
                    countDelivered(messages); // whoever decides may look at it
                    messages = 0;
                    if (!recover(failure, offset, length)) {
                        break;
                    }
                    end = mustLeave() ? next : end;
                }
                messages++;
            }
            position = next;
        } while (position < end && !isLeaving());
        countDelivered(messages);
        return position;
    }

    /** Returns true where the lane goes on with the next message, false where the listener stops in front of this one. */
    private boolean recover(final Throwable first, final int offset, final int length) {
        Throwable failure = first;
        while (true) {
            final Recovery recovery = decide(failure);
            if (recovery != Recovery.AGAIN) {
                return recovery == Recovery.NEXT;
            }
            try {
                HANDLER.invokeExact(buffer, offset + HEADER_LENGTH, length, (MessageContext) context);
                return true;
            } catch (final Throwable again) {
                failure = again;
            }
        }
    }

    @Override
    void pass() {
        cursor.setRelease(context.position());
        countDelivered(1);
    }
}
