package io.hermesmq.dispatch;

import io.hermesmq.MessageContext;
import org.agrona.DirectBuffer;

/** A handler of bytes inside Hermes. */
@FunctionalInterface
public interface RawHandler {

    /**
     * Handles a message of any type.
     *
     * @param buffer that holds it.
     * @param offset of its first byte.
     * @param length in bytes.
     * @param context of the message.
     */
    void onMessage(DirectBuffer buffer, int offset, int length, MessageContext context);
}
