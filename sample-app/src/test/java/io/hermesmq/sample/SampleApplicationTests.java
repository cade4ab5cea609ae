package io.hermesmq.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import io.hermesmq.sample.feed.FeedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

    @TempDir
    private Path directory;

    @Test
    void replaysFileAndEndsWithResult(final CapturedOutput output) throws Exception {
        assertThat(run(prices(100_000, 100_000, 200_000, 100_000))).isZero();

        assertThat(result(output))
                .startsWith("RESULT messages=4 delivered=4 volume=40 vwap_e4=125000.0000 signals=0 orders=0 p50_ns=")
                .endsWith(" vwap=12.500000 skipped=0 damaged=0 refused=0");
        assertThat(output).contains("BAC ticks=4 volume=40 vwap=12.500000 position=0");
    }

    @Test
    void turnsSignalsIntoOrders(final CapturedOutput output) throws Exception {
        final Path file = prices(100_000, 100_000, 200_000, 201_000, 50_000);

        assertThat(run(file, "--sample.momentum.period=2")).isZero();

        assertThat(result(output)).contains(" signals=2 orders=2 ");
        assertThat(output).contains("BAC ticks=5 ").contains(" position=0");
    }

    @Test
    void goesOnBehindDamagedLines(final CapturedOutput output) throws Exception {
        final Path file = prices(100_000, 0, 100_000);

        assertThat(run(file)).isZero();

        assertThat(result(output)).startsWith("RESULT messages=2 delivered=2 ").contains(" damaged=1 ");
        assertThat(output).contains("line 2 is damaged: 14400001,0,10,P,0,0");
    }

    @Test
    void keepsTheTimesOfTheFile(final CapturedOutput output) throws Exception {
        final long startNs = System.nanoTime();
        assertThat(run(prices(100_000, 100_000, 100_000), "--sample.speed=0.01"))
                .isZero();

        assertThat(System.nanoTime() - startNs).isGreaterThan(200_000_000);
        assertThat(result(output)).contains("messages=3 delivered=3");
    }

    @Test
    void printsWhatItGotOfTruncatedFileAndFails(final CapturedOutput output) throws Exception {
        final int[] prices = new int[20_000];
        Arrays.setAll(prices, i -> 100_000 + i * 7919 % 1_000);
        final byte[] whole = gzip(Files.readString(prices(prices)));
        final Path file = directory.resolve("bac.gz");
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));

        assertThat(run(file)).isEqualTo(1);

        assertThat(output).contains("bac.gz breaks off in line ").contains("Unexpected end of ZLIB input stream");
        assertThat(result(output)).matches("RESULT messages=(\\d{4,}) delivered=\\1 .* damaged=0 refused=0");
    }

    @Test
    void countsRefusedTicksAndFails(final CapturedOutput output) throws Exception {
        final int[] prices = new int[20_000];
        Arrays.fill(prices, 100_000);

        assertThat(run(prices(prices), "--hermes.channels.ticks.capacity=4KB", "--hermes.channels.ticks.on-full=fail"))
                .isEqualTo(1);

        assertThat(output).containsOnlyOnce("A tick was refused: BACK_PRESSURED");
        assertThat(result(output)).matches("RESULT messages=(\\d+) delivered=\\1 .* refused=[1-9]\\d*");
    }

    @Test
    void doesNotStartWithoutTheFileItWasGiven(final CapturedOutput output) {
        final Path file = directory.resolve("none.csv");

        assertThatThrownBy(() -> run(file)).hasRootCauseInstanceOf(FeedException.class);

        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("The feed file " + file + " does not exist.")
                .doesNotContain("\tat ");
    }

    @Test
    void walksAtRandomUntilItIsStopped(final CapturedOutput output) {
        try (ConfigurableApplicationContext context = SpringApplication.run(SampleApplication.class, journals())) {
            final OrderExecutor executor = context.getBean(OrderExecutor.class);
            await().until(() -> executor.count() > 0);
        }

        assertThat(result(output)).matches("RESULT messages=(\\d+) delivered=\\1 .* signals=(\\d+) orders=\\2 .*");
    }

    @Test
    void showsProgress(final CapturedOutput output) throws Exception {
        assertThat(run(prices(100_000, 100_000, 100_000), "--sample.speed=0.01", "--sample.progress=50ms"))
                .isZero();

        assertThat(output).containsPattern("received=[123] delivered=[0-9.]+% p50=.*us p99=.*us p99.9=.*us rate=.*/s");
    }

    @Test
    void endsTheProcessWithExitCode() throws Exception {
        final Process missing = start("--sample.feed=" + directory.resolve("none.csv"));
        assertThat(new String(missing.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("does not exist.");
        assertThat(missing.waitFor()).isEqualTo(1);

        final Process whole = start("--sample.feed=" + prices(100_000));
        assertThat(new String(whole.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("RESULT messages=1 ");
        assertThat(whole.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "us-equity-ticks/bac_20131007_trade.csv.gz, 88172, 64411712, 138619.0610, 0",
        "us-equity-ticks/spy_20131007_trade.csv.gz, 250601, 97062721, 1679067.2929, 0",
        "binance-futures-feed/btcusdt_20240808.gz, 21313, 2429.366, 616809821.53, 72641",
    })
    void losesNothingOfTheRecordedFiles(
            final String path,
            final String trades,
            final String volume,
            final String vwapE4,
            final String skipped,
            final CapturedOutput output)
            throws Exception {
        assertThat(run(RecordedData.file(path), "--sample.speed=max")).isZero();

        assertThat(result(output))
                .startsWith("RESULT messages=" + trades + " delivered=" + trades + " volume=" + volume + " vwap_e4="
                        + vwapE4)
                .matches(".* signals=(\\d+) orders=\\1 .*")
                .endsWith(" skipped=" + skipped + " damaged=0 refused=0");
    }

    private int run(final Path feed, final String... more) throws InterruptedException {
        final String[] arguments = Arrays.copyOf(more, more.length + 2);
        arguments[more.length] = "--sample.feed=" + feed;
        arguments[more.length + 1] = journals();
        return SampleApplication.run(arguments);
    }

    private String journals() {
        return "--hermes.directory=" + directory.resolve("journals");
    }

    private Process start(final String argument) throws IOException {
        return SampleProcess.start(argument, journals());
    }

    private static String result(final CapturedOutput output) {
        return output.getOut()
                .lines()
                .filter(line -> line.startsWith("RESULT "))
                .reduce((first, second) -> fail("two results"))
                .orElseThrow();
    }

    /** A file of trades of 10 shares, a millisecond apart. */
    private Path prices(final int... prices) throws IOException {
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < prices.length; i++) {
            lines.append(i == 0 ? "" : "\n")
                    .append(14_400_000 + i)
                    .append(',')
                    .append(prices[i])
                    .append(",10,P,0,0");
        }
        return Files.writeString(directory.resolve("bac_trade.csv"), lines);
    }

    private static byte[] gzip(final String text) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
