package io.hermesmq.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden frames were made by another implementation (Python: struct and zlib.crc32). */
final class FrameExtensionTest {

    private static final int PAYLOAD = FrameLayout.HEADER_LENGTH;
    private static final int QUOTE = 0x5abe5677;

    /** Nothing but the type of the message, {@code Quote}; what was encoded is {@code Hello}. */
    private static final String TYPE =
            "534d5248 01 01 0200 0700000000000000 0000000000000000 0d000000 00000000 0800 0000 7756be5a 48656c6c6f";

    /** A request: correlation -2, reply channel 0x1122334455667788, expiry 1700000000123456789; with a checksum. */
    private static final String REQUEST = "534d5248 01 01 0300 0800000000000000 00002a36fe9c9717 25000000 4a7dad7c"
            + " 2000 0700 7756be5a feffffffffffffff 8877665544332211 15cd853dfe9c9717 48656c6c6f";

    /** All seven fields that there are, one that nobody knows, and eight bytes of a later version; with a checksum. */
    private static final String OF_A_LATER_VERSION =
            "534d5248 01 01 0300 0900000000000000 0100000000000000 55000000 56e80a0a"
                    + " 5000 7f80 3782e718 0100000000000000 0200000000000000 0300000000000000 0400000000000000"
                    + " 0500000000000000 0600000000000000 0700000000000000 0800000000000000 ffffffffffffffff"
                    + " 48656c6c6f";

    private static UnsafeBuffer frame(final String hex) {
        return new UnsafeBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static int lengthAt(final UnsafeBuffer frame) {
        return FrameExtension.lengthAt(frame, PAYLOAD, frame.capacity() - PAYLOAD);
    }

    private static String textBehind(final UnsafeBuffer frame, final int length) {
        return frame.getStringWithoutLengthUtf8(PAYLOAD + length, frame.capacity() - PAYLOAD - length);
    }

    @Test
    void shouldReadTheTypeOfAMessage() {
        final UnsafeBuffer frame = frame(TYPE);

        assertThat(lengthAt(frame)).isEqualTo(8);
        assertThat(FrameExtension.typeIdAt(frame, PAYLOAD)).isEqualTo(QUOTE);
        assertThat(FrameExtension.valueAt(frame, PAYLOAD, FrameExtension.EXPIRY, -7))
                .isEqualTo(-7);
        assertThat(textBehind(frame, 8)).isEqualTo("Hello");
    }

    @Test
    void shouldReadTheFieldsOfARequest() {
        final UnsafeBuffer frame = frame(REQUEST);

        assertThat(new FrameChecksum().verify(frame, 0, frame.capacity(), 1000)).isEqualTo(FrameVerdict.VALID);
        assertThat(lengthAt(frame)).isEqualTo(32);
        assertThat(FrameExtension.valueAt(frame, PAYLOAD, FrameExtension.CORRELATION, 0))
                .isEqualTo(-2);
        assertThat(FrameExtension.valueAt(frame, PAYLOAD, FrameExtension.REPLY_TO, 0))
                .isEqualTo(0x1122334455667788L);
        assertThat(FrameExtension.valueAt(frame, PAYLOAD, FrameExtension.EXPIRY, 0))
                .isEqualTo(1_700_000_000_123_456_789L);
        assertThat(textBehind(frame, 32)).isEqualTo("Hello");
    }

    @Test
    void shouldPassOverFieldsAndBytesOfALaterVersion() {
        final UnsafeBuffer frame = frame(OF_A_LATER_VERSION);

        assertThat(new FrameChecksum().verify(frame, 0, frame.capacity(), 1000)).isEqualTo(FrameVerdict.VALID);
        assertThat(lengthAt(frame)).isEqualTo(80);
        for (int bit = 0; bit < 7; bit++) {
            assertThat(FrameExtension.valueAt(frame, PAYLOAD, 1 << bit, 0)).isEqualTo(bit + 1L);
        }
        assertThat(textBehind(frame, 80)).isEqualTo("Hello");
    }

    @Test
    void shouldWriteWhatItReads() {
        final UnsafeBuffer frame = frame(REQUEST);
        final int fields = FrameExtension.CORRELATION | FrameExtension.REPLY_TO | FrameExtension.EXPIRY;

        assertThat(FrameExtension.firstWord(fields, QUOTE)).isEqualTo(frame.getLong(PAYLOAD));
        assertThat(FrameExtension.lengthOf(fields)).isEqualTo(32);
        assertThat(FrameExtension.slotOffset(fields, FrameExtension.EXPIRY)).isEqualTo(24);

        final UnsafeBuffer plain = frame(TYPE.replace("01 01 0200", "01 01 0100"));
        assertThat(FrameExtension.lengthAt(plain, PAYLOAD, 13)).isZero();
        FrameExtension.announce(plain, PAYLOAD);
        assertThat(FrameExtension.lengthAt(plain, PAYLOAD, 13)).isEqualTo(8);
        assertThat(plain.getShort(FrameLayout.FLAGS_OFFSET)).isEqualTo((short) 3);
    }

    /** Less than the fields need, not a multiple of 8, more than the payload, zero. */
    @ParameterizedTest
    @ValueSource(strings = {"1800", "2100", "3000", "0000", "ffff", "2800"})
    void shouldRefuseADamagedLength(final String length) {
        final UnsafeBuffer frame = frame(REQUEST.replace(" 2000 0700", " " + length + " 0700"));

        assertThat(lengthAt(frame)).isEqualTo(FrameExtension.DAMAGED);
    }

    @Test
    void shouldRefuseAPayloadThatHasNoRoomForAnExtension() {
        assertThat(FrameExtension.lengthAt(frame(TYPE), PAYLOAD, 7)).isEqualTo(FrameExtension.DAMAGED);
    }
}
