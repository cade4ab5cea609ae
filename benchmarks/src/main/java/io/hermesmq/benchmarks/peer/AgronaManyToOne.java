package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/** Agrona's ring for many publishers: claimed, written in place, committed; read in batches. */
final class AgronaManyToOne extends PolledLink implements MessageHandler {

    private static final int BATCH_LIMIT = 64;
    private static final int TYPE = 1;
    private static final int ALIGNMENT = 128;

    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(
            BufferUtil.allocateDirectAligned(Sizes.RING_BYTES + RingBufferDescriptor.TRAILER_LENGTH, ALIGNMENT)));
    private final AtomicBuffer buffer = ring.buffer();
    private final IdleStrategy idle = idle();
    private final Receiver receiver;

    AgronaManyToOne(final Route route) {
        super(route);
        receiver = route.receiver();
    }

    @Override
    public void send(final long a, final long b) {
        int index = ring.tryClaim(TYPE, Sizes.MESSAGE_BYTES);
        while (index < 0) {
            idle.idle();
            index = ring.tryClaim(TYPE, Sizes.MESSAGE_BYTES);
        }
        buffer.putLong(index, a);
        buffer.putLong(index + 8, b);
        buffer.putLong(index + 16, a + 1);
        buffer.putLong(index + 24, a + 2);
        buffer.putLong(index + 32, a + 3);
        buffer.putLong(index + 40, a + 4);
        buffer.putLong(index + 48, a + 5);
        buffer.putLong(index + 56, a + 6);
        ring.commit(index);
    }

    @Override
    public void sendAll(final long first, final long count) {
        for (long a = first; a < first + count; a++) {
            send(a, a);
        }
    }

    @Override
    void poll() {
        while (isRunning()) {
            if (ring.read(this, BATCH_LIMIT) == 0) {
                idle.idle();
            }
        }
    }

    @Override
    public void onMessage(final int type, final MutableDirectBuffer source, final int index, final int length) {
        receiver.on(
                source.getLong(index),
                source.getLong(index + 8),
                source.getLong(index + 16),
                source.getLong(index + 24),
                source.getLong(index + 32),
                source.getLong(index + 40),
                source.getLong(index + 48),
                source.getLong(index + 56));
    }
}
