package io.hermesmq.sample.feed;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class TradeFileTest {

    private static final String EQUITY = "14400614,139400,500,P,20002020,0";
    private static final String BINANCE = "1723161255088176367 {\"stream\":\"btcusdt@trade\",\"data\":"
            + "{\"e\":\"trade\",\"s\":\"BTCUSDT\",\"p\":\"61800.30\",\"q\":\"0.006\"}}";
    private static final String QUOTE = "1723161255088169167 {\"stream\":\"btcusdt@bookTicker\",\"data\":{}}";

    @TempDir
    private Path directory;

    @Test
    void shouldReadEquitiesOfTheSymbolInTheName() throws IOException {
        try (TradeFile file = TradeFile.open(write("ibm_20131007_trade.csv", EQUITY + "\n" + EQUITY))) {
            final Trade trade = new Trade();
            assertThat(file.next(trade)).isTrue();
            assertThat(Symbol.unpack(trade.symbol())).isEqualTo("IBM");
            assertThat(file.next(trade)).isTrue();
            assertThat(file.next(trade)).isFalse();
        }
    }

    @Test
    void shouldReadGzipWhateverItsName() throws IOException {
        final Path path = directory.resolve("feed.bin");
        Files.write(path, gzip(QUOTE + "\n" + BINANCE + "\n" + QUOTE));
        try (TradeFile file = TradeFile.open(path)) {
            assertThat(count(file)).isEqualTo(1);
            assertThat(file.skipped()).isEqualTo(2);
            assertThat(file.damaged()).isZero();
        }
    }

    @Test
    void shouldCountDamagedLinesAndNameTheFirst(final CapturedOutput output) throws IOException {
        final String text = "garb\u0007ge\n" + EQUITY + "\n" + "x\n".repeat(11) + EQUITY + "\n14400614,1394";
        try (TradeFile file = TradeFile.open(write("bac.csv", text))) {
            assertThat(count(file)).isEqualTo(2);
            assertThat(file.damaged()).isEqualTo(13);
        }
        assertThat(output)
                .contains("line 1 is damaged: garb?ge")
                .contains("line 3 is damaged: x")
                .contains("line 11 is damaged: x")
                .doesNotContain("line 12 is damaged")
                .contains("3 more damaged lines");
    }

    @Test
    void shouldTakeLinesOfTheOtherFormatForDamaged() throws IOException {
        try (TradeFile file = TradeFile.open(write("mixed", EQUITY + "\n" + BINANCE + "\n" + EQUITY))) {
            assertThat(count(file)).isEqualTo(2);
            assertThat(file.damaged()).isEqualTo(1);
        }
    }

    @Test
    void shouldGiveWhatIsWholeOfTruncatedGzipAndThenSayWhereItBreaks() throws IOException {
        final StringBuilder text = new StringBuilder();
        for (int i = 0; i < 50_000; i++) {
            text.append(14_400_000 + i * 7919 % 1_000_000)
                    .append(",139400,")
                    .append(i + 1)
                    .append(",P,0,0\n");
        }
        final byte[] whole = gzip(text.toString());
        final Path path = directory.resolve("bac.gz");
        Files.write(path, Arrays.copyOf(whole, whole.length / 2));

        try (TradeFile file = TradeFile.open(path)) {
            final Trade trade = new Trade();
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> {
                        while (file.next(trade)) {
                            assertThat(trade.price()).isEqualTo(1_394_000_000L);
                        }
                    })
                    .withMessageMatching(".*bac.gz breaks off in line 2\\d{4}: Unexpected end of ZLIB input stream");
            assertThat(file.damaged()).isZero();
        }
    }

    @Test
    void shouldSayThatFileIsMissing() {
        assertThatExceptionOfType(FeedException.class)
                .isThrownBy(() -> TradeFile.open(directory.resolve("none.csv")))
                .withMessage("The feed file " + directory.resolve("none.csv") + " does not exist.");
    }

    @Test
    void shouldSayThatFileIsDirectory() {
        assertThatExceptionOfType(FeedException.class)
                .isThrownBy(() -> TradeFile.open(directory))
                .withMessage("The feed file " + directory + " is not a regular file.");
    }

    @Test
    void shouldSayThatFileIsEmpty() throws IOException {
        final Path zipped = directory.resolve("empty.gz");
        Files.write(zipped, gzip(""));
        for (final Path path : new Path[] {write("empty", ""), zipped}) {
            assertThatExceptionOfType(FeedException.class)
                    .isThrownBy(() -> TradeFile.open(path))
                    .withMessage("The feed file " + path + " is empty.");
        }
    }

    @Test
    void shouldSayThatFileHasNeitherFormat() throws IOException {
        for (final String text : new String[] {"x", "\n\n", "a,b\n1,2\n", "x".repeat(1_000_000)}) {
            assertThatExceptionOfType(FeedException.class)
                    .isThrownBy(() -> TradeFile.open(write("text", text)))
                    .withMessageEndingWith("has no line of a format that is known.");
        }
    }

    @Test
    void shouldSayThatGzipIsBrokenFromTheStart() throws IOException {
        final Path path = directory.resolve("short.gz");
        for (final int length : new int[] {2, 9, 15}) {
            Files.write(path, Arrays.copyOf(gzip(EQUITY), length));
            assertThatExceptionOfType(FeedException.class)
                    .isThrownBy(() -> TradeFile.open(path))
                    .withMessageContaining("short.gz cannot be read: java.io.EOFException");
        }
    }

    @ParameterizedTest
    @CsvSource({"bac_20131007_trade.csv.gz,BAC", "SPY.csv,SPY", "a-very-long-name.csv,A-VERY-LONG-", "_x,FEED", "ä,FEED"
    })
    void shouldTakeTheSymbolFromTheName(final String name, final String symbol) {
        assertThat(Symbol.unpack(TradeFile.symbolOf(directory.resolve(name)))).isEqualTo(symbol);
    }

    private Path write(final String name, final String text) throws IOException {
        return Files.writeString(directory.resolve(name), text, US_ASCII);
    }

    private static byte[] gzip(final String text) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static int count(final TradeFile file) throws IOException {
        final Trade trade = new Trade();
        int count = 0;
        while (file.next(trade)) {
            count++;
        }
        return count;
    }
}
