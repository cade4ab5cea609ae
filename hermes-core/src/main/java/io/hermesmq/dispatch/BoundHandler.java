package io.hermesmq.dispatch;

import java.lang.invoke.MethodHandle;

/**
 * A listener method with its decoding, composed to one handle.
 *
 * @param handle {@code (UnsafeBuffer, int payloadOffset, int payloadLength, MessageContext)void}.
 * @param usesContext whether the method gets the context.
 * @param messageType the record or other type that it listens to, or {@code DirectBuffer} for raw bytes.
 * @param fingerprint of the layout of that type, or 0 where it has none.
 */
public record BoundHandler(MethodHandle handle, boolean usesContext, Class<?> messageType, long fingerprint) {}
