package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarNamesTests {

    private static final List<String> NAMES = List.of("quotes", "trading", "marketData", "fx");

    @ParameterizedTest
    @CsvSource({
        "tradign, trading", // swapped
        "tradin, trading", // missing
        "tradding, trading", // too many
        "tradimg, trading", // wrong
        "marketdata, marketData",
        "market-data, marketData",
        "fxx, fx"
    })
    void aNameWithAMistakeIsFound(final String written, final String meant) {
        assertThat(SimilarNames.closest(written, NAMES)).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({"orders", "audit", "a", "tr"})
    void anotherNameIsNot(final String written) {
        assertThat(SimilarNames.closest(written, NAMES)).isNull();
    }

    @Test
    void theClosestIsTaken() {
        assertThat(SimilarNames.closest("quotes2", List.of("quotes-11", "quotes1", "quotes")))
                .isEqualTo("quotes");
    }
}
