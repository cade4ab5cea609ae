package io.hermesmq.sample.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.sample.feed.LineParser.Kind;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EquityLineTest {

    private final LineParser parser = new EquityLine(Symbol.pack("BAC"));
    private final Trade trade = new Trade();

    @Test
    void shouldReadTrade() {
        assertThat(parse("14400614,139400,500,P,20002020,0")).isEqualTo(Kind.TRADE);

        assertThat(Symbol.unpack(trade.symbol())).isEqualTo("BAC");
        assertThat(FixedPoint.toDecimal(trade.price())).isEqualByComparingTo("13.94");
        assertThat(FixedPoint.toDecimal(trade.size())).isEqualByComparingTo("500");
        assertThat(trade.timeNs()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(14_400_614));
    }

    @Test
    void shouldReadLineInTheMiddleOfBuffer() {
        final byte[] buffer = "9,9,914400614,139400,500,P,20002020,0,9".getBytes(US_ASCII);

        assertThat(parser.parse(buffer, 5, buffer.length - 2, trade)).isEqualTo(Kind.TRADE);
        assertThat(FixedPoint.toDecimal(trade.price())).isEqualByComparingTo("13.94");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                ",,,,,",
                "14400614",
                "14400614,139400,500,P,20002020",
                "14400614,139400,500,P,20002020,",
                "14400614,139400,500,P,20002020,0,0",
                "14400614,139400,500,P,20002020,2",
                "14400614,139400,500,,20002020,0",
                "14400614,139400,500,PQ,20002020,0",
                "14400614,139400,500,7,20002020,0",
                "14400614,139400,500,P,,0",
                "14400614,139400,500,P,xyz,0",
                "14400614,139400,500,P,123456789,0",
                "14400614,-139400,500,P,20002020,0",
                "14400614,139400,-500,P,20002020,0",
                "-1,139400,500,P,20002020,0",
                "90000001,139400,500,P,20002020,0",
                "14400614,0,500,P,20002020,0",
                "14400614,139400,0,P,20002020,0",
                "14400614,13.94,500,P,20002020,0",
                "14400614,139400,99999999999999999999,P,20002020,0",
                "14400614,9223372036854775807,500,P,20002020,0",
                "14400614,139400,9223372036854775807,P,20002020,0",
                " 14400614,139400,500,P,20002020,0",
                "14400151,0,0,140200,500,Q,1,0",
            })
    void shouldTakeAnythingElseForDamagedAndLeaveTradeAlone(final String line) {
        assertThat(parse(line)).isEqualTo(Kind.DAMAGED);
        assertThat(trade.symbol()).isEqualTo(Symbol.NONE);
    }

    private Kind parse(final String line) {
        final byte[] bytes = line.getBytes(US_ASCII);
        return parser.parse(bytes, 0, bytes.length, trade);
    }
}
