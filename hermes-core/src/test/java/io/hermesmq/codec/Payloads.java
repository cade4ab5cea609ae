package io.hermesmq.codec;

import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;

/** Calls the handles of a codec with payloads that end where the buffer ends, so that reading further fails. */
final class Payloads {

    /** Odd, so that nothing is aligned. */
    static final int OFFSET = 5;

    private static final byte BACKGROUND = (byte) 0xEE;

    private Payloads() {}

    static int length(final PayloadCodec codec, final Object message) throws Throwable {
        return (int) codec.length().invoke(message);
    }

    static byte[] encode(final PayloadCodec codec, final Object message) throws Throwable {
        final int length = length(codec, message);
        return written(length, (buffer, offset) -> codec.encode().invoke(buffer, offset, message));
    }

    /** The payload that a writer writes, after checking that it wrote nothing around it. */
    static byte[] written(final int length, final Writer writer) throws Throwable {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(OFFSET + length + OFFSET));
        buffer.setMemory(0, buffer.capacity(), BACKGROUND);
        writer.write(buffer, OFFSET);
        for (int i = 0; i < OFFSET; i++) {
            if (buffer.getByte(i) != BACKGROUND || buffer.getByte(OFFSET + length + i) != BACKGROUND) {
                throw new AssertionError("wrote outside of " + length + " bytes");
            }
        }
        final byte[] payload = new byte[length];
        buffer.getBytes(OFFSET, payload);
        return payload;
    }

    static Object decode(final PayloadCodec codec, final byte... payload) throws Throwable {
        return read(codec.decode(), payload);
    }

    static Object read(final MethodHandle decode, final byte... payload) throws Throwable {
        return decode.invoke(bufferOf(payload), OFFSET, payload.length);
    }

    static UnsafeBuffer bufferOf(final byte... payload) {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(OFFSET + payload.length));
        buffer.putBytes(OFFSET, payload);
        return buffer;
    }

    static Object roundTrip(final PayloadCodec codec, final Object message) throws Throwable {
        return decode(codec, encode(codec, message));
    }

    static String hex(final byte... bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] bytes(final String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    interface Writer {
        void write(UnsafeBuffer buffer, int offset) throws Throwable;
    }
}
