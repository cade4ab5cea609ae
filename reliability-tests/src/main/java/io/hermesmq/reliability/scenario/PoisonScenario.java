package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.app.ApplicationUnderTest;
import io.hermesmq.reliability.check.Outcome;
import io.hermesmq.reliability.record.ControlFile;
import java.io.IOException;
import java.util.List;

/** Messages that fail: while they are encoded, by their size, in their listener. */
final class PoisonScenario implements Scenario {

    private static final String LISTENER = "steady";
    private static final int PUBLISHERS = 2;
    private static final int MESSAGES = 40_000;

    @Override
    public String name() {
        return "poison";
    }

    @Override
    public String summary() {
        return "codecs that throw in the middle of a message, messages that are too large, listeners that throw";
    }

    @Override
    public String method() {
        return """
                Each cycle has two threads send 40,000 messages each to the same journal; of each eight, one is written by a
                codec that fails half-way, one is too large, and one makes its listener throw: 10,000 of each kind in a
                cycle. Its listener retries what it throws for and then makes a dead letter of it, in a journal of its own.
                Fails where anything of the first two is seen, where a good one is lost, where the listener is not called
                exactly three times with each that it throws for, and where there is not exactly one whole dead letter
                of each, of all cycles, at the end of each cycle.
                """;
    }

    @Override
    public int cycles() {
        return 3;
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        try (Trial trial = new Trial(run, run.work().resolve("record"))) {
            final AppOptions options = trial.options(run.work().resolve("journal"))
                    .with(AppOption.PUBLISHERS, PUBLISHERS)
                    .with(AppOption.MESSAGES, MESSAGES)
                    .with(AppOption.POISON, true);
            trial.expect(LISTENER, true);
            long poisoned = 0;
            long deadLetters = 0;
            for (int cycle = 0; cycle < run.cycles(); cycle++) {
                try (Session session = trial.start(options.with(AppOption.LISTENERS, LISTENER))) {
                    if (!session.awaitPublishing(tally)) {
                        return;
                    }
                    session.await(Session.PATIENCE_MS, () -> !session.jvm().isAlive());
                    session.stop(tally);
                    poisoned += judgeCalls(session.control(), tally);
                    deadLetters = session.control().get(ControlFile.Field.DEAD_LETTERS);
                    judgeDeadLetters(deadLetters, poisoned, tally);
                }
                trial.ingest();
                tally.cycle();
            }
            final long threw = trial.attempts().count(Outcome.THREW);
            final long expected = run.cycles() * (long) PUBLISHERS * MESSAGES / 8;
            tally.note("POISON threw_while_publishing=" + threw + " threw_in_listener=" + poisoned + " dead_letters="
                    + deadLetters);
            if (threw != 2 * expected || poisoned != expected) {
                tally.problem("expected " + 2 * expected + " messages that throw while they are published and "
                        + expected + " that make their listener throw");
            }
            trial.readBack(options.with(AppOption.POISON, false), List.of(LISTENER), true, tally);
            trial.finishAll().forEach(findings -> tally.add(findings, 0));
            tally.acknowledged(trial.acknowledged());
        }
    }

    private static void judgeDeadLetters(final long deadLetters, final long poisoned, final Tally tally) {
        if (deadLetters == ApplicationUnderTest.BROKEN) {
            tally.problem("a dead letter is not whole, or not of what happened: see the log of the session");
        } else if (deadLetters != ApplicationUnderTest.NOT_KEPT && deadLetters != poisoned) {
            tally.problem(deadLetters + " dead letters for " + poisoned + " messages that make their listener throw");
        }
    }

    private static long judgeCalls(final ControlFile control, final Tally tally) {
        final long poisoned = control.get(ControlFile.Field.POISONED);
        final long calls = control.get(ControlFile.Field.POISONED_CALLS);
        if (calls != poisoned * ApplicationUnderTest.MAX_CALLS) {
            tally.problem(
                    "the listener was called " + calls + " times with " + poisoned + " messages that it throws for");
        }
        return poisoned;
    }
}
