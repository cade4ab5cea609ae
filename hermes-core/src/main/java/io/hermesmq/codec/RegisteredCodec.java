package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Makes payload codecs of a user's {@link MessageCodec}, which is a constant of their handles.
 */
final class RegisteredCodec {

    private RegisteredCodec() {}

    static PayloadCodec publishing(final Class<?> type, final MessageCodec<?> codec) {
        final MethodHandle length = Handles.find(
                RegisteredCodec.class,
                "length",
                methodType(int.class, MessageCodec.class, int.class, Object.class),
                codec,
                codec.maxLength());
        final MethodHandle encode = Handles.find(
                RegisteredCodec.class,
                "encode",
                methodType(void.class, MessageCodec.class, UnsafeBuffer.class, int.class, Object.class),
                codec);
        return WholePayloadCodec.publishing(type, describe(codec), codec.maxLength(), length, encode)
                .ofUser();
    }

    static PayloadCodec listening(final MessageCodec<?> codec) {
        final MethodHandle decode = Handles.find(
                RegisteredCodec.class,
                "decode",
                methodType(Object.class, MessageCodec.class, UnsafeBuffer.class, int.class, int.class),
                codec);
        return WholePayloadCodec.listening(codec.type(), describe(codec), codec.maxLength(), decode)
                .ofUser();
    }

    private static String describe(final MessageCodec<?> codec) {
        return codec.type().getTypeName() + " by " + codec.getClass().getTypeName();
    }

    static int length(final MessageCodec<Object> codec, final int maxLength, final @Nullable Object message) {
        if (message == null) {
            throw new MessageEncodingException(
                    "message is null; publish a " + codec.type().getTypeName());
        }
        final int length = codec.encodedLength(message);
        if (length < 0 || length > maxLength) {
            throw new MessageEncodingException("message " + message.getClass().getTypeName() + " has " + length
                    + " bytes, the maximum of " + codec.getClass().getTypeName() + " is " + maxLength);
        }
        return length;
    }

    static void encode(
            final MessageCodec<Object> codec, final UnsafeBuffer buffer, final int offset, final Object message) {
        codec.encode(message, buffer, offset);
    }

    static Object decode(
            final MessageCodec<Object> codec, final UnsafeBuffer buffer, final int offset, final int length) {
        return codec.decode(buffer, offset, length);
    }
}
