package io.hermesmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Utf8Test {

    private static final int OFFSET = 3;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "plain ASCII\u007f\u0000",
                "\u0080\u07ff",
                "\u0800\uffff\ud7ff\ue000",
                "\ud800\udc00\udbff\udfff",
                "mixed \u00e4 \u20ac \ud83d\ude00 end"
            })
    void shouldEncodeAsStringDoes(final String text) {
        assertSameAsString(text);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0xD800, 0xDBFF, 0xDC00, 0xDFFF,
            })
    void shouldReplaceSurrogatesWithoutPartner(final int surrogate) {
        final char lonely = (char) surrogate;

        assertSameAsString("" + lonely);
        assertSameAsString("a" + lonely);
        assertSameAsString(lonely + "a");
        assertSameAsString(lonely + "\u20ac" + lonely);
        assertSameAsString("" + lonely + lonely);
        assertSameAsString(lonely + "\ud83d\ude00" + lonely);
    }

    @Test
    void shouldEncodeEveryCharacterAsStringDoes() {
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            assertSameAsString(String.valueOf((char) c));
        }
    }

    @Test
    void shouldEncodeRandomTextAsStringDoes() {
        final Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            final int bits = 1 + random.nextInt(16);
            final StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                final int kind = random.nextInt(8);
                if (kind == 0) {
                    text.append((char) (Character.MIN_SURROGATE + random.nextInt(2048)));
                } else if (kind == 1) {
                    text.appendCodePoint(random.nextInt(Character.MAX_CODE_POINT + 1));
                } else {
                    text.append((char) random.nextInt(1 << bits));
                }
            }
            assertSameAsString(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 255, 256, 257, 5_000, 65_535, 65_536, 65_537, 200_000})
    void shouldDecodeTextOfAnyLength(final int length) {
        final String text = "x".repeat(length);
        final UnsafeBuffer buffer = new UnsafeBuffer(text.getBytes(UTF_8));

        assertThat(Utf8.decode(buffer, 0, length)).isEqualTo(text);
    }

    @Test
    void shouldDecodeRandomBytesAsStringDoes() {
        final Random random = new Random(2);
        for (int round = 0; round < 20_000; round++) {
            final byte[] bytes = new byte[random.nextInt(32)];
            random.nextBytes(bytes);
            assertThat(Utf8.decode(new UnsafeBuffer(bytes), 0, bytes.length)).isEqualTo(new String(bytes, UTF_8));
        }
    }

    private static void assertSameAsString(final String text) {
        final byte[] expected = text.getBytes(UTF_8);
        final byte[] actual = new byte[expected.length];
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[OFFSET + expected.length]);

        assertThat(Utf8.length(text)).isEqualTo(expected.length);
        assertThat(Utf8.length(new StringBuilder(text))).isEqualTo(expected.length);
        assertThat(Utf8.encode(text, buffer, OFFSET)).isEqualTo(OFFSET + expected.length);
        buffer.getBytes(OFFSET, actual);
        assertThat(actual).isEqualTo(expected);
    }
}
