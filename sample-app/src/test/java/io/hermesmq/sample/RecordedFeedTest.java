package io.hermesmq.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.sample.feed.Trade;
import io.hermesmq.sample.feed.TradeFile;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The known answers of the recorded files, without any messaging. */
class RecordedFeedTest {

    @ParameterizedTest
    @CsvSource({
        "us-equity-ticks/bac_20131007_trade.csv.gz, 88172, 0, 64411712, 138619.0610",
        "us-equity-ticks/spy_20131007_trade.csv.gz, 250601, 0, 97062721, 1679067.2929",
        "us-equity-ticks/ibm_20131007_trade.csv.gz, 24293, 0, 3960352, 1825005.0698",
        "binance-futures-feed/btcusdt_20240808.gz, 21313, 72641, 2429.366, 616809821.53",
        "binance-futures-feed/ethusdt_20240808.gz, 14076, 60579, 9164.948, 26813961.75",
    })
    void shouldReadEveryTrade(
            final String path, final long trades, final long skipped, final String volume, final String vwapE4)
            throws IOException {
        final Vwap vwap = new Vwap();
        long count = 0;
        try (TradeFile file = TradeFile.open(RecordedData.file(path))) {
            final Trade trade = new Trade();
            while (file.next(trade)) {
                vwap.add(trade.price(), trade.size());
                count++;
            }
            assertThat(file.damaged()).isZero();
            assertThat(file.skipped()).isEqualTo(skipped);
        }
        assertThat(count).isEqualTo(trades);
        assertThat(vwap.volume()).isEqualByComparingTo(volume);
        final int decimals = vwapE4.length() - vwapE4.indexOf('.') - 1;
        assertThat(vwap.price(decimals + 4).movePointRight(4)).hasToString(vwapE4);
    }
}
