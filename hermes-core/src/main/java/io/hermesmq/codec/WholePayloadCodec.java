package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A codec for messages that fill the payload in a way that Hermes does not look into. It may lack one direction.
 */
final class WholePayloadCodec implements PayloadCodec {

    private final Class<?> messageType;
    private final String description;
    private final int maxLength;
    private final @Nullable MethodHandle length;
    private final @Nullable MethodHandle encode;
    private final @Nullable MethodHandle decode;

    private WholePayloadCodec(
            final Class<?> messageType,
            final String description,
            final int maxLength,
            final @Nullable MethodHandle length,
            final @Nullable MethodHandle encode,
            final @Nullable MethodHandle decode) {
        this.messageType = messageType;
        this.description = description;
        this.maxLength = maxLength;
        this.length = length == null ? null : length.asType(methodType(int.class, messageType));
        this.encode = encode == null
                ? null
                : encode.asType(methodType(void.class, UnsafeBuffer.class, int.class, messageType));
        this.decode = decode == null
                ? null
                : decode.asType(methodType(messageType, UnsafeBuffer.class, int.class, int.class));
    }

    static WholePayloadCodec publishing(
            final Class<?> type,
            final String description,
            final int maxLength,
            final MethodHandle length,
            final MethodHandle encode) {
        return new WholePayloadCodec(type, description, maxLength, length, encode, null);
    }

    static WholePayloadCodec listening(
            final Class<?> type, final String description, final int maxLength, final MethodHandle decode) {
        return new WholePayloadCodec(type, description, maxLength, null, null, decode);
    }

    @Override
    public Class<?> messageType() {
        return messageType;
    }

    @Override
    public int maxLength() {
        return maxLength;
    }

    @Override
    public boolean isFixedLength() {
        return false;
    }

    @Override
    public long fingerprint() {
        return 0;
    }

    @Override
    public String describe() {
        return description;
    }

    @Override
    public MethodHandle length() {
        return present(length, "published");
    }

    @Override
    public MethodHandle encode() {
        return present(encode, "published");
    }

    @Override
    public MethodHandle decode() {
        return present(decode, "listened to");
    }

    private MethodHandle present(final @Nullable MethodHandle handle, final String direction) {
        if (handle == null) {
            throw new UnsupportedMessageTypeException(
                    "this codec of " + messageType.getTypeName() + " was not made for messages to be " + direction);
        }
        return handle;
    }
}
