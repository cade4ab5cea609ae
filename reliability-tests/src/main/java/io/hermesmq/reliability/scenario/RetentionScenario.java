package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.check.Findings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Old files are removed while a listener is away. */
final class RetentionScenario implements Scenario {

    private static final String AWAY = "away";
    private static final String PRESENT = "present";
    private static final int FIRST_MESSAGES = 1_000;
    private static final int MESSAGES = 16_000;
    private static final int RATE = 3_000;
    private static final int MIN_LENGTH = 1024;
    private static final int MAX_LENGTH = 4096;
    private static final int MAX_JOURNAL_BYTES = 8 << 20;

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public String summary() {
        return "old files are removed while a listener is away: never what it has not read, unless told";
    }

    @Override
    public String method() {
        return """
                Each cycle has listeners 'away' and 'present' read 2,000 messages, then publishes 32,000 larger ones, some
                80 MB, for 5 s with 'present' alone, files rolling every second, and at most 8 MiB of files to keep. Then 'away'
                comes back. In even cycles, with keep-unread, it has to be given everything. In odd ones, without, files
                have to be gone, and it has to be told of exactly as many missed messages as it is not given.
                """;
    }

    @Override
    public int cycles() {
        return 10;
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        for (int cycle = 0; cycle < run.cycles(); cycle++) {
            final Path directory = run.work().resolve("cycle-" + cycle);
            final boolean isKeeping = cycle % 2 == 0;
            try (Trial trial = new Trial(run, directory.resolve("record"))) {
                final AppOptions options = trial.options(directory.resolve("journal"))
                        .orElse(AppOption.ROLL_CYCLE, "SECONDLY")
                        .with(AppOption.KEEP_UNREAD, isKeeping)
                        .with(AppOption.MAX_JOURNAL_BYTES, MAX_JOURNAL_BYTES)
                        .with(AppOption.RATE, RATE);
                trial.expect(PRESENT, true);
                trial.expect(AWAY, true);
                publish(
                        trial,
                        options.with(AppOption.LISTENERS, PRESENT + "," + AWAY)
                                .with(AppOption.MESSAGES, FIRST_MESSAGES),
                        tally);
                publish(
                        trial,
                        options.with(AppOption.LISTENERS, PRESENT)
                                .with(AppOption.MESSAGES, MESSAGES)
                                .with(AppOption.MIN_LENGTH, MIN_LENGTH)
                                .with(AppOption.MAX_LENGTH, MAX_LENGTH),
                        tally);
                tally.note(
                        "JOURNAL keep_unread=" + isKeeping + " length_bytes=" + lengthOf(directory.resolve("journal")));
                trial.readBack(options, List.of(PRESENT, AWAY), false, tally);
                judge(trial, isKeeping, tally);
                tally.acknowledged(trial.acknowledged());
                tally.cycle();
            }
        }
    }

    private static void publish(final Trial trial, final AppOptions options, final Tally tally) {
        try (Session session = trial.start(options)) {
            session.awaitPublishing(tally);
            session.await(Session.PATIENCE_MS, () -> !session.jvm().isAlive());
            session.stop(tally);
            session.isHealthy(tally);
        }
        trial.ingest();
    }

    private static void judge(final Trial trial, final boolean isKeeping, final Tally tally) {
        for (final Findings findings : trial.finishAll()) {
            final boolean mayMiss = !isKeeping && findings.listener().equals(AWAY);
            if (mayMiss && findings.reportedMissed() == 0) {
                tally.problem("nothing was removed although only " + MAX_JOURNAL_BYTES + " bytes were to be kept");
            }
            if (!mayMiss && findings.reportedMissed() > 0) {
                tally.problem(findings.listener() + " missed " + findings.reportedMissed());
            }
            tally.add(findings, mayMiss ? findings.reportedMissed() : 0);
        }
    }

    /** Bytes of files, holes included. */
    private static long lengthOf(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(path -> path.toFile().length())
                    .sum();
        }
    }
}
