package io.hermesmq.reliability.scenario;

import io.hermesmq.reliability.app.GroupMain;
import io.hermesmq.reliability.check.GroupChecker;
import io.hermesmq.reliability.process.ChildJvm;
import io.hermesmq.reliability.process.Namespace;
import io.hermesmq.reliability.record.GroupRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** {@code kill -9} of listeners that share messages, also with other members at the next start. */
final class GroupKillScenario implements Scenario {

    private static final int MAX_LIFE_MS = 400;
    private static final int MAX_MEMBERS = 5;
    private static final int CHANGE_EVERY = 3;
    private static final int CHECK_EVERY = 25;
    private static final long START_MS = Session.PATIENCE_MS;
    private static final long END_MS = 2 * Session.PATIENCE_MS;

    /** What a run of sessions shares. */
    private static final class Run {
        private final RunOptions options;
        private final Path record;
        private final Tally tally;
        private final GroupChecker byKey;
        private final GroupChecker byClaim;
        private final BitSet acknowledged = new BitSet();
        private int session;

        Run(final RunOptions options, final Tally tally) throws IOException {
            this.options = options;
            this.tally = tally;
            record = Files.createDirectories(options.work().resolve("record"));
            byKey = new GroupChecker(GroupMain.BY_KEY, true, GroupMain::keyOf, tally::problem);
            byClaim = new GroupChecker(GroupMain.BY_CLAIM, false, GroupMain::keyOf, tally::problem);
        }

        ChildJvm start(final int members, final int claimers, final boolean isLast) {
            return ChildJvm.start(
                    options.javaHome(),
                    Namespace.SAME,
                    GroupMain.class,
                    List.of(
                            options.work().resolve("journal").toString(),
                            record.toString(),
                            Integer.toString(session),
                            Integer.toString(members),
                            Integer.toString(claimers),
                            Boolean.toString(isLast)),
                    record.resolve("session-" + session + ".log"));
        }

        void take() {
            for (final GroupChecker checker : List.of(byKey, byClaim)) {
                checker.session();
                final String group = checker == byKey ? GroupMain.BY_KEY : GroupMain.BY_CLAIM;
                GroupRecord.take(record, group, session, checker::handled);
            }
            session++;
        }
    }

    @Override
    public String name() {
        return "group-kill";
    }

    @Override
    public String summary() {
        return "kill -9 of groups that share messages by key and by claims; other members at the next start";
    }

    @Override
    public String method() {
        return """
                Each cycle starts the application on the same journal, with a group that shares by key and one whose members
                claim, waits for an acknowledged publish, and kills it up to 400 ms later. Every third cycle has other
                numbers of members, from 1 to 5. Some messages take 20 ms, and some fail a few times first. At the end the groups handle the
                rest. Fails where an acknowledged message was not handled by each of the groups, where more were handled again
                than members were killed, where a key goes to two members at a time or comes out of order.
                """;
    }

    @Override
    public int cycles() {
        return 300;
    }

    @Override
    public void run(final RunOptions options, final Tally tally) throws IOException {
        final Random random = new Random(options.seed());
        final Run run = new Run(options, tally);
        int members = 4;
        int claimers = 4;
        boolean isGood = true;
        try (GroupRecord.Acknowledged acknowledged = GroupRecord.acknowledged(run.record)) {
            for (int cycle = 0; cycle < options.cycles() && isGood; cycle++) {
                if (cycle % CHANGE_EVERY == CHANGE_EVERY - 1) {
                    members = 1 + random.nextInt(MAX_MEMBERS);
                    claimers = 1 + random.nextInt(MAX_MEMBERS);
                }
                isGood = cycle(run, acknowledged, members, claimers, random.nextInt(MAX_LIFE_MS));
                if (cycle % CHECK_EVERY == CHECK_EVERY - 1) {
                    tally.note("after " + (cycle + 1) + " cycles " + run.byKey + " " + run.byClaim);
                }
            }
        }
        readRest(run, members, claimers);
        tally.acknowledged(run.acknowledged.cardinality());
        for (final GroupChecker checker : List.of(run.byKey, run.byClaim)) {
            tally.note(checker.toString());
            tally.lost(checker.lost(run.acknowledged));
            tally.duplicates(checker.excessRepeats());
        }
    }

    private static boolean cycle(
            final Run run,
            final GroupRecord.Acknowledged acknowledged,
            final int members,
            final int claimers,
            final int lifeMs) {
        final long before = acknowledged.last();
        try (ChildJvm jvm = run.start(members, claimers, false)) {
            final long startNs = System.nanoTime();
            while (acknowledged.last() == before
                    && jvm.isAlive()
                    && System.nanoTime() - startNs < START_MS * 1_000_000) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
            final boolean hasPublished = acknowledged.last() != before;
            final boolean hasEnded = jvm.hasEnded(hasPublished ? lifeMs : 0);
            if (!hasEnded) {
                jvm.kill();
            }
            if (!hasPublished || hasEnded) {
                run.tally.problem("session " + run.session + (hasPublished ? " ended by itself" : " has not published")
                        + "; see " + jvm.log());
            }
            run.acknowledged.set((int) before + 2, (int) acknowledged.last() + 1);
            run.byKey.killed(members);
            run.byClaim.killed(claimers);
            run.take();
            run.tally.cycle();
            return hasPublished && !hasEnded;
        }
    }

    private static void readRest(final Run run, final int members, final int claimers) {
        try (ChildJvm jvm = run.start(members, claimers, true)) {
            if (!jvm.hasEnded(END_MS)) {
                run.tally.silentStall("the groups do not come to the end; see " + jvm.log());
            } else if (jvm.exitCode() != 0) {
                run.tally.problem("the last session ended with " + jvm.exitCode() + "; see " + jvm.log());
            }
        }
        run.take();
    }
}
