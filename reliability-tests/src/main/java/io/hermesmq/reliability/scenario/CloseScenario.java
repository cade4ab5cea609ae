package io.hermesmq.reliability.scenario;

import io.hermesmq.Acknowledge;
import io.hermesmq.Batch;
import io.hermesmq.BatchLimits;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.engine.HermesEngine;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Engines that are closed while threads publish as fast as they can. */
final class CloseScenario implements Scenario {

    private static final int PUBLISHERS = 2;
    private static final String MEMORY = "memory";
    private static final String JOURNALED = "journaled";
    private static final long LIMIT_MS = 10_000;
    private static final long MAX_LOAD_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What is published: by whom, and the how manieth. */
    record Load(int publisher, long number) {}

    /** Counts what one listener is given; by the thread of its lane, read when that has ended. */
    private static final class Taken {
        private final long[] last = new long[PUBLISHERS];
        private long disorder;

        void take(final Load load) {
            if (load.number() != last[load.publisher()] + 1) {
                disorder++;
            }
            last[load.publisher()] = load.number();
        }

        @SuppressWarnings("UnusedMethod") // called as a listener method
        void takeAll(final Batch<Load> batch) {
            for (int i = 0; i < batch.size(); i++) {
                take(batch.get(i));
            }
        }
    }

    /** Publishes to both channels until they are closed. */
    private static final class LoadThread extends Thread {
        private final int number;
        private final Publisher<Load> memory;
        private final Publisher<Load> journaled;
        private long inMemory;
        private long inJournal;
        private long unexpected;

        LoadThread(final int number, final Hermes hermes, final long journaledBefore) {
            super("load-" + number);
            this.number = number;
            memory = hermes.publisher(MEMORY, Load.class);
            journaled = hermes.publisher(JOURNALED, Load.class);
            inJournal = journaledBefore;
        }

        @Override
        public void run() {
            boolean memoryOpen = true;
            boolean journalOpen = true;
            while (memoryOpen || journalOpen) {
                if (memoryOpen) {
                    final long result = memory.publish(new Load(number, inMemory + 1));
                    memoryOpen = goesOn(result);
                    inMemory += result > 0 ? 1 : 0;
                }
                if (journalOpen) {
                    final long result = journaled.publish(new Load(number, inJournal + 1));
                    journalOpen = goesOn(result);
                    inJournal += result > 0 ? 1 : 0;
                }
            }
        }

        private boolean goesOn(final long result) {
            if (result > 0) {
                return true;
            }
            if (PublishStatus.of(result) != PublishStatus.CLOSED) {
                unexpected++;
            }
            return false;
        }
    }

    @Override
    public String name() {
        return "close";
    }

    @Override
    public String summary() {
        return "engines that are closed while threads publish as fast as they can";
    }

    @Override
    public String method() {
        return """
                Each cycle starts an engine with a channel in memory and a journaled one, each with a listener of single messages and
                one of batches that waits for them to fill, lets two threads publish for up to 20 ms, and closes it. Fails where a
                close takes longer than 10 seconds, or a listener has not had each message whose publish was acknowledged, once and
                in order.
                """;
    }

    @Override
    public int cycles() {
        return 1000;
    }

    @Override
    public void run(final RunOptions run, final Tally tally) throws IOException {
        final Random random = new Random(run.seed());
        final Times closes = new Times("close");
        final Taken single = new Taken();
        final Taken batches = new Taken();
        final long[] journaled = new long[PUBLISHERS];
        for (int cycle = 0; cycle < run.cycles(); cycle++) {
            closeOnce(run, tally, random, closes, journaled, single, batches);
            tally.cycle();
        }
        closes.judge(tally, run, LIMIT_MS, LIMIT_MS);
    }

    private static void closeOnce(
            final RunOptions run,
            final Tally tally,
            final Random random,
            final Times closes,
            final long[] journaled,
            final Taken journalSingle,
            final Taken journalBatches) {
        final Acknowledge level = run.acknowledge();
        final Hermes hermes = HermesEngine.create(HermesConfig.of(Profile.BALANCED)
                .withDirectory(run.work().resolve("journal"))
                .withChannel(MEMORY, Profile.BALANCED.channel().withCapacity(1 << 16))
                .withChannel(
                        JOURNALED,
                        Profile.BALANCED
                                .channel()
                                .withCapacity(1 << 16)
                                .withJournal(JournalConfig.DEFAULT
                                        .withAcknowledge(level)
                                        .withMinFreeSpace(0))));
        final Taken single = new Taken();
        final Taken batches = new Taken();
        listen(hermes, MEMORY, single, batches);
        listen(hermes, JOURNALED, journalSingle, journalBatches);
        hermes.start();
        final List<LoadThread> load = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            load.add(new LoadThread(i, hermes, journaled[i]));
        }
        load.forEach(Thread::start);
        LockSupport.parkNanos((long) (random.nextDouble() * MAX_LOAD_NS));
        final long startNs = System.nanoTime();
        hermes.close();
        closes.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs));
        for (final LoadThread thread : load) {
            join(thread);
            tally.acknowledged(thread.inMemory + thread.inJournal - journaled[thread.number]);
            if (thread.unexpected > 0) {
                tally.problem(thread.getName() + " was refused for another reason than the close");
            }
            judge(tally, "memory, single", thread.inMemory, single.last[thread.number]);
            judge(tally, "memory, batches", thread.inMemory, batches.last[thread.number]);
            judge(tally, "journaled, single", thread.inJournal, journalSingle.last[thread.number]);
            judge(tally, "journaled, batches", thread.inJournal, journalBatches.last[thread.number]);
            journaled[thread.number] = thread.inJournal;
        }
        final long disorder = single.disorder + batches.disorder + journalSingle.disorder + journalBatches.disorder;
        if (disorder > 0) {
            tally.problem(disorder + " messages were given out of order, twice or after a gap");
        }
    }

    private static void judge(final Tally tally, final String listener, final long acknowledged, final long taken) {
        if (taken < acknowledged) {
            tally.lost(acknowledged - taken);
            tally.problem("listener (" + listener + ") had " + taken + " of " + acknowledged + " messages");
        } else if (taken > acknowledged) {
            tally.problem(
                    "listener (" + listener + ") had " + taken + " messages, " + acknowledged + " were acknowledged");
        }
    }

    private static void listen(final Hermes hermes, final String channel, final Taken single, final Taken batches) {
        hermes.listen(
                ListenerConfig.of(channel + "-single", channel), Load.class, (load, context) -> single.take(load));
        try {
            hermes.listen(
                    ListenerConfig.of(channel + "-batches", channel)
                            .inBatches(new BatchLimits(64, Duration.ofSeconds(30))),
                    batches,
                    Taken.class.getDeclaredMethod("takeAll", Batch.class));
        } catch (final NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void join(final Thread thread) {
        try {
            thread.join(Session.PATIENCE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            throw new IllegalStateException(thread.getName() + " still publishes to an engine that is closed");
        }
    }
}
