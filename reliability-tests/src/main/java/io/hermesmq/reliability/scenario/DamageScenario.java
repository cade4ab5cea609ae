package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.AppMain;
import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.check.Findings;
import io.hermesmq.reliability.disk.Damage;
import io.hermesmq.reliability.process.Shell;
import io.hermesmq.reliability.record.ControlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** Damaged files. */
final class DamageScenario implements Scenario {

    private static final int OLD_PUBLISHERS = 2;
    private static final int NEW_PUBLISHER = OLD_PUBLISHERS;
    private static final int OLD_MESSAGES = 10_000;
    private static final int NEW_MESSAGES = 500;
    private static final int RATE = 3_500;
    private static final int ATTEMPT_CAPACITY = 1 << 16;
    private static final int DRAIN_MS = 30_000;

    @Override
    public String name() {
        return "damage";
    }

    @Override
    public String summary() {
        return "files that were cut, zeroed, overwritten, emptied or have flipped bits";
    }

    @Override
    public String method() {
        return """
                A journal of 20,000 messages in several files is made once. Each cycle damages a copy of it: first each of
                the fixed kinds once (last record cut, half cut off, a page zeroed or random, the last 64 KiB or the index
                or the header zeroed, emptied, 100 bytes left, a flipped bit, meta data deleted, emptied or random, an
                empty file of a later cycle), then flips and truncations at random places of random files. The
                application then opens the copy, publishes 500 more, and a new listener reads everything. Fails where the
                journal does not open, where a wrong message is delivered, where a new message is not, where old
                ones are missing without a warning of Hermes or a count of missed messages (a silent stall), and where they
                are missing and the warnings say that nothing is, or the engine has not counted a damage, or has counted
                another number of lost messages than the listener has missed.
                """;
    }

    @Override
    public int cycles() {
        return 1000;
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        final Random random = new Random(run.seed());
        final Path template = run.work().resolve("template");
        prepare(run, template, tally);
        for (int cycle = 0; cycle < run.cycles(); cycle++) {
            final Damage damage = Damage.fixed().size() > cycle
                    ? Damage.fixed().get(cycle)
                    : cycle % 2 == 0 ? Damage.RANDOM_FLIPS : Damage.RANDOM_TRUNCATION;
            final Path copy = run.work().resolve("damaged-" + cycle);
            Shell.run("cp", "-a", "--sparse=always", template.toString(), copy.toString());
            final String what = damage + ": " + damage.apply(copy.resolve("journal"), random);
            tally.note("DAMAGE " + cycle + " " + what);
            final boolean isGood = open(run, copy, what, tally);
            tally.cycle();
            if (isGood) {
                Shell.run("rm", "-r", copy.toString());
            }
        }
    }

    private static void prepare(final RunOptions run, final Path directory, final Tally tally) throws IOException {
        try (Trial trial = new Trial(run, directory.resolve("record"))) {
            final AppOptions options = options(trial, directory)
                    .with(AppOption.PUBLISHERS, OLD_PUBLISHERS)
                    .with(AppOption.MESSAGES, OLD_MESSAGES)
                    .with(AppOption.RATE, RATE);
            try (Session session = trial.start(options)) {
                if (!session.jvm().hasEnded(Session.PATIENCE_MS)
                        || session.jvm().exitCode() != 0) {
                    tally.problem("the journal could not be made");
                    session.showLog(tally);
                }
            }
            tally.acknowledged(trial.acknowledged());
        }
        Shell.run("sync", "-f", directory.toString());
    }

    private static AppOptions options(final Trial trial, final Path directory) {
        return trial.options(directory.resolve("journal"))
                .orElse(AppOption.ROLL_CYCLE, "SECONDLY")
                .with(AppOption.ATTEMPT_CAPACITY, ATTEMPT_CAPACITY)
                .with(AppOption.DRAIN_MS, DRAIN_MS);
    }

    private static boolean open(final RunOptions run, final Path directory, final String what, final Tally tally)
            throws IOException {
        try (Trial trial = new Trial(run, directory.resolve("record"))) {
            final String auditor = "auditor";
            trial.expect(auditor, true);
            final AppOptions options = options(trial, directory)
                    .with(AppOption.FIRST_PUBLISHER, NEW_PUBLISHER)
                    .with(AppOption.PUBLISHERS, 1)
                    .with(AppOption.MESSAGES, NEW_MESSAGES)
                    .with(AppOption.LISTENERS, auditor);
            try (Session session = trial.start(options)) {
                if (!session.jvm().hasEnded(Session.PATIENCE_MS)) {
                    tally.silentStall("the application hangs after " + what);
                    session.showLog(tally);
                    return false;
                }
                trial.ingest();
                return judge(trial.finish(auditor), session, what, tally);
            }
        }
    }

    /** Whether nothing that Hermes says about damage admits that messages are gone. */
    private static boolean isDenied(final List<String> reports) {
        return reports.stream().anyMatch(line -> line.contains("without loss"))
                && reports.stream().noneMatch(line -> line.contains("lost"));
    }

    private static boolean judge(final Findings findings, final Session session, final String what, final Tally tally) {
        final int code = session.jvm().exitCode();
        final List<String> reports = session.reports();
        final boolean isReported = !reports.isEmpty() || findings.reportedMissed() > 0;
        reports.stream().limit(2).forEach(line -> tally.note("  | " + line));
        final long lostOld = findings.lost() - findings.lostOf(NEW_PUBLISHER);
        if (code == AppMain.NOT_OPENED) {
            tally.problem("the journal does not open after " + what);
            session.showLog(tally);
            return false;
        }
        if (code != 0) {
            tally.silentStall("the application ended with " + code + " after " + what);
            session.showLog(tally);
        } else if (lostOld > 0 && !isReported) {
            tally.silentStall(lostOld + " messages are missing without a word after " + what);
        }
        if (code == 0 && lostOld > 0 && session.control().get(ControlFile.Field.DAMAGES) == 0) {
            tally.problem(lostOld + " messages are missing, but no damage is counted, after " + what);
        }
        final long told = session.control().get(ControlFile.Field.LOST_MESSAGES);
        if (code == 0 && told != findings.reportedMissed()) {
            tally.problem("the engine says that " + told + " messages are lost, its listener that it missed "
                    + findings.reportedMissed() + ", after " + what);
        }
        if (lostOld > 0 && isDenied(reports)) {
            tally.problem(lostOld + " messages are missing, but every report says 'without loss', after " + what);
        }
        tally.add(findings, isReported ? lostOld : 0);
        return code == 0 && (lostOld == 0 || isReported);
    }
}
