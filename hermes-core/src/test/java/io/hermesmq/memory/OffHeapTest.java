package io.hermesmq.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OffHeapTest {

    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(64));

    private String hex(final int offset, final int length) {
        final byte[] bytes = new byte[length];
        buffer.getBytes(offset, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void shouldWriteLittleEndianAtAnyAlignment() {
        for (int offset = 0; offset < 16; offset++) {
            final long address = OffHeap.address(buffer, offset, 15);
            OffHeap.putByte(address, (byte) 0xA1);
            OffHeap.putShort(address + 1, (short) 0xB1B2);
            OffHeap.putInt(address + 3, 0xC1C2C3C4);
            OffHeap.putLong(address + 7, 0xD1D2D3D4D5D6D7D8L);

            assertThat(hex(offset, 15)).isEqualTo("a1" + "b2b1" + "c4c3c2c1" + "d8d7d6d5d4d3d2d1");
            assertThat(OffHeap.getByte(address)).isEqualTo((byte) 0xA1);
            assertThat(OffHeap.getShort(address + 1)).isEqualTo((short) 0xB1B2);
            assertThat(OffHeap.getInt(address + 3)).isEqualTo(0xC1C2C3C4);
            assertThat(OffHeap.getLong(address + 7)).isEqualTo(0xD1D2D3D4D5D6D7D8L);
        }
    }

    @Test
    void shouldWriteLittleEndianWithOrder() {
        final long address = OffHeap.address(buffer, 8, 8);
        OffHeap.putLongRelease(address, 0xD1D2D3D4D5D6D7D8L);

        assertThat(hex(8, 8)).isEqualTo("d8d7d6d5d4d3d2d1");
        assertThat(OffHeap.getLongAcquire(address)).isEqualTo(0xD1D2D3D4D5D6D7D8L);
    }

    @Test
    void shouldGiveTheAddressOfARangeUpToTheEnd() {
        assertThat(OffHeap.address(buffer, 0, 64)).isEqualTo(buffer.addressOffset());
        assertThat(OffHeap.address(buffer, 64, 0)).isEqualTo(buffer.addressOffset() + 64);
    }

    @ParameterizedTest
    @CsvSource({"0, 65", "1, 64", "64, 1", "65, 0", "-1, 1", "0, -1", "2147483647, 2147483647", "-2147483648, 0"})
    void shouldRefuseARangeOutsideOfTheBuffer(final int offset, final int length) {
        assertThatThrownBy(() -> OffHeap.address(buffer, offset, length))
                .isExactlyInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage(
                        "range of " + length + " bytes at offset " + offset + " is outside of a buffer of 64 bytes");
    }

    @Test
    void shouldRefuseABufferOnTheHeap() {
        assertThatThrownBy(() -> OffHeap.address(new UnsafeBuffer(new byte[8]), 0, 8))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("the buffer stands on a byte[]; use memory outside of the heap, such as"
                        + " ByteBuffer.allocateDirect");
    }
}
