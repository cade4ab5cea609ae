package io.hermesmq.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Kills the sample, as {@code kill -9} does, and takes it up again. */
@ExtendWith(OutputCaptureExtension.class)
class ResumeTests {

    private static final int TRADES = 60_000;
    private static final Pattern RECEIVED = Pattern.compile("received=(\\d+) .*");
    private static final Pattern RESUMING = Pattern.compile("Resuming behind (\\d+) ticks and (\\d+) orders");

    @TempDir
    private Path directory;

    @Test
    void aRunThatWasKilledTwiceEndsAsIfNothingHadHappened(final CapturedOutput output) throws Exception {
        final String feed = "--sample.feed=" + trades();
        final String journals = "--hermes.directory=" + directory.resolve("journals");

        assertThat(SampleApplication.run(feed, "--hermes.directory=" + directory.resolve("undisturbed")))
                .isZero();
        final List<String> undisturbed = totals(output.getOut());
        assertThat(undisturbed).hasSize(2);
        assertThat(undisturbed.get(1)).matches("RESULT messages=60000 delivered=60000 .* signals=[1-9]\\d{2,} .*");

        killBehind(TRADES / 4, feed, journals);
        killBehind(TRADES / 2, feed, journals, "--sample.resume");
        final int before = output.getOut().length();
        assertThat(SampleApplication.run(feed, journals, "--sample.resume")).isZero();

        final String resumed = output.getOut().substring(before);
        final Matcher resuming = RESUMING.matcher(resumed);
        assertThat(resuming.find()).isTrue();
        assertThat(Long.parseLong(resuming.group(1))).isBetween(TRADES / 2L, TRADES - 1L);
        assertThat(Long.parseLong(resuming.group(2))).isPositive();
        assertThat(totals(resumed)).isEqualTo(undisturbed);
    }

    @Test
    void aRunWithoutResumeStartsFromNothing(final CapturedOutput output) throws Exception {
        final String feed = "--sample.feed=" + trades();
        final String journals = "--hermes.directory=" + directory.resolve("journals");
        assertThat(SampleApplication.run(feed, journals)).isZero();
        final List<String> first = totals(output.getOut());
        final int before = output.getOut().length();

        assertThat(SampleApplication.run(feed, journals)).isZero();

        assertThat(totals(output.getOut().substring(before))).isEqualTo(first);
    }

    @Test
    void aRunThatEndedIsResumedToTheSameEnd(final CapturedOutput output) throws Exception {
        final String feed = "--sample.feed=" + trades();
        final String journals = "--hermes.directory=" + directory.resolve("journals");
        assertThat(SampleApplication.run(feed, journals, "--sample.resume")).isZero();
        final List<String> first = totals(output.getOut());
        final int before = output.getOut().length();

        assertThat(SampleApplication.run(feed, journals, "--sample.resume=true"))
                .isZero();

        assertThat(output).contains("Resuming behind 60000 ticks");
        assertThat(totals(output.getOut().substring(before))).isEqualTo(first);
    }

    @Test
    void aShorterFeedIsNotResumed(final CapturedOutput output) throws Exception {
        final String journals = "--hermes.directory=" + directory.resolve("journals");
        assertThat(SampleApplication.run("--sample.feed=" + trades(), journals)).isZero();
        final Path shorter = Files.writeString(directory.resolve("short_trade.csv"), "14400000,100000,10,P,0,0");

        assertThat(SampleApplication.run("--sample.feed=" + shorter, journals, "--sample.resume"))
                .isEqualTo(1);

        assertThat(output)
                .contains(
                        "The journal has 60000 ticks, but the feed only 1 trades: resume with the feed of the run before");
    }

    @Test
    void anotherFeedIsNotResumed(final CapturedOutput output) throws Exception {
        final String journals = "--hermes.directory=" + directory.resolve("journals");
        final Path feed = Files.writeString(directory.resolve("bac_trade.csv"), "14400000,100000,10,P,0,0");
        assertThat(SampleApplication.run("--sample.feed=" + feed, journals)).isZero();
        final Path other = Files.writeString(
                directory.resolve("ibm_trade.csv"), "14400000,100000,10,P,0,0\n14400001,100000,10,P,0,0");

        assertThat(SampleApplication.run("--sample.feed=" + other, journals, "--sample.resume"))
                .isEqualTo(1);

        assertThat(output)
                .contains("Tick 1 of the journal is not trade 1 of the feed: resume with the feed of the run before");
        assertThat(totals(output.getOut())).last().asString().startsWith("RESULT messages=1 ");
    }

    /** Lets it run until it has received so many ticks, then ends it without a warning. */
    private static void killBehind(final long ticks, final String... arguments) throws Exception {
        final String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--sample.speed=10"; // six seconds in all
        all[arguments.length + 1] = "--sample.progress=20ms";
        final Process process = SampleProcess.start(all);
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            final StringBuilder seen = new StringBuilder();
            while (true) {
                final String line = lines.readLine();
                if (line == null || line.startsWith("RESULT ")) {
                    fail("it ended before it was killed: " + seen + line);
                }
                seen.append(line).append('\n');
                final Matcher received = RECEIVED.matcher(line);
                if (received.matches() && Long.parseLong(received.group(1)) >= ticks) {
                    break;
                }
            }
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as("killed by signal 9").isEqualTo(128 + 9);
        }
    }

    /** The line of the symbol and what of the result does not depend on time. */
    private static List<String> totals(final String output) {
        return output.lines()
                .filter(line -> line.startsWith("BAC ") || line.startsWith("RESULT "))
                .map(line -> line.replaceAll(" (p\\d+_ns|per_s)=\\S+", ""))
                .toList();
    }

    /** A file of trades a millisecond apart, whose prices wander. */
    private Path trades() throws IOException {
        final Random random = new Random(7);
        final StringBuilder lines = new StringBuilder();
        int price = 100_000;
        for (int i = 0; i < TRADES; i++) {
            price += random.nextInt(101) - 50;
            lines.append(i == 0 ? "" : "\n")
                    .append(14_400_000 + i)
                    .append(',')
                    .append(price)
                    .append(',')
                    .append(100 + random.nextInt(900))
                    .append(",P,0,0");
        }
        return Files.writeString(directory.resolve("bac_trade.csv"), lines);
    }
}
