package io.hermesmq.frame;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.frame.GoldenFrames.Golden;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameLayoutTest {

    static List<Golden> goldenFrames() {
        return GoldenFrames.ALL;
    }

    @ParameterizedTest
    @MethodSource("goldenFrames")
    void shouldWriteTheGoldenFrame(final Golden golden) {
        final byte[] payload = golden.payloadBytes();
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[FrameLayout.HEADER_LENGTH + payload.length]);
        final int flags = golden.flags() & ~FrameLayout.FLAG_CHECKSUM;
        buffer.putLong(0, FrameLayout.firstWord(golden.type()) | (long) flags << 48, BYTE_ORDER);
        buffer.putLong(FrameLayout.SEQUENCE_OFFSET, golden.sequence(), BYTE_ORDER);
        buffer.putLong(FrameLayout.TIMESTAMP_OFFSET, golden.timestamp(), BYTE_ORDER);
        buffer.putInt(FrameLayout.LENGTH_OFFSET, payload.length, BYTE_ORDER);
        buffer.putBytes(FrameLayout.HEADER_LENGTH, payload);
        if (golden.isSealed()) {
            new FrameChecksum().seal(buffer, 0);
        }

        assertThat(HexFormat.of().formatHex(buffer.byteArray()))
                .isEqualTo(HexFormat.of().formatHex(golden.bytes()));
    }

    @ParameterizedTest
    @MethodSource("goldenFrames")
    void shouldFindEveryFieldOfTheGoldenFrame(final Golden golden) {
        final UnsafeBuffer buffer = new UnsafeBuffer(golden.bytes());

        assertThat(buffer.getInt(FrameLayout.MAGIC_OFFSET, BYTE_ORDER)).isEqualTo(FrameLayout.MAGIC);
        assertThat(buffer.getByte(FrameLayout.VERSION_OFFSET)).isEqualTo(FrameLayout.VERSION);
        assertThat(buffer.getByte(FrameLayout.TYPE_OFFSET)).isEqualTo(golden.type());
        assertThat(buffer.getShort(FrameLayout.FLAGS_OFFSET, BYTE_ORDER)).isEqualTo((short) golden.flags());
        assertThat(buffer.getLong(FrameLayout.SEQUENCE_OFFSET, BYTE_ORDER)).isEqualTo(golden.sequence());
        assertThat(buffer.getLong(FrameLayout.TIMESTAMP_OFFSET, BYTE_ORDER)).isEqualTo(golden.timestamp());
        assertThat(buffer.getInt(FrameLayout.LENGTH_OFFSET, BYTE_ORDER)).isEqualTo(golden.payloadBytes().length);
        assertThat(buffer.capacity()).isEqualTo(FrameLayout.HEADER_LENGTH + golden.payloadBytes().length);
    }

    @Test
    void shouldStartWithLettersThatSayWhatItIs() {
        assertThat(new String(GoldenFrames.EMPTY.bytes(), 0, 4, StandardCharsets.US_ASCII))
                .isEqualTo("SMRH");
    }

    @Test
    void shouldKeepTheHeaderInHalfACacheLine() {
        assertThat(FrameLayout.HEADER_LENGTH).isEqualTo(FrameLayout.CHECKSUM_OFFSET + Integer.BYTES);
        assertThat(FrameLayout.HEADER_LENGTH % FrameLayout.ALIGNMENT).isZero();
    }
}
