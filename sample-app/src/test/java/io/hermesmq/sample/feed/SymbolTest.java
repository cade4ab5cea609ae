package io.hermesmq.sample.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymbolTest {

    @ParameterizedTest
    @ValueSource(strings = {"A", "BAC", "BRK.B", "1000SHIBUSDT", "BTC-USD", "------------", "AAAAAAAAAAAA", "0"})
    void shouldUnpackWhatItPacked(final String name) {
        assertThat(Symbol.unpack(Symbol.pack(name))).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "THIRTEENCHARS", "A B", "A\0", "Ä", "A/B"})
    void shouldRefuseOtherNames(final String name) {
        assertThat(Symbol.pack(name)).isEqualTo(Symbol.NONE);
    }

    @Test
    void shouldNotTellCasesApart() {
        assertThat(Symbol.pack("bac")).isEqualTo(Symbol.pack("BAC"));
    }
}
