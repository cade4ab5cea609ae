package io.hermesmq.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.frame.GoldenFrames.Golden;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.agrona.BufferUtil;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.ExpandableDirectByteBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameChecksumTest {

    private static final int MAX_PAYLOAD = 1024;
    private static final byte[] SEALED = GoldenFrames.TEXT_SEALED.bytes();

    private final FrameChecksum checksum = new FrameChecksum();

    static List<Golden> goldenFrames() {
        return GoldenFrames.ALL;
    }

    private FrameVerdict verify(final byte[] bytes) {
        return checksum.verify(new UnsafeBuffer(bytes), 0, bytes.length, MAX_PAYLOAD);
    }

    private FrameVerdict verify(final byte[] original, final int index, final int value) {
        final byte[] changed = original.clone();
        changed[index] = (byte) value;
        return verify(changed);
    }

    @ParameterizedTest
    @MethodSource("goldenFrames")
    void shouldTakeTheGoldenFrame(final Golden golden) {
        assertThat(verify(golden.bytes())).isEqualTo(FrameVerdict.VALID);
    }

    @Test
    void shouldTakeAFrameWithMoreBytesBehindIt() {
        assertThat(verify(Arrays.copyOf(SEALED, SEALED.length + 100))).isEqualTo(FrameVerdict.VALID);
    }

    @ParameterizedTest
    @MethodSource("goldenFrames")
    void shouldFindAFrameThatIsCutOffAnywhere(final Golden golden) {
        final byte[] whole = golden.bytes();
        for (int length = 0; length < whole.length; length++) {
            assertThat(verify(Arrays.copyOf(whole, length)))
                    .as("cut off to %d bytes", length)
                    .isEqualTo(FrameVerdict.INCOMPLETE);
        }
    }

    @Test
    void shouldReadNothingOutsideOfWhatIsAvailable() {
        for (int available = 0; available < SEALED.length; available++) {
            final UnsafeBuffer exact = new UnsafeBuffer(SEALED, 0, available); // checks its bounds
            assertThat(checksum.verify(exact, 0, available, MAX_PAYLOAD)).isEqualTo(FrameVerdict.INCOMPLETE);
        }
    }

    @Test
    void shouldFindAnotherMagic() {
        assertThat(verify(SEALED, FrameLayout.MAGIC_OFFSET, 'X')).isEqualTo(FrameVerdict.BAD_MAGIC);
    }

    @Test
    void shouldFindAnotherVersion() {
        assertThat(verify(SEALED, FrameLayout.VERSION_OFFSET, 2)).isEqualTo(FrameVerdict.BAD_VERSION);
    }

    @Test
    void shouldFindANegativeLength() {
        assertThat(verify(SEALED, FrameLayout.LENGTH_OFFSET + 3, 0x80)).isEqualTo(FrameVerdict.BAD_LENGTH);
    }

    @Test
    void shouldFindALengthOverTheLimitOfTheReader() {
        final UnsafeBuffer buffer = new UnsafeBuffer(SEALED);

        assertThat(checksum.verify(buffer, 0, SEALED.length, 14)).isEqualTo(FrameVerdict.VALID);
        assertThat(checksum.verify(buffer, 0, SEALED.length, 13)).isEqualTo(FrameVerdict.BAD_LENGTH);
    }

    /** However large the length, it is compared and not added to. */
    @Test
    void shouldFindTheLargestLength() {
        final byte[] bytes = SEALED.clone();
        Arrays.fill(bytes, FrameLayout.LENGTH_OFFSET, FrameLayout.LENGTH_OFFSET + 3, (byte) 0xFF);
        bytes[FrameLayout.LENGTH_OFFSET + 3] = 0x7F;

        assertThat(verify(bytes)).isEqualTo(FrameVerdict.BAD_LENGTH);
        assertThat(checksum.verify(new UnsafeBuffer(bytes), 0, bytes.length, Integer.MAX_VALUE))
                .isEqualTo(FrameVerdict.INCOMPLETE);
    }

    @Test
    void shouldFindAnotherPayload() {
        assertThat(verify(SEALED, FrameLayout.HEADER_LENGTH, 'h')).isEqualTo(FrameVerdict.BAD_CHECKSUM);
    }

    @Test
    void shouldFindAnotherChecksum() {
        assertThat(verify(SEALED, FrameLayout.CHECKSUM_OFFSET, 0)).isEqualTo(FrameVerdict.BAD_CHECKSUM);
    }

    @Test
    void shouldNotLookAtThePayloadOfAFrameWithoutChecksum() {
        assertThat(verify(GoldenFrames.TEXT.bytes(), FrameLayout.HEADER_LENGTH, 'h'))
                .isEqualTo(FrameVerdict.VALID);
    }

    @ParameterizedTest
    @MethodSource("goldenFrames")
    void shouldFindEverySingleBitFlip(final Golden golden) {
        final byte[] whole = golden.bytes();
        for (int bit = 0; golden.isSealed() && bit < whole.length * 8; bit++) {
            final byte[] flipped = whole.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(verify(flipped)).as("bit %d", bit).isNotEqualTo(FrameVerdict.VALID);
        }
    }

    static List<MutableDirectBuffer> buffers() {
        final ByteBuffer direct = ByteBuffer.allocateDirect(256);
        final ByteBuffer heap = ByteBuffer.allocate(256);
        return List.of(
                new UnsafeBuffer(new byte[256]),
                new UnsafeBuffer(new byte[256], 3, 200),
                new UnsafeBuffer(direct),
                new UnsafeBuffer(direct, 5, 200),
                new UnsafeBuffer(ByteBuffer.allocateDirect(256).position(7).slice()),
                new UnsafeBuffer(heap),
                new UnsafeBuffer(heap, 9, 200),
                new UnsafeBuffer(ByteBuffer.allocate(256).position(11).slice()),
                new UnsafeBuffer(BufferUtil.allocateDirectAligned(256, 64)),
                new UnsafeBuffer(new UnsafeBuffer(ByteBuffer.allocateDirect(256), 13, 200), 2, 150),
                new ExpandableArrayBuffer(256),
                new ExpandableDirectByteBuffer(256));
    }

    @ParameterizedTest
    @MethodSource("buffers")
    void shouldSealAndVerifyWhereverTheFrameLies(final MutableDirectBuffer buffer) {
        for (int offset = 0; offset < 80; offset += 8) {
            buffer.setMemory(0, 150, (byte) 0x55);
            buffer.putBytes(offset, GoldenFrames.TEXT.bytes());

            checksum.seal(buffer, offset);

            final byte[] written = new byte[SEALED.length];
            buffer.getBytes(offset, written);
            assertThat(HexFormat.of().formatHex(written))
                    .isEqualTo(HexFormat.of().formatHex(SEALED));
            assertThat(checksum.verify(buffer, offset, SEALED.length, MAX_PAYLOAD))
                    .isEqualTo(FrameVerdict.VALID);
            buffer.putByte(offset + SEALED.length - 1, (byte) '?');
            assertThat(checksum.verify(buffer, offset, SEALED.length, MAX_PAYLOAD))
                    .isEqualTo(FrameVerdict.BAD_CHECKSUM);
        }
    }

    @Test
    void shouldLeaveThePositionOfAByteBufferAlone() {
        final ByteBuffer bytes = ByteBuffer.allocateDirect(256).position(17).limit(200);

        checksum.verify(new UnsafeBuffer(bytes), 0, SEALED.length, MAX_PAYLOAD);
        new UnsafeBuffer(bytes).putBytes(0, GoldenFrames.TEXT.bytes());
        checksum.seal(new UnsafeBuffer(bytes), 0);

        assertThat(bytes.position()).isEqualTo(17);
        assertThat(bytes.limit()).isEqualTo(200);
    }

    @Test
    void shouldGoFromBufferToBuffer() {
        final DirectBuffer first =
                new UnsafeBuffer(ByteBuffer.allocateDirect(64).put(0, SEALED));
        final DirectBuffer second =
                new UnsafeBuffer(ByteBuffer.allocateDirect(64).put(0, SEALED));
        ((UnsafeBuffer) second).putByte(40, (byte) 0);

        for (int i = 0; i < 3; i++) {
            assertThat(checksum.verify(first, 0, 64, MAX_PAYLOAD)).isEqualTo(FrameVerdict.VALID);
            assertThat(checksum.verify(second, 0, 64, MAX_PAYLOAD)).isEqualTo(FrameVerdict.BAD_CHECKSUM);
        }
    }

    @Test
    void shouldSaySoWhereABufferHasNothingToSumUp() {
        final ByteBuffer memory = ByteBuffer.allocateDirect(256).put(0, SEALED);
        final UnsafeBuffer address = new UnsafeBuffer(BufferUtil.address(memory), 256);

        assertThatThrownBy(() -> checksum.verify(address, 0, 256, MAX_PAYLOAD))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("a buffer without a byte[] or ByteBuffer underneath cannot be summed up;"
                        + " wrap one instead of an address");
    }
}
