package io.hermesmq.reliability.app;

import io.hermesmq.codec.MessageCodec;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/** Reads values; writes half of a message and then throws. */
final class MessageBytesCodec implements MessageCodec<MessageBytes> {

    @Override
    public Class<MessageBytes> type() {
        return MessageBytes.class;
    }

    @Override
    public int encodedLength(final MessageBytes message) {
        return message.length();
    }

    @Override
    public void encode(final MessageBytes message, final MutableDirectBuffer buffer, final int offset) {
        buffer.putBytes(offset, message.buffer(), message.offset(), message.length() / 2);
        throw new PlannedException("a codec that fails in the middle of a message");
    }

    @Override
    public MessageBytes decode(final DirectBuffer buffer, final int offset, final int length) {
        return MessageBytes.read(buffer, offset, length);
    }
}
