package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.memory.OffHeap;
import java.lang.invoke.MethodHandle;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Enum constants in a payload: the ordinal in one unsigned byte, in two where the enum has more than 255 constants. All
 * bits set is null.
 */
@SuppressWarnings("EnumOrdinal") // the order of the constants is part of the layout and of its fingerprint
final class EnumValue {

    private static final int NULL_IN_BYTE = 0xFF;
    private static final int NULL_IN_SHORT = 0xFFFF;

    private EnumValue() {}

    static int length(final Class<?> type) {
        return constants(type).length <= NULL_IN_BYTE ? 1 : 2;
    }

    static Enum<?>[] constants(final Class<?> type) {
        return (Enum<?>[]) type.getEnumConstants();
    }

    /** {@code (int offset, UnsafeBuffer, E)void}. */
    static MethodHandle writer(final Class<?> type, final int at) {
        final String name = length(type) == 1 ? "putByte" : "putShort";
        return Handles.find(
                        EnumValue.class,
                        name,
                        methodType(void.class, int.class, int.class, UnsafeBuffer.class, Enum.class),
                        at)
                .asType(methodType(void.class, int.class, UnsafeBuffer.class, type));
    }

    /** {@code (UnsafeBuffer, int offset)E}. */
    static MethodHandle reader(final Class<?> type, final int at, final String path) {
        final String name = length(type) == 1 ? "getByte" : "getShort";
        return Handles.find(
                        EnumValue.class,
                        name,
                        methodType(Enum.class, String.class, Enum[].class, int.class, UnsafeBuffer.class, int.class),
                        path,
                        constants(type),
                        at)
                .asType(methodType(type, UnsafeBuffer.class, int.class));
    }

    static void putByte(final int at, final int offset, final UnsafeBuffer buffer, final @Nullable Enum<?> value) {
        OffHeap.putByte(buffer.addressOffset() + offset + at, (byte) (value == null ? NULL_IN_BYTE : value.ordinal()));
    }

    static void putShort(final int at, final int offset, final UnsafeBuffer buffer, final @Nullable Enum<?> value) {
        OffHeap.putShort(
                buffer.addressOffset() + offset + at, (short) (value == null ? NULL_IN_SHORT : value.ordinal()));
    }

    static @Nullable Enum<?> getByte(
            final String path, final Enum<?>[] constants, final int at, final UnsafeBuffer buffer, final int offset) {
        final int ordinal = OffHeap.getByte(buffer.addressOffset() + offset + at) & 0xFF;
        return ordinal < constants.length ? constants[ordinal] : nullOf(path, constants, ordinal, NULL_IN_BYTE);
    }

    static @Nullable Enum<?> getShort(
            final String path, final Enum<?>[] constants, final int at, final UnsafeBuffer buffer, final int offset) {
        final int ordinal = OffHeap.getShort(buffer.addressOffset() + offset + at) & 0xFFFF;
        return ordinal < constants.length ? constants[ordinal] : nullOf(path, constants, ordinal, NULL_IN_SHORT);
    }

    private static @Nullable Enum<?> nullOf(
            final String path, final Enum<?>[] constants, final int ordinal, final int nullOrdinal) {
        if (ordinal == nullOrdinal) {
            return null;
        }
        final Class<?> type = constants.getClass().getComponentType();
        throw new MessageDecodingException("component '" + path + "' has ordinal " + ordinal + ", but "
                + type.getTypeName() + " has " + constants.length
                + " constants; the payload is damaged, or its writer knows a newer " + type.getSimpleName());
    }
}
