package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Archive;
import io.hermesmq.benchmarks.side.Receiver;
import java.util.Map;
import java.util.function.Function;

/**
 * A listener reads a journal that was written before, from its first message to its last, with one thread. Rounds are as long as the
 * journal is.
 */
public final class CatchUpSession implements Session {

    private static final long DEFAULT_MESSAGES = 4L << 20;
    private static final long FIRST_MESSAGES = 1L << 20;
    private static final double NOT_MEASURED = 0;
    private static final double MILLIONS_A_SECOND = 1e3;

    private final Function<Receiver, Archive> opener;
    private final ReplayTally tally = new ReplayTally();
    private final Archive archive;
    private final Allocation allocation;
    private long messages;

    private CatchUpSession(final Function<Receiver, Archive> opener) {
        this.opener = opener;
        archive = this.opener.apply(tally);
        allocation = new Allocation(archive.readers());
    }

    /**
     * Opens a session.
     *
     * @param opener makes an empty archive whose messages go to a receiver.
     * @return the session.
     */
    public static Session open(final Function<Receiver, Archive> opener) {
        return new CatchUpSession(opener);
    }

    /** Writes the journal, then reads it until the compiler is done. */
    @Override
    public void warmUp(final Plan plan) {
        final WarmUp progress = new WarmUp(plan);
        messages = plan.messages() > 0
                ? (plan.messages() + Tally.BLOCK - 1) / Tally.BLOCK * Tally.BLOCK
                : plan.endNs() == 0 && plan.maxRounds() > plan.rounds() ? DEFAULT_MESSAGES : FIRST_MESSAGES;
        tally.begin();
        archive.write(messages);
        GatedSession.await(tally, messages);
        while (progress.goesOn()) {
            replay();
        }
    }

    @Override
    public Round round(final Placer placer) {
        final Disturbance disturbance = new Disturbance();
        allocation.start();
        final long ns = replay();
        final long bytes = allocation.stop();
        return new Round(
                Placement.ONE_THREAD,
                NOT_MEASURED,
                NOT_MEASURED,
                (double) bytes / messages,
                disturbance.share(),
                Map.of(Metric.THROUGHPUT, MILLIONS_A_SECOND * messages / ns));
    }

    private long replay() {
        tally.begin();
        final long start = System.nanoTime();
        archive.replay();
        GatedSession.await(tally, messages);
        return tally.lastNs() - start;
    }

    @Override
    public void close() {
        archive.close();
    }

    /** Takes the same stream again and again. */
    private static final class ReplayTally extends Tally {

        private ReplayTally() {
            super(new Gate());
        }

        @Override
        public void on(
                final long a,
                final long b,
                final long c,
                final long d,
                final long e,
                final long f,
                final long g,
                final long h) {
            if (a == 0) {
                next = 0;
                sum = 0;
            }
            if (a != next) {
                unexpected(a, b, next);
                return;
            }
            next = a + 1;
            sum += b + c + d + e + f + g + h;
            if (endsBlock(a)) {
                checkFully(a, c, d, e, f, g, h);
                endBlock(StreamTally.sumOfBlock(a));
            }
        }
    }
}
