package io.hermesmq.memory;

import java.nio.ByteOrder;
import org.agrona.UnsafeApi;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Little-endian values at an address, at any alignment. Nothing is checked here: whoever hands on an address has checked the whole
 * range once, with {@link #address}.
 *
 * <p>An access by address can touch no object, so the compiler keeps fields in registers around it and merges what
 * repeats. An access through a buffer can, as the buffer may stand on an array; there it reads the fields of the buffer
 * anew and checks the bounds for each value. For a record of eight longs that is 12 ns against 9 to publish and 7 against 4.4 to
 * deliver (JDK 17).
 */
public final class OffHeap {

    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;

    private OffHeap() {}

    /**
     * The address of a range of a buffer, after checking that the range lies in the buffer and the buffer outside of the
     * heap.
     *
     * @param buffer that holds the range.
     * @param offset of its first byte.
     * @param length in bytes.
     * @return the address of the first byte.
     * @throws IndexOutOfBoundsException where the range leaves the buffer.
     * @throws IllegalArgumentException where the buffer stands on an array.
     */
    public static long address(final UnsafeBuffer buffer, final int offset, final int length) {
        if ((offset | length) < 0 || length > buffer.capacity() - offset) {
            throw new IndexOutOfBoundsException("range of " + length + " bytes at offset " + offset
                    + " is outside of a buffer of " + buffer.capacity() + " bytes");
        }
        if (buffer.byteArray() != null) {
            throw new IllegalArgumentException(
                    "the buffer stands on a byte[]; use memory outside of the heap, such as ByteBuffer.allocateDirect");
        }
        return buffer.addressOffset() + offset;
    }

    /**
     * Writes a byte.
     *
     * @param address where.
     * @param value to write.
     */
    public static void putByte(final long address, final byte value) {
        UnsafeApi.putByte(address, value);
    }

    /**
     * Writes a short.
     *
     * @param address where.
     * @param value to write.
     */
    public static void putShort(final long address, final short value) {
        UnsafeApi.putShort(address, SWAP ? Short.reverseBytes(value) : value);
    }

    /**
     * Writes an int.
     *
     * @param address where.
     * @param value to write.
     */
    public static void putInt(final long address, final int value) {
        UnsafeApi.putInt(address, SWAP ? Integer.reverseBytes(value) : value);
    }

    /**
     * Writes a long.
     *
     * @param address where.
     * @param value to write.
     */
    public static void putLong(final long address, final long value) {
        UnsafeApi.putLong(address, SWAP ? Long.reverseBytes(value) : value);
    }

    /**
     * Reads a byte.
     *
     * @param address where.
     * @return the value.
     */
    public static byte getByte(final long address) {
        return UnsafeApi.getByte(address);
    }

    /**
     * Reads a short.
     *
     * @param address where.
     * @return the value.
     */
    public static short getShort(final long address) {
        final short value = UnsafeApi.getShort(address);
        return SWAP ? Short.reverseBytes(value) : value;
    }

    /**
     * Reads an int.
     *
     * @param address where.
     * @return the value.
     */
    public static int getInt(final long address) {
        final int value = UnsafeApi.getInt(address);
        return SWAP ? Integer.reverseBytes(value) : value;
    }

    /**
     * Reads a long.
     *
     * @param address where.
     * @return the value.
     */
    public static long getLong(final long address) {
        final long value = UnsafeApi.getLong(address);
        return SWAP ? Long.reverseBytes(value) : value;
    }

    /**
     * Writes a long at a multiple of 8, after everything that was written before it.
     *
     * @param address where.
     * @param value to write.
     */
    public static void putLongRelease(final long address, final long value) {
        UnsafeApi.putLongRelease(null, address, SWAP ? Long.reverseBytes(value) : value);
    }

    /**
     * Reads a long at a multiple of 8, before everything that is read after it.
     *
     * @param address where.
     * @return the value.
     */
    public static long getLongAcquire(final long address) {
        final long value = UnsafeApi.getLongAcquire(null, address);
        return SWAP ? Long.reverseBytes(value) : value;
    }
}
