package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.check.Findings;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Death inside of listeners: positions neither run ahead nor are mixed up. */
final class ListenerKillScenario implements Scenario {

    private static final String FIRST = "fills";
    private static final String SECOND = "FILLS"; // the same in capitals, on purpose
    private static final int RATE = 5_000;
    private static final int HANDLING_MICROS = 20;
    private static final int MAX_DELIVERIES = 4_000;
    private static final int MAX_LIFE_MS = 400;

    @Override
    public String name() {
        return "listener-kill";
    }

    @Override
    public String summary() {
        return "the process dies inside of a listener; listeners whose ids differ in case only";
    }

    @Override
    public String method() {
        return """
                Each cycle starts the application on the same journal with listeners 'fills' and 'FILLS', every third
                cycle with the first alone, so that their positions differ. In turn the process halts inside of a listener,
                after a random number of deliveries, before or after it notes the last, and is killed from outside. Fails where a listener skips a message,
                where it is given again more than one batch (16384 messages), and on everything else that the checker knows.
                """;
    }

    @Override
    public int cycles() {
        return 500;
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        final Random random = new Random(run.seed());
        try (Trial trial = new Trial(run, run.work().resolve("record"))) {
            final AppOptions options = trial.options(run.work().resolve("journal"))
                    .orElse(AppOption.ROLL_CYCLE, "SECONDLY")
                    .with(AppOption.RATE, RATE)
                    .with(AppOption.HANDLING_MICROS, HANDLING_MICROS);
            trial.expect(FIRST, true);
            trial.expect(SECOND, true);
            boolean isGood = true;
            for (int cycle = 0; cycle < run.cycles() && isGood; cycle++) {
                final String listeners = cycle % 3 == 2 ? FIRST : FIRST + "," + SECOND;
                final AppOptions ofCycle =
                        options.with(AppOption.LISTENERS, listeners).with(AppOption.HALT_BEFORE, cycle % 4 == 0);
                isGood = cycle(trial, ofCycle, cycle % 2 == 0, random, tally);
                trial.ingest();
            }
            trial.readBack(options, List.of(FIRST, SECOND), true, tally);
            for (final Findings findings : trial.finishAll()) {
                tally.add(findings, 0);
            }
            tally.acknowledged(trial.acknowledged());
        }
    }

    private static boolean cycle(
            final Trial trial,
            final AppOptions options,
            final boolean isHalting,
            final Random random,
            final Tally tally) {
        final AppOptions ofCycle =
                isHalting ? options.with(AppOption.HALT_AFTER, 1 + random.nextInt(MAX_DELIVERIES)) : options;
        try (Session session = trial.start(ofCycle)) {
            tally.cycle();
            if (isHalting) {
                if (!session.await(Session.PATIENCE_MS, () -> !session.jvm().isAlive())) {
                    tally.silentStall("listeners were not given enough to halt");
                    session.isHealthy(tally);
                    return false;
                }
                return session.isHealthy(tally);
            }
            final boolean isGood = session.awaitPublishing(tally) && session.run(tally, random.nextInt(MAX_LIFE_MS));
            session.kill();
            return session.isHealthy(tally) && isGood;
        }
    }
}
