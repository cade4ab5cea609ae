package io.hermesmq.reliability.scenario;

import io.hermesmq.Acknowledge;
import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.check.Findings;
import io.hermesmq.reliability.process.Namespace;
import io.hermesmq.reliability.record.ControlFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** {@code kill -9} under load, again and again on one journal; also as process 1 of a container. */
final class KillScenario implements Scenario {

    private static final String LISTENER = "steady";
    private static final int MIN_LIFE_MS = 20;
    private static final int MAX_LIFE_MS = 400;
    private static final int MAX_BURST_MS = 60;
    private static final int BURST_EVERY = 4;
    private static final int RATE = 20_000;
    private static final int CHECK_EVERY = 25;
    private static final long FIRST_PUBLISH_MS = 1_000;
    private static final long LAST_FIRST_PUBLISH_MS = 3_000;

    private final Namespace namespace;

    KillScenario(final Namespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public String name() {
        return namespace == Namespace.SAME ? "kill" : "pid1";
    }

    @Override
    public String summary() {
        return namespace == Namespace.SAME
                ? "kill -9 of the application while it publishes"
                : "the same as process 1 of a pid namespace, as in a container that is restarted";
    }

    @Override
    public String method() {
        return """
                Each cycle starts the application on the same journal, rolling its files every second, waits for the first
                acknowledged publish, and kills it 20 to 400 ms later; each fourth cycle publishes without a limit of rate
                for up to 60 ms. A listener with a position goes on through all of it. At the end that listener reads the
                rest, and a new one reads everything. Fails on anything that was acknowledged and is not there, on anything
                that is there twice, in another order or other bytes, on a start that does not publish; and where the first
                publish after opening takes over 3 s, or over 1 s in more than 1 % of at least 100 cycles.
                With --acknowledge accepted losses are counted but excused: that level promises nothing here.
                """;
    }

    @Override
    public int cycles() {
        return namespace == Namespace.SAME ? 1000 : 50;
    }

    @Override
    public List<String> missing() {
        return namespace.missing();
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        final Random random = new Random(run.seed());
        final Times firstPublish = new Times("first_publish");
        final Path journal = run.work().resolve("journal");
        try (Trial trial = new Trial(run, run.work().resolve("record"))) {
            final AppOptions options = trial.options(journal).orElse(AppOption.ROLL_CYCLE, "SECONDLY");
            trial.expect(LISTENER, true);
            boolean isGood = true;
            for (int cycle = 0; cycle < run.cycles() && isGood; cycle++) {
                isGood = cycle(trial, options, cycle, random, firstPublish, tally);
                trial.ingest();
                if (cycle % CHECK_EVERY == CHECK_EVERY - 1) {
                    tally.note("after " + (cycle + 1) + " cycles acknowledged=" + trial.acknowledged());
                }
            }
            trial.readBack(options, List.of(LISTENER), true, tally);
            for (final Findings findings : trial.finishAll()) {
                tally.add(findings, run.acknowledge() == Acknowledge.ACCEPTED ? findings.lost() : 0);
            }
            tally.acknowledged(trial.acknowledged());
        }
        firstPublish.judge(tally, run, FIRST_PUBLISH_MS, LAST_FIRST_PUBLISH_MS);
    }

    private boolean cycle(
            final Trial trial,
            final AppOptions options,
            final int cycle,
            final Random random,
            final Times firstPublish,
            final Tally tally) {
        final boolean isBurst = cycle % BURST_EVERY == BURST_EVERY - 1;
        final int lifeMs = MIN_LIFE_MS + random.nextInt((isBurst ? MAX_BURST_MS : MAX_LIFE_MS) - MIN_LIFE_MS);
        final AppOptions ofCycle = options.with(AppOption.LISTENERS, LISTENER).with(AppOption.RATE, isBurst ? 0 : RATE);
        try (Session session = trial.start(ofCycle, namespace)) {
            if (!session.awaitPublishing(tally)) {
                return false;
            }
            final boolean isAlive = session.run(tally, lifeMs);
            session.kill();
            session.isHealthy(tally);
            firstPublish.add(session.control().get(ControlFile.Field.FIRST_ACKNOWLEDGED_MS));
            tally.cycle();
            return isAlive;
        }
    }
}
