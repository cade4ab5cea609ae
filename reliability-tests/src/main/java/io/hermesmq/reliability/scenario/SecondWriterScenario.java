package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.AppMain;
import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.process.Namespace;
import io.hermesmq.reliability.record.ControlFile;
import java.io.IOException;
import java.util.List;

/** A second process on the directory of a running one. */
final class SecondWriterScenario implements Scenario {

    private static final String LISTENER = "steady";
    private static final String INTRUDER = "intruder";
    private static final int RATE = 5_000;
    private static final int PAUSE_EVERY = 5;
    private static final long REFUSED_MS = 2_000;
    private static final int INTRUDER_PUBLISHER = 8;

    @Override
    public String name() {
        return "second-writer";
    }

    @Override
    public String summary() {
        return "a second process opens the directory of a running one, from the same and from another pid namespace";
    }

    @Override
    public String method() {
        return """
                One application publishes all the time. Each cycle starts another on the same directory, in turn beside it
                and as process 1 of another pid namespace; each fifth time while the first is stopped (SIGSTOP). It has to
                be refused within 2 s of opening, with an error of Hermes, and without a message of its own; the first one
                has to go on publishing. At the end everything that was acknowledged is read back.
                """;
    }

    @Override
    public int cycles() {
        return 100;
    }

    @Override
    public List<String> missing() {
        return Namespace.OWN_PIDS.missing();
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        final Times refused = new Times("second_refused");
        try (Trial trial = new Trial(run, run.work().resolve("record"))) {
            final AppOptions options = trial.options(run.work().resolve("journal"))
                    .orElse(AppOption.ROLL_CYCLE, "SECONDLY")
                    .with(AppOption.RATE, RATE);
            trial.expect(LISTENER, true);
            try (Session first = trial.start(options.with(AppOption.LISTENERS, LISTENER))) {
                boolean isGood = first.awaitPublishing(tally);
                for (int cycle = 0; cycle < run.cycles() && isGood; cycle++) {
                    final boolean isPaused = cycle % PAUSE_EVERY == PAUSE_EVERY - 1;
                    if (isPaused) {
                        first.jvm().suspend();
                    }
                    intrude(trial, options, cycle % 2 == 0 ? Namespace.SAME : Namespace.OWN_PIDS, refused, tally);
                    if (isPaused) {
                        first.jvm().resume();
                    }
                    isGood = isUnharmed(first, tally);
                    trial.ingest();
                }
                first.stop(tally);
                first.isHealthy(tally);
            }
            trial.readBack(options, List.of(LISTENER), true, tally);
            trial.finishAll().forEach(findings -> tally.add(findings, 0));
            tally.acknowledged(trial.acknowledged());
        }
        refused.judge(tally, run, REFUSED_MS, REFUSED_MS);
    }

    private static void intrude(
            final Trial trial,
            final AppOptions options,
            final Namespace namespace,
            final Times refused,
            final Tally tally) {
        final AppOptions ofIntruder = options.with(AppOption.LISTENERS, INTRUDER)
                .with(AppOption.FIRST_PUBLISHER, INTRUDER_PUBLISHER)
                .with(AppOption.ATTEMPT_CAPACITY, 1 << 20);
        try (Session second = trial.start(ofIntruder, namespace)) {
            tally.cycle();
            second.await(
                    Session.PATIENCE_MS,
                    () -> !second.jvm().isAlive() || second.control().acknowledged() > 0);
            final String who = "the second writer (" + namespace + ")";
            if (second.control().acknowledged() > 0) {
                tally.problem(who + " was let in and has published");
            } else if (second.jvm().isAlive()) {
                tally.silentStall(who + " was neither refused nor let in");
            } else if (second.jvm().exitCode() != AppMain.NOT_OPENED) {
                tally.problem(who + " ended with " + second.jvm().exitCode() + " instead of a refusal");
                second.showLog(tally);
            } else {
                refused.add(second.control().get(ControlFile.Field.FAILED_MS));
                final String error = errorOf(second);
                if (tally.cycles() <= 2) {
                    tally.note("refused with: " + error);
                }
                if (!error.contains("io.hermesmq.")) {
                    tally.problem(who + " ended with an error that is not one of Hermes: " + error);
                }
            }
        }
    }

    private static String errorOf(final Session session) {
        return session.logLines().stream()
                .filter(line -> line.contains("Exception") || line.contains("Error:"))
                .findFirst()
                .orElse("no error");
    }

    private static boolean isUnharmed(final Session first, final Tally tally) {
        final long before = first.control().acknowledged();
        if (first.await(
                        Session.PATIENCE_MS,
                        () -> first.control().acknowledged() > before
                                || !first.jvm().isAlive())
                && first.jvm().isAlive()) {
            return true;
        }
        tally.problem("the first writer no longer publishes");
        first.showLog(tally);
        return false;
    }
}
