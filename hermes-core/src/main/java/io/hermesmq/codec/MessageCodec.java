package io.hermesmq.codec;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Encodes and decodes messages of a type that Hermes does not know, such as classes that travel as JSON. Written by
 * users and given to {@link Codecs}.
 *
 * <p>An instance is called by all threads that publish or listen, so it holds no state that they could share by
 * accident. Every publish calls {@link #encodedLength} and then, on the same thread and with the same message, {@link
 * #encode}: a format that learns the length only by encoding may keep the bytes in a {@link ThreadLocal} in between.
 *
 * @param <T> the type of the messages.
 */
public interface MessageCodec<T> {

    /**
     * The type of the messages. Publishers may also publish its subtypes.
     *
     * @return the type.
     */
    Class<T> type();

    /**
     * The most bytes that a message takes. Longer messages are refused.
     *
     * @return bytes, or {@link PayloadCodec#UNBOUNDED}, the default.
     */
    default int maxLength() {
        return PayloadCodec.UNBOUNDED;
    }

    /**
     * How many bytes a message takes.
     *
     * @param message to be published; never null.
     * @return exactly as many bytes as {@link #encode} writes.
     */
    int encodedLength(T message);

    /**
     * Writes a message in place. What is written behind the encoded length damages the channel.
     *
     * @param message to be published.
     * @param buffer of the channel.
     * @param offset of the first byte to write.
     */
    void encode(T message, MutableDirectBuffer buffer, int offset);

    /**
     * Reads a message. The bytes belong to the channel: the message must not refer to them.
     *
     * @param buffer of the channel.
     * @param offset of the first byte.
     * @param length how many bytes there are.
     * @return the message.
     */
    T decode(DirectBuffer buffer, int offset, int length);
}
