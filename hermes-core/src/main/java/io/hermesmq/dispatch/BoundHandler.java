package io.hermesmq.dispatch;

import io.hermesmq.codec.PayloadCodec;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A listener method with its decoding, composed to one handle.
 *
 * @param handle {@code (UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}; for batches {@code (Batch,
 *     MessageContext)void}.
 * @param usesContext whether the method gets the context.
 * @param messageType the record or other type that it listens to, or {@code DirectBuffer} for raw bytes.
 * @param codec that decodes it, or null for raw bytes.
 * @param ack by which the method acknowledges, or null.
 * @param takesBatches whether it is called with batches.
 * @param filter {@code (UnsafeBuffer, int payloadOffset, int payloadLength)boolean}, or null where it gets every message.
 */
public record BoundHandler(
        MethodHandle handle,
        boolean usesContext,
        Class<?> messageType,
        @Nullable PayloadCodec codec,
        @Nullable HandlerAck ack,
        boolean takesBatches,
        @Nullable MethodHandle filter) {

    /** One that is called with single messages, all of them, and acknowledges nothing by hand. */
    BoundHandler(
            final MethodHandle handle,
            final boolean usesContext,
            final Class<?> messageType,
            final @Nullable PayloadCodec codec) {
        this(handle, usesContext, messageType, codec, null, false, null);
    }

    /** The same with a filter in front. */
    BoundHandler withFilter(final MethodHandle admits) {
        return new BoundHandler(handle, usesContext, messageType, codec, ack, takesBatches, admits);
    }

    /**
     * Whether the listener acknowledges by hand.
     *
     * @return true where its method takes an {@link io.hermesmq.Ack}.
     */
    public boolean acknowledges() {
        return ack != null;
    }

    /** What tells the layout of the messages, or 0 where they have none. */
    long fingerprint() {
        return codec == null ? 0 : codec.fingerprint();
    }
}
