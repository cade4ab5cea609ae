package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.record.ControlFile;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A clock that steps. */
final class ClockScenario implements Scenario {

    private static final String LISTENER = "steady";
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(-1), Duration.ofHours(-1), Duration.ofDays(-1), Duration.ofDays(1), Duration.ofHours(1));
    private static final int RATE = 5_000;
    private static final int RUN_MS = 1_500;
    private static final int RESTART_EVERY = 3;

    @Override
    public String name() {
        return "clock";
    }

    @Override
    public String summary() {
        return "the clock steps by a second, an hour, a day, back and forth, while files roll every second";
    }

    @Override
    public String method() {
        return """
                Each cycle steps the clock of the engine, in turn by -1 s, -1 h, -1 day, +1 day and +1 h, while the
                application publishes and rolls its files every second, and goes on for 1.5 s. After each third step the
                application is killed and started again; its clock then is the true one, which is one more step. Fails on any
                refused publish, on publishers that stand still, and on anything that the checker finds.
                """;
    }

    @Override
    public int cycles() {
        return 20;
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        try (Trial trial = new Trial(run, run.work().resolve("record"))) {
            final AppOptions options = trial.options(run.work().resolve("journal"))
                    .orElse(AppOption.ROLL_CYCLE, "SECONDLY")
                    .with(AppOption.RATE, RATE);
            trial.expect(LISTENER, true);
            int cycle = 0;
            boolean isGood = true;
            while (cycle < run.cycles() && isGood) {
                try (Session session = trial.start(options.with(AppOption.LISTENERS, LISTENER))) {
                    isGood = session.awaitPublishing(tally);
                    long steppedMs = 0;
                    for (int i = 0; i < RESTART_EVERY && cycle < run.cycles() && isGood; i++) {
                        steppedMs += STEPS.get(cycle % STEPS.size()).toMillis();
                        isGood = step(session, steppedMs, tally);
                        cycle++;
                        tally.cycle();
                    }
                    session.kill();
                    session.isHealthy(tally);
                }
                trial.ingest();
            }
            trial.readBack(options, List.of(LISTENER), true, tally);
            trial.finishAll().forEach(findings -> tally.add(findings, 0));
            tally.acknowledged(trial.acknowledged());
        }
    }

    private static boolean step(final Session session, final long steppedMs, final Tally tally) {
        final ControlFile control = session.control();
        control.set(ControlFile.Field.CLOCK_STEP_MS, steppedMs);
        session.await(
                Session.PATIENCE_MS,
                () -> control.get(ControlFile.Field.CLOCK_STEPPED_MS) == steppedMs
                        || control.get(ControlFile.Field.CLOCK_STEPPED_MS) == ControlFile.UNSUPPORTED
                        || !session.jvm().isAlive());
        if (control.get(ControlFile.Field.CLOCK_STEPPED_MS) == ControlFile.UNSUPPORTED) {
            throw new SkippedException("an engine whose clock can be chosen");
        }
        if (!session.run(tally, RUN_MS)) {
            return false;
        }
        final long acknowledged = control.acknowledged();
        if (session.await(Session.PATIENCE_MS, () -> control.acknowledged() > acknowledged)) {
            return true;
        }
        tally.silentStall("nothing is published any more after the clock was stepped by " + steppedMs + " ms in all");
        session.showLog(tally);
        return false;
    }
}
