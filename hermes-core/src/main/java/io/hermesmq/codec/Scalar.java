package io.hermesmq.codec;

import static java.lang.invoke.MethodType.methodType;

import io.hermesmq.memory.OffHeap;
import java.lang.invoke.MethodHandle;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The primitive types and how they lie in a payload: little-endian, at any alignment. The range of the fixed block was
 * checked before, once for all of them.
 */
enum Scalar {
    BOOL(boolean.class, 1, "getBoolean"),
    INT8(byte.class, 1, "getByte"),
    INT16(short.class, 2, "getShort"),
    CHAR16(char.class, 2, "getChar"),
    INT32(int.class, 4, "getInt"),
    INT64(long.class, 8, "getLong"),
    FLOAT32(float.class, 4, "getFloat"),
    FLOAT64(double.class, 8, "getDouble");

    private static final Scalar[] VALUES = values();

    private final Class<?> type;
    private final int length;
    private final String getter;

    Scalar(final Class<?> type, final int length, final String getter) {
        this.type = type;
        this.length = length;
        this.getter = getter;
    }

    static @Nullable Scalar of(final Class<?> type) {
        for (final Scalar scalar : VALUES) {
            if (scalar.type == type) {
                return scalar;
            }
        }
        return null;
    }

    int length() {
        return length;
    }

    /** {@code (int offset, UnsafeBuffer, value)void}. */
    MethodHandle writer(final int at) {
        return Handles.find(
                Scalar.class, "put", methodType(void.class, int.class, int.class, UnsafeBuffer.class, type), at);
    }

    /** {@code (UnsafeBuffer, int offset)value}. */
    MethodHandle reader(final int at) {
        return Handles.find(Scalar.class, getter, methodType(type, int.class, UnsafeBuffer.class, int.class), at);
    }

    static void put(final int at, final int offset, final UnsafeBuffer buffer, final boolean value) {
        OffHeap.putByte(buffer.addressOffset() + offset + at, value ? (byte) 1 : 0);
    }

    static void put(final int at, final int offset, final UnsafeBuffer buffer, final byte value) {
        OffHeap.putByte(buffer.addressOffset() + offset + at, value);
    }

    static void put(final int at, final int offset, final UnsafeBuffer buffer, final short value) {
        OffHeap.putShort(buffer.addressOffset() + offset + at, value);
    }

    static void put(final int at, final int offset, final UnsafeBuffer buffer, final char value) {
        OffHeap.putShort(buffer.addressOffset() + offset + at, (short) value);
    }

    static void put(final int at, final int offset, final UnsafeBuffer buffer, final int value) {
        OffHeap.putInt(buffer.addressOffset() + offset + at, value);
    }

    static void put(final int at, final int offset, final UnsafeBuffer buffer, final long value) {
        OffHeap.putLong(buffer.addressOffset() + offset + at, value);
    }

    static void put(final int at, final int offset, final UnsafeBuffer buffer, final float value) {
        OffHeap.putInt(buffer.addressOffset() + offset + at, Float.floatToRawIntBits(value));
    }

    static void put(final int at, final int offset, final UnsafeBuffer buffer, final double value) {
        OffHeap.putLong(buffer.addressOffset() + offset + at, Double.doubleToRawLongBits(value));
    }

    static boolean getBoolean(final int at, final UnsafeBuffer buffer, final int offset) {
        return OffHeap.getByte(buffer.addressOffset() + offset + at) != 0;
    }

    static byte getByte(final int at, final UnsafeBuffer buffer, final int offset) {
        return OffHeap.getByte(buffer.addressOffset() + offset + at);
    }

    static short getShort(final int at, final UnsafeBuffer buffer, final int offset) {
        return OffHeap.getShort(buffer.addressOffset() + offset + at);
    }

    static char getChar(final int at, final UnsafeBuffer buffer, final int offset) {
        return (char) OffHeap.getShort(buffer.addressOffset() + offset + at);
    }

    static int getInt(final int at, final UnsafeBuffer buffer, final int offset) {
        return OffHeap.getInt(buffer.addressOffset() + offset + at);
    }

    static long getLong(final int at, final UnsafeBuffer buffer, final int offset) {
        return OffHeap.getLong(buffer.addressOffset() + offset + at);
    }

    static float getFloat(final int at, final UnsafeBuffer buffer, final int offset) {
        return Float.intBitsToFloat(OffHeap.getInt(buffer.addressOffset() + offset + at));
    }

    static double getDouble(final int at, final UnsafeBuffer buffer, final int offset) {
        return Double.longBitsToDouble(OffHeap.getLong(buffer.addressOffset() + offset + at));
    }
}
