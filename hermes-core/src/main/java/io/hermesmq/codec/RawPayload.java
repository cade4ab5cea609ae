package io.hermesmq.codec;

import static io.hermesmq.codec.PayloadCodec.UNBOUNDED;
import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Messages that are the bytes of the payload: text, byte arrays and buffers.
 */
final class RawPayload {

    private RawPayload() {}

    /** A codec for publishers of a subtype of these, or null. */
    static @Nullable PayloadCodec publishing(final Class<?> type) {
        if (CharSequence.class.isAssignableFrom(type)) {
            return publishing(type, "utf8", CharSequence.class);
        }
        if (type == byte[].class) {
            return publishing(type, "bytes", byte[].class);
        }
        if (DirectBuffer.class.isAssignableFrom(type)) {
            return publishing(type, "bytes", DirectBuffer.class);
        }
        if (ByteBuffer.class.isAssignableFrom(type)) {
            return publishing(type, "bytes", ByteBuffer.class);
        }
        return null;
    }

    /** A codec for one listener, or null. What it shows of a buffer it shows through the view. */
    static @Nullable PayloadCodec listening(final Class<?> type, final UnsafeBuffer view) {
        if (VariableValue.isText(type)) {
            return listening(type, "utf8", decoding(String.class, "decodeText"));
        }
        if (type == byte[].class) {
            return listening(type, "bytes", decoding(byte[].class, "decodeBytes"));
        }
        if (type == DirectBuffer.class) {
            final MethodHandle decode = Handles.find(
                    RawPayload.class,
                    "decodeView",
                    methodType(DirectBuffer.class, UnsafeBuffer.class, UnsafeBuffer.class, int.class, int.class),
                    view);
            return listening(type, "bytes", decode);
        }
        return null;
    }

    private static PayloadCodec publishing(final Class<?> type, final String description, final Class<?> parameter) {
        return WholePayloadCodec.publishing(
                type,
                description,
                UNBOUNDED,
                Handles.find(RawPayload.class, "length", methodType(int.class, parameter)),
                Handles.find(
                        RawPayload.class, "encode", methodType(void.class, UnsafeBuffer.class, int.class, parameter)));
    }

    private static PayloadCodec listening(final Class<?> type, final String description, final MethodHandle decode) {
        return WholePayloadCodec.listening(type, description, UNBOUNDED, decode);
    }

    private static MethodHandle decoding(final Class<?> result, final String name) {
        return Handles.find(RawPayload.class, name, methodType(result, UnsafeBuffer.class, int.class, int.class));
    }

    static int length(final @Nullable CharSequence message) {
        return Utf8.length(present(message, "an empty text"));
    }

    static void encode(final UnsafeBuffer buffer, final int offset, final CharSequence message) {
        Utf8.encode(message, buffer, offset);
    }

    static int length(final byte @Nullable [] message) {
        return present(message, "an empty array").length;
    }

    static void encode(final UnsafeBuffer buffer, final int offset, final byte[] message) {
        buffer.putBytes(offset, message);
    }

    static int length(final @Nullable DirectBuffer message) {
        return present(message, "a buffer of length 0").capacity();
    }

    static void encode(final UnsafeBuffer buffer, final int offset, final DirectBuffer message) {
        buffer.putBytes(offset, message, 0, message.capacity());
    }

    static int length(final @Nullable ByteBuffer message) {
        return present(message, "a buffer without remaining bytes").remaining();
    }

    static void encode(final UnsafeBuffer buffer, final int offset, final ByteBuffer message) {
        buffer.putBytes(offset, message, message.position(), message.remaining());
    }

    private static <T> T present(final @Nullable T message, final String instead) {
        if (message == null) {
            throw new MessageEncodingException("message is null, which has no bytes; publish " + instead + " instead");
        }
        return message;
    }

    static String decodeText(final UnsafeBuffer buffer, final int offset, final int length) {
        return Utf8.decode(buffer, offset, length);
    }

    static byte[] decodeBytes(final UnsafeBuffer buffer, final int offset, final int length) {
        final byte[] message = new byte[length];
        buffer.getBytes(offset, message);
        return message;
    }

    static DirectBuffer decodeView(
            final UnsafeBuffer view, final UnsafeBuffer buffer, final int offset, final int length) {
        view.wrap(buffer, offset, length);
        return view;
    }
}
