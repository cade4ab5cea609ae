package io.hermesmq.sample.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedPointTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "7, 700000000",
        "0.00000001, 1",
        "12.5, 1250000000",
        "007.250, 725000000",
        "92233720368.54775807, 9223372036854775807",
    })
    void shouldReadDecimals(final String text, final long expected) {
        assertThat(parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1.",
                ".1",
                "1.2.3",
                "-1",
                "+1",
                "1e3",
                " 1",
                "0.123456789",
                "92233720368.54775808",
                "1,5"
            })
    void shouldRefuseAnythingElse(final String text) {
        assertThat(parse(text)).isEqualTo(FixedPoint.INVALID);
    }

    @Test
    void shouldPrintWhatItRead() {
        assertThat(FixedPoint.toDecimal(parse("61680.98215300"))).hasToString("61680.98215300");
    }

    private static long parse(final String text) {
        return FixedPoint.parse(text.getBytes(US_ASCII), 0, text.length());
    }
}
