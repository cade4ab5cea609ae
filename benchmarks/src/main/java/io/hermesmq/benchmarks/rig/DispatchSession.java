package io.hermesmq.benchmarks.rig;

import java.util.List;
import java.util.Map;

/**
 * One thread fills a ring, then drains it to the listeners; only the draining is timed. What is left of the message
 * path is the walk over the frames, the decoding and the call.
 */
public abstract class DispatchSession implements Session {

    /** Messages of one filling. With 64 bytes each they stay in the cache of the core. */
    public static final int MESSAGES = 512;

    private static final double NEVER = 0;

    private final Allocation allocation = new Allocation(List.of());
    private final int listeners;
    private long next;
    private long roundNs;

    /**
     * Prepares a session.
     *
     * @param listeners that get each message.
     */
    protected DispatchSession(final int listeners) {
        this.listeners = listeners;
    }

    /**
     * Publishes messages to the ring, which is empty.
     *
     * @param first number of the first of {@link #MESSAGES} messages.
     */
    public abstract void fill(long first);

    /**
     * Delivers everything in the ring to every listener.
     *
     * @return how many calls that were.
     */
    public abstract long drain();

    /**
     * What each listener has added up so far, over all fields of all messages.
     *
     * @return one sum for each listener.
     */
    public abstract long[] sums();

    @Override
    public final void warmUp(final Plan plan) {
        roundNs = plan.roundNs();
        turn(plan.warmUpNs());
    }

    @Override
    public final Round round(final Placer placer) {
        return turn(roundNs);
    }

    private Round turn(final long lastsNs) {
        final long end = System.nanoTime() + lastsNs;
        final Disturbance disturbance = new Disturbance();
        long calls = 0;
        long ns = 0;
        long bytes = 0;
        do {
            fill(next);
            next += MESSAGES;
            allocation.start();
            final long start = System.nanoTime();
            final long drained = drain();
            ns += System.nanoTime() - start;
            bytes += allocation.stop();
            calls += drained;
            if (drained != (long) MESSAGES * listeners) {
                Failure.halt("drained " + drained + " of " + MESSAGES + " messages to " + listeners + " listeners");
            }
        } while (System.nanoTime() - end < 0);
        check();
        return new Round(
                Placement.ONE_THREAD,
                NEVER,
                NEVER,
                (double) bytes / calls,
                disturbance.share(),
                Map.of(Metric.COST, (double) ns / calls));
    }

    /** Message n holds n, n, n + 1 .. n + 6. */
    private void check() {
        final long expected = 2 * sumTo(next) + sumOfDerived(next);
        for (final long sum : sums()) {
            if (sum != expected) {
                Failure.halt("content differs: a listener added up " + sum + ", not " + expected);
            }
        }
    }

    private static long sumTo(final long count) {
        return count % 2 == 0 ? count / 2 * (count - 1) : (count - 1) / 2 * count;
    }

    private static long sumOfDerived(final long count) {
        return 6 * sumTo(count) + 21 * count;
    }
}
