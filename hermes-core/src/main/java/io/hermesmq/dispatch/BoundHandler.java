package io.hermesmq.dispatch;

import io.hermesmq.codec.PayloadCodec;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * A listener method with its decoding, composed to one handle.
 *
 * @param handle {@code (UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}.
 * @param usesContext whether the method gets the context.
 * @param messageType the record or other type that it listens to, or {@code DirectBuffer} for raw bytes.
 * @param codec that decodes it, or null for raw bytes.
 */
public record BoundHandler(
        MethodHandle handle,
        boolean usesContext,
        Class<?> messageType,
        @Nullable PayloadCodec codec) {

    /** The same with another handle in place of this one. */
    BoundHandler withHandle(final MethodHandle other) {
        return new BoundHandler(other, usesContext, messageType, codec);
    }

    /** What tells the layout of the messages, or 0 where they have none. */
    long fingerprint() {
        return codec == null ? 0 : codec.fingerprint();
    }
}
