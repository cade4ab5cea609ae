package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Texts and byte arrays behind the fixed block of a record: the length as four bytes, then the bytes. Length -1 is
 * null.
 *
 * @param path of the component, for errors.
 * @param type of the component: {@code String}, {@code CharSequence} or {@code byte[]}.
 * @param max the most bytes of the value.
 */
record VariableValue(String path, Class<?> type, int max) {

    /** Bytes in front of every value. */
    static final int PREFIX_LENGTH = Integer.BYTES;

    private static final int NULL_LENGTH = -1;

    static boolean isVariable(final Class<?> type) {
        return isText(type) || type == byte[].class;
    }

    static boolean isText(final Class<?> type) {
        return type == String.class || type == CharSequence.class;
    }

    /** {@code (int sum, V)int}: adds the bytes that the value takes, prefix included. */
    MethodHandle measure() {
        final MethodType type = methodType(int.class, String.class, int.class, int.class, writtenAs());
        return Handles.find(VariableValue.class, "measure", type, path, max)
                .asType(methodType(int.class, int.class, this.type));
    }

    /** {@code (int position, UnsafeBuffer, V)int}: writes the value and returns the position behind it. */
    MethodHandle writer() {
        final MethodType type = methodType(int.class, int.class, UnsafeBuffer.class, writtenAs());
        return Handles.find(VariableValue.class, "write", type).asType(type.changeParameterType(2, this.type));
    }

    /** {@code (int position, UnsafeBuffer, int offset, int length)V}. */
    MethodHandle reader() {
        final Class<?> read = isText(type) ? String.class : byte[].class;
        final MethodHandle reader = decoding(isText(type) ? "readText" : "readBytes", read);
        return reader.asType(reader.type().changeReturnType(type));
    }

    /** {@code (int position, UnsafeBuffer, int offset, int length)int}: the position behind the value. */
    MethodHandle skip() {
        return decoding("skip", int.class);
    }

    /** {@code (int position, UnsafeBuffer, int offset, int length)long}: the {@link KeyHash} of the value. */
    MethodHandle hash() {
        return decoding("hash", long.class);
    }

    private Class<?> writtenAs() {
        return isText(type) ? CharSequence.class : byte[].class;
    }

    private MethodHandle decoding(final String name, final Class<?> result) {
        final MethodType type =
                methodType(result, String.class, int.class, int.class, UnsafeBuffer.class, int.class, int.class);
        return Handles.find(VariableValue.class, name, type, path, max);
    }

    static int measure(final String path, final int max, final int sum, final @Nullable CharSequence value) {
        return sum + PREFIX_LENGTH + (value == null ? 0 : checked(path, max, Utf8.length(value)));
    }

    static int measure(final String path, final int max, final int sum, final byte @Nullable [] value) {
        return sum + PREFIX_LENGTH + (value == null ? 0 : checked(path, max, value.length));
    }

    private static int checked(final String path, final int max, final int length) {
        if (length > max) {
            throw new MessageEncodingException("component '" + path + "' has " + length + " bytes, its maximum is "
                    + max + "; shorten the value or raise its @MaxLength");
        }
        return length;
    }

    static int write(final int position, final UnsafeBuffer buffer, final @Nullable CharSequence value) {
        final int start = position + PREFIX_LENGTH;
        final int end = value == null ? start : Utf8.encode(value, buffer, start);
        buffer.putInt(position, value == null ? NULL_LENGTH : end - start, LITTLE_ENDIAN);
        return end;
    }

    static int write(final int position, final UnsafeBuffer buffer, final byte @Nullable [] value) {
        final int start = position + PREFIX_LENGTH;
        if (value == null) {
            buffer.putInt(position, NULL_LENGTH, LITTLE_ENDIAN);
            return start;
        }
        buffer.putInt(position, value.length, LITTLE_ENDIAN);
        buffer.putBytes(start, value, 0, value.length);
        return start + value.length;
    }

    static @Nullable String readText(
            final String path,
            final int max,
            final int position,
            final UnsafeBuffer buffer,
            final int offset,
            final int length) {
        final int bytes = lengthAt(position, path, max, buffer, offset + length);
        return bytes == NULL_LENGTH ? null : Utf8.decode(buffer, position + PREFIX_LENGTH, bytes);
    }

    static byte @Nullable [] readBytes(
            final String path,
            final int max,
            final int position,
            final UnsafeBuffer buffer,
            final int offset,
            final int length) {
        final int bytes = lengthAt(position, path, max, buffer, offset + length);
        if (bytes == NULL_LENGTH) {
            return null;
        }
        final byte[] value = new byte[bytes];
        buffer.getBytes(position + PREFIX_LENGTH, value);
        return value;
    }

    static long hash(
            final String path,
            final int max,
            final int position,
            final UnsafeBuffer buffer,
            final int offset,
            final int length) {
        return KeyHash.hash(buffer, position + PREFIX_LENGTH, lengthAt(position, path, max, buffer, offset + length));
    }

    static int skip(
            final String path,
            final int max,
            final int position,
            final UnsafeBuffer buffer,
            final int offset,
            final int length) {
        final int bytes = lengthAt(position, path, max, buffer, offset + length);
        return position + PREFIX_LENGTH + Math.max(0, bytes);
    }

    private static int lengthAt(
            final int position, final String path, final int max, final UnsafeBuffer buffer, final int end) {
        final int available = end - position - PREFIX_LENGTH;
        if (available < 0) {
            throw new MessageDecodingException("component '" + path + "' needs " + PREFIX_LENGTH
                    + " bytes for its length, but the payload has " + (end - position)
                    + " left; it is damaged, or was written with another layout");
        }
        final int length = buffer.getInt(position, LITTLE_ENDIAN);
        if (length < NULL_LENGTH || length > max || length > available) {
            throw new MessageDecodingException(
                    "component '" + path + "' has length " + length + ", its maximum is " + max
                            + " and the payload has " + available
                            + " bytes left; it is damaged, or was written with another layout");
        }
        return length;
    }
}
