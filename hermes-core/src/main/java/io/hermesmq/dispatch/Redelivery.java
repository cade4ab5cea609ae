package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.FLAG_CHECKSUM;
import static io.hermesmq.frame.FrameLayout.FLAG_REDELIVERED;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import io.hermesmq.MessageContext;
import io.hermesmq.channel.Channel;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.BitUtil;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers messages to one listener alone, besides those of its channel: dead letters that are tried again. On the thread of its lane,
 * one in each poll, and not while the listener waits. Each is delivered once; whoever sent it hears what came of it.
 */
final class Redelivery {

    private static final Logger LOG = LoggerFactory.getLogger(Redelivery.class);

    /** {@code (UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}. */
    private final MethodHandle handler;

    private final @Nullable HandlerAck ack;
    private final Hold hold;
    private final UnsafeBuffer frame = new UnsafeBuffer(ByteBuffer.allocateDirect(256));
    private final FrameContext context;
    private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    private record Letter(DirectBuffer frame, long position, int attempt, RedeliveryOutcome outcome) {}

    Redelivery(final Channel channel, final TypedHandlers handlers, final Hold hold) {
        final BoundHandler batched = handlers.batched();
        handler = batched == null ? FrameDispatch.unguarded(handlers) : BatchOfOne.of(batched, frame);
        ack = handlers.ack();
        this.hold = hold;
        context = new FrameContext(channel, frame);
    }

    /** Takes a frame for delivery. Any thread. */
    void add(final byte[] letter, final long position, final int attempt, final RedeliveryOutcome outcome) {
        letters.add(new Letter(new UnsafeBuffer(letter), position, attempt, outcome));
        if (stopped) {
            abandonAll();
        }
    }

    /** Whether a frame waits for its delivery, or is being delivered. Any thread. */
    boolean isEmpty() {
        return letters.isEmpty();
    }

    /** Delivers a frame, where there is one and the listener does not wait; returns how many. */
    int deliverNext() {
        final Letter letter = stopped || hold.holds() ? null : letters.peek();
        if (letter == null) {
            return 0;
        }
        try {
            deliver(letter);
        } finally {
            letters.remove(letter);
        }
        return 1;
    }

    private void deliver(final Letter letter) {
        final int frameLength = letter.frame.capacity();
        if (frameLength > frame.capacity()) {
            frame.wrap(ByteBuffer.allocateDirect(BitUtil.findNextPositivePowerOfTwo(frameLength)));
        }
        frame.putBytes(0, letter.frame, 0, frameLength);
        final int flags = (frame.getShort(FLAGS_OFFSET, LITTLE_ENDIAN) & ~FLAG_CHECKSUM) | FLAG_REDELIVERED;
        frame.putShort(FLAGS_OFFSET, (short) flags, LITTLE_ENDIAN);
        context.moveToLast(0, letter.position, 0);
        context.retry(letter.attempt);
        final boolean mayCommit = ack == null || ack.mayCommit();
        try {
            try {
                handler.invokeExact(
                        frame, HEADER_LENGTH, frame.getInt(LENGTH_OFFSET, LITTLE_ENDIAN), (MessageContext) context);
            } catch (final Throwable failure) {
                letter.outcome.failed(failure);
                return;
            } finally {
                if (ack != null) {
                    ack.restore(mayCommit); // a letter that is acknowledged says nothing about messages of the channel
                }
            }
            letter.outcome.handled();
        } catch (final Throwable broken) {
            LOG.error("what came of {}, delivered again, could not be noted", context, broken);
        }
    }

    /** Frames are delivered again. For the thread of the lane. */
    void start() {
        stopped = false;
    }

    /** No frame is delivered from now on. Any thread. */
    void stop() {
        stopped = true;
        abandonAll();
    }

    private void abandonAll() {
        for (Letter letter = letters.poll(); letter != null; letter = letters.poll()) {
            letter.outcome.abandoned();
        }
    }
}
