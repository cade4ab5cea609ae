package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.benchmarks.side.Route;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Messages leave at a constant rate; the latency of each counts from the time at which it should have left, so that a
 * stall shows in every message that it delayed.
 */
public final class PacedSession extends GatedSession {

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    /** Nearer than this to its time, the publisher spins; farther away it sleeps. */
    private static final long SPIN_NS = TimeUnit.MICROSECONDS.toNanos(120);

    private static final int MIN_MESSAGES = 250;

    private final LatencyTally tally;
    private final int rate;
    private final long minMessages;
    private boolean paced = true;
    private long next;

    private PacedSession(
            final Contender contender,
            final Gate gate,
            final LatencyTally tally,
            final int rate,
            final long minMessages) {
        super(contender, gate, List.of(new Route("payloads", 1, Cpus.consumer(), List.of(tally))), true, List.of());
        this.tally = tally;
        this.rate = rate;
        this.minMessages = minMessages;
    }

    /**
     * Opens a session.
     *
     * @param contender to measure.
     * @param rate messages a second.
     * @return the session.
     */
    public static Session open(final Contender contender, final int rate) {
        return open(contender, rate, MIN_MESSAGES);
    }

    /**
     * Opens a session whose rounds are not shorter than what is to be seen in each.
     *
     * @param contender to measure.
     * @param rate messages a second.
     * @param minMessages of a round.
     * @return the session.
     */
    public static Session open(final Contender contender, final int rate, final long minMessages) {
        final Gate gate = new Gate();
        return new PacedSession(contender, gate, new LatencyTally(gate), rate, minMessages);
    }

    /** The rate decides, and a percentile needs some messages. */
    @Override
    long messagesOf(final Plan plan, final double messagesPerNs) {
        if (plan.messages() > 0) {
            return plan.messages();
        }
        return Math.max(minMessages, plan.roundNs() * rate / NANOS_PER_SECOND);
    }

    @Override
    long roundNsOf(final Plan plan, final long count) {
        return count * NANOS_PER_SECOND / rate;
    }

    /** At full speed, for the compiler; then once at the rate. */
    @Override
    public void warmUp(final Plan plan) {
        paced = false;
        super.warmUp(plan);
        paced = true;
        run(Math.max(MIN_MESSAGES, rate / 20), NANOS_PER_SECOND);
    }

    @Override
    long publish(final long count, final long deadlineNs) {
        tally.latencies.reset();
        final Link link = link(0);
        final long interval = paced ? NANOS_PER_SECOND / rate : 0;
        final long first = next;
        long due = System.nanoTime() + interval;
        while (next < first + count && due - deadlineNs < 0) {
            awaitTime(due);
            link.send(next++, due);
            due += interval;
        }
        return next - first;
    }

    @Override
    Map<Metric, Double> values(final Outcome outcome) {
        return tally.latencies.values(1);
    }

    private static void awaitTime(final long due) {
        long left = due - System.nanoTime();
        while (left > 0) {
            if (left > SPIN_NS) {
                LockSupport.parkNanos(left - SPIN_NS);
            } else {
                Thread.onSpinWait();
            }
            left = due - System.nanoTime();
        }
    }

    /** Takes the time of each message. */
    private static final class LatencyTally extends Tally {
        private final Latencies latencies = new Latencies();

        private LatencyTally(final Gate gate) {
            super(gate);
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
            if (a != next) {
                unexpected(a, b, next);
                return;
            }
            final long now = System.nanoTime();
            latencies.record(now - b);
            next = a + 1;
            checkFully(a, c, d, e, f, g, h);
            count(1, now);
        }
    }
}
