package io.hermesmq.sample.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.sample.feed.LineParser.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinanceLineTest {

    private static final String TRADE = "1723161255088176367 {\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\","
            + "\"E\":1723161256322,\"T\":1723161256322,\"s\":\"BTCUSDT\",\"t\":5266583935,\"p\":\"61800.30\","
            + "\"q\":\"0.006\",\"X\":\"MARKET\",\"m\":false}}";

    private final LineParser parser = new BinanceLine();
    private final Trade trade = new Trade();

    @Test
    void shouldReadTrade() {
        assertThat(parse(TRADE)).isEqualTo(Kind.TRADE);

        assertThat(Symbol.unpack(trade.symbol())).isEqualTo("BTCUSDT");
        assertThat(FixedPoint.toDecimal(trade.price())).isEqualByComparingTo("61800.30");
        assertThat(FixedPoint.toDecimal(trade.size())).isEqualByComparingTo("0.006");
        assertThat(trade.timeNs()).isEqualTo(1_723_161_255_088_176_367L);
    }

    @Test
    void shouldReadFieldsInAnyOrderWithSpacesAndUnknownOnes() {
        final String data =
                "{\"q\":\"2\", \"m\":true, \"p\":\"1.5\", \"in\":{\"p\":\"9\"}, \"s\":\"ETHUSDT\", \"e\":\"trade\"}";
        final String more = "\"more\": [1, {\"x\":\"]}\\\"\"}, []]";
        assertThat(parse("7 { " + more + ", \"data\": " + data + ", \"stream\":\"ethusdt@trade\" } "))
                .isEqualTo(Kind.TRADE);

        assertThat(Symbol.unpack(trade.symbol())).isEqualTo("ETHUSDT");
        assertThat(FixedPoint.toDecimal(trade.price())).isEqualByComparingTo("1.5");
        assertThat(FixedPoint.toDecimal(trade.size())).isEqualByComparingTo("2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1723161255088169167 {\"stream\":\"btcusdt@bookTicker\",\"data\":{\"e\":\"bookTicker\",\"u\":5123107839020,"
                        + "\"s\":\"BTCUSDT\",\"b\":\"61800.20\",\"B\":\"2.507\",\"a\":\"61800.30\",\"A\":\"2.510\"}}",
                "1723161255030314667 {\"stream\":\"btcusdt@depth@0ms\",\"data\":{\"e\":\"depthUpdate\",\"s\":\"BTCUSDT\","
                        + "\"b\":[[\"58710.20\",\"0.014\"],[\"61496.50\",\"0.010\"]],\"a\":[]}}",
                "1723161255030314667 {\"lastUpdateId\":5123107842234,\"E\":1,\"bids\":[[\"1\",\"2\"]],\"asks\":[]}",
                "1723161255030314667 {}",
            })
    void shouldSkipOtherMessages(final String line) {
        assertThat(parse(line)).isEqualTo(Kind.SKIPPED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"p\":\"61800.30\",|",
                "\"q\":\"0.006\",|",
                "\"s\":\"BTCUSDT\",|",
                "\"e\":\"trade\",|",
                "\"stream\":\"btcusdt@trade\",|",
                "\"61800.30\"|\"-61800.30\"",
                "\"61800.30\"|61800.30",
                "\"61800.30\"|\"61800.\"",
                "\"61800.30\"|\".30\"",
                "\"61800.30\"|\"\"",
                "\"61800.30\"|\"0.00\"",
                "\"61800.30\"|\"6.18e4\"",
                "\"61800.30\"|\"1.123456789\"",
                "\"61800.30\"|\"99999999999999999999\"",
                "\"61800.30\"|\"92233720368.54775808\"",
                "\"0.006\"|\"0.000\"",
                "\"0.006\"|\"-0.006\"",
                "\"BTCUSDT\"|\"BTC USDT\"",
                "\"BTCUSDT\"|\"ALONGERNAMETHANFITS\"",
                "\"s\":\"BTCUSDT\"|\"s\":\"BTCUSDT",
                "1723161255088176367 |",
                "1723161255088176367|-1",
                "1723161255088176367|9223372036854775808",
                "1723161255088176367|now",
                "{\"stream\"|\"stream\"",
                "}}|}",
                "}}|}}}",
                "}}|}},",
                "false|",
                ",\"X\"|\"X\"",
                "\"data\":{|\"data\":[",
            })
    void shouldTakeDamagedTradesForDamagedAndLeaveTradeAlone(final String edit) {
        final int bar = edit.indexOf('|');
        final String line = TRADE.replace(edit.substring(0, bar), edit.substring(bar + 1));
        assertThat(line).isNotEqualTo(TRADE);

        assertThat(parse(line)).isEqualTo(Kind.DAMAGED);
        assertThat(trade.symbol()).isEqualTo(Symbol.NONE);
    }

    @Test
    void shouldTakeEveryTruncationForDamaged() {
        for (int length = 0; length < TRADE.length(); length++) {
            assertThat(parse(TRADE.substring(0, length))).isEqualTo(Kind.DAMAGED);
        }
    }

    @Test
    void shouldTakeEndlessNestingForDamaged() {
        assertThat(parse("1 {\"a\":" + "[".repeat(100_000))).isEqualTo(Kind.DAMAGED);
    }

    @Test
    void shouldForgetTheLineBefore() {
        parse(TRADE);

        assertThat(parse("5 {\"stream\":\"btcusdt@trade\",\"data\":{\"e\":\"trade\",\"p\":\"1\"}}"))
                .isEqualTo(Kind.DAMAGED);
    }

    private Kind parse(final String line) {
        final byte[] bytes = line.getBytes(UTF_8);
        return parser.parse(bytes, 0, bytes.length, trade);
    }
}
