package io.hermesmq.benchmarks.hermes;

import io.hermesmq.benchmarks.side.Filling;
import io.hermesmq.benchmarks.side.Payloads;
import io.hermesmq.benchmarks.side.Receiver;
import java.lang.reflect.Method;
import org.agrona.DirectBuffer;

/** A listener that reads the bytes where they are. */
final class BytesListener {

    private final Receiver receiver;
    private final Filling filling;

    BytesListener(final Receiver receiver, final Filling filling) {
        this.receiver = receiver;
        this.filling = filling;
    }

    void on(final DirectBuffer buffer, final int offset, final int length) {
        buffer.getBytes(offset + Payloads.LONGS_BYTES, filling.target(), 0, length - Payloads.LONGS_BYTES);
        filling.check();
        receiver.on(
                buffer.getLong(offset),
                buffer.getLong(offset + 8),
                buffer.getLong(offset + 16),
                buffer.getLong(offset + 24),
                buffer.getLong(offset + 32),
                buffer.getLong(offset + 40),
                buffer.getLong(offset + 48),
                buffer.getLong(offset + 56));
    }

    static Method method() {
        try {
            return BytesListener.class.getDeclaredMethod("on", DirectBuffer.class, int.class, int.class);
        } catch (final NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
