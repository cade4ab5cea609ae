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
    private final boolean runsUserCode;
    private final @Nullable MethodHandle length;
    private final @Nullable MethodHandle encode;
    private final @Nullable MethodHandle decode;

    private WholePayloadCodec(
            final Class<?> messageType,
            final String description,
            final int maxLength,
            final boolean runsUserCode,
            final @Nullable MethodHandle length,
            final @Nullable MethodHandle encode,
            final @Nullable MethodHandle decode) {
        this.messageType = messageType;
        this.description = description;
        this.maxLength = maxLength;
        this.runsUserCode = runsUserCode;
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
        return new WholePayloadCodec(type, description, maxLength, false, length, encode, null);
    }

    static WholePayloadCodec listening(
            final Class<?> type, final String description, final int maxLength, final MethodHandle decode) {
        return new WholePayloadCodec(type, description, maxLength, false, null, null, decode);
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

    /** The same codec, whose messages code of the user writes. */
    WholePayloadCodec ofUser() {
        return new WholePayloadCodec(messageType, description, maxLength, true, length, encode, decode);
    }

    @Override
    public boolean runsUserCode() {
        return runsUserCode;
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
