package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** A long run. */
final class SoakScenario implements Scenario {

    private static final String LISTENER = "steady";
    private static final String SLOW = "restless";
    private static final int RATE = 5_000;
    private static final long MAX_JOURNAL_BYTES = 512L << 20;
    private static final int SESSIONS = 3;
    private static final int SAMPLES = 6;
    private static final long SAMPLE_MS = 5_000;
    private static final double MAX_GROWTH_AN_HOUR = 0.01;
    private static final double HOURS_TO_JUDGE = 0.5;
    private static final int MAX_GROWTH_OF_COUNTS = 16;

    /** What a process holds at one time. */
    private record Sample(double hours, long descriptors, long mappings, long residentKb) {}

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String summary() {
        return "a long run (--minutes) with rolling files, retention and two restarts: nothing leaks, nothing is lost";
    }

    @Override
    public String method() {
        return """
                Publishes 10,000 messages a second for --minutes in three sessions, files rolling every minute and at most 512 MiB
                of them kept, with two listeners. Samples descriptors, mappings and resident memory of the process every
                5 s (from /proc). Fails where one of them grows by more than 1 % an hour from the first to the last third of
                a session of half an hour or more, where descriptors or mappings grow by more than 16 in a shorter one, and on
                anything that the checker finds. The record is read and removed as it is written.
                """;
    }

    @Override
    public int cycles() {
        return 1;
    }

    @Override
    public List<String> missing() {
        return Files.isDirectory(Path.of("/proc/self/fd")) ? List.of() : List.of("/proc");
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        final long sessionMs = Math.round(run.minutes() * TimeUnit.MINUTES.toMillis(1) / SESSIONS);
        try (Trial trial = new Trial(run, run.work().resolve("record"))) {
            final AppOptions options = trial.options(run.work().resolve("journal"))
                    .orElse(AppOption.ROLL_CYCLE, "MINUTELY")
                    .orElse(AppOption.MAX_JOURNAL_BYTES, MAX_JOURNAL_BYTES)
                    .orElse(AppOption.RATE, RATE)
                    .with(AppOption.ATTEMPT_CAPACITY, 1 << 30)
                    .with(AppOption.LISTENERS, LISTENER + "," + SLOW);
            trial.expect(LISTENER, true);
            trial.expect(SLOW, true);
            for (int i = 0; i < SESSIONS; i++) {
                try (Session session = trial.start(options)) {
                    if (!session.awaitPublishing(tally)) {
                        return;
                    }
                    judge(sample(trial, session, sessionMs, tally), tally);
                    session.stop(tally);
                    session.isHealthy(tally);
                }
                trial.ingest();
            }
            tally.cycle();
            trial.readBack(options, List.of(LISTENER, SLOW), false, tally);
            trial.finishAll().forEach(findings -> tally.add(findings, 0));
            tally.acknowledged(trial.acknowledged());
        }
    }

    private static List<Sample> sample(final Trial trial, final Session session, final long forMs, final Tally tally)
            throws IOException {
        final List<Sample> samples = new ArrayList<>();
        final long sampleMs = Math.min(SAMPLE_MS, Math.max(1, forMs / SAMPLES));
        final long startNs = System.nanoTime();
        long elapsedMs = 0;
        long acknowledged = 0;
        while (elapsedMs < forMs && session.run(tally, Math.min(sampleMs, forMs - elapsedMs))) {
            trial.ingest();
            elapsedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
            samples.add(read(session.jvm().pid(), elapsedMs / (double) TimeUnit.HOURS.toMillis(1)));
            final long now = session.control().acknowledged();
            if (now == acknowledged && elapsedMs < forMs) {
                tally.silentStall("nothing was published for " + sampleMs + " ms");
            }
            acknowledged = now;
        }
        return samples;
    }

    private static Sample read(final long pid, final double hours) throws IOException {
        final Path process = Path.of("/proc", Long.toString(pid));
        final long residentKb = Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
        try (Stream<Path> descriptors = Files.list(process.resolve("fd"));
                Stream<String> mappings = Files.lines(process.resolve("maps"))) {
            return new Sample(hours, descriptors.count(), mappings.count(), residentKb);
        }
    }

    private static void judge(final List<Sample> samples, final Tally tally) {
        judge("descriptors", samples, Sample::descriptors, true, tally);
        judge("mappings", samples, Sample::mappings, true, tally);
        judge("resident_kb", samples, Sample::residentKb, false, tally);
    }

    private static void judge(
            final String what,
            final List<Sample> samples,
            final ToLongFunction<Sample> value,
            final boolean isCount,
            final Tally tally) {
        final int third = samples.size() / 3;
        if (third == 0) {
            return;
        }
        final double first = mean(samples.subList(0, third), value);
        final double last = mean(samples.subList(samples.size() - third, samples.size()), value);
        final double hours = samples.get(samples.size() - 1).hours();
        final double growth = (last - first) / first / (hours * 2 / 3);
        tally.note(String.format(
                Locale.ROOT,
                "SOAK %s first_third=%.0f last_third=%.0f growth_per_hour=%.2f%%",
                what,
                first,
                last,
                growth * 100));
        final boolean isTooMuch =
                hours >= HOURS_TO_JUDGE ? growth > MAX_GROWTH_AN_HOUR : isCount && last - first > MAX_GROWTH_OF_COUNTS;
        if (isTooMuch) {
            tally.problem(what + " grow");
        }
    }

    private static double mean(final List<Sample> samples, final ToLongFunction<Sample> value) {
        return samples.stream().mapToLong(value).average().orElse(0);
    }
}
