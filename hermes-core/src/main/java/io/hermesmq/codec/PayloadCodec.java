package io.hermesmq.codec;

import java.lang.invoke.MethodHandle;

/**
 * Measures, encodes and decodes messages of one type, by method handles.
 *
 * <p>A handle is straight-line code only where the compiler knows it as a constant: in a {@code static final} field or
 * as class data of a hidden class. The static types of every handle are exactly those given here, ready for {@code
 * invokeExact}; buffers are declared as {@link org.agrona.concurrent.UnsafeBuffer}, the class of all channels.
 *
 * <p>A publisher calls {@link #length()}, claims as many bytes, then calls {@link #encode()}. Whatever can be wrong
 * with a message is found by the first call, while nothing is claimed yet. What was measured is what must be encoded:
 * nobody may change a message (a {@code StringBuilder}, a buffer) between the two.
 */
public sealed interface PayloadCodec permits RecordCodec, WholePayloadCodec {

    /** The {@link #maxLength()} of messages without a maximum of their own. */
    int UNBOUNDED = Integer.MAX_VALUE;

    /**
     * The type of the messages, which is their static type in every handle.
     *
     * @return the type that the codec was asked for.
     */
    Class<?> messageType();

    /**
     * The most payload bytes of a message.
     *
     * @return bytes, or {@link #UNBOUNDED}.
     */
    int maxLength();

    /**
     * Whether every message takes {@link #maxLength()} bytes.
     *
     * @return true where the length does not depend on the message.
     */
    boolean isFixedLength();

    /**
     * Whether code of the user writes the payload, so that it must be kept within its bounds.
     *
     * @return true for a registered {@link MessageCodec}.
     */
    boolean runsUserCode();

    /**
     * A number that changes with the layout of the payload and is the same in every JVM.
     *
     * @return the fingerprint, or 0 where Hermes knows no layout.
     */
    long fingerprint();

    /**
     * The layout of the payload on one line, for logs and for comparing two layouts.
     *
     * @return the description.
     */
    String describe();

    /**
     * Measures a message: {@code (T)int}, its payload bytes. A call throws {@link MessageEncodingException} where the
     * message cannot be encoded.
     *
     * @return the handle.
     * @throws UnsupportedMessageTypeException where messages of this type can only be listened to.
     */
    MethodHandle length();

    /**
     * Writes a message that was measured: {@code (UnsafeBuffer, int offset, T)void}.
     *
     * @return the handle.
     * @throws UnsupportedMessageTypeException where messages of this type can only be listened to.
     */
    MethodHandle encode();

    /**
     * Reads a message: {@code (UnsafeBuffer, int offset, int length)T}. A call reads nothing outside of the given
     * bytes, which must lie in the buffer, and throws {@link MessageDecodingException} where they are no such message.
     *
     * @return the handle.
     * @throws UnsupportedMessageTypeException where messages of this type can only be published.
     */
    MethodHandle decode();
}
