package io.hermesmq.benchmarks.rig;

import java.util.concurrent.TimeUnit;

/**
 * How long the parts of a run of one side take.
 *
 * @param rounds that are wanted; with near placement asked for, near ones.
 * @param maxRounds after which the run ends, near or not.
 * @param warmUpNs time for the compiler.
 * @param roundNs time that a round shall take; the number of messages is chosen for it.
 * @param drawNs patience of one draw.
 * @param messages of a round, or 0 to choose.
 * @param endNs when all rounds shall be over, a value of {@link System#nanoTime()}, or 0 where nobody hurries.
 */
public record Plan(int rounds, int maxRounds, long warmUpNs, long roundNs, long drawNs, long messages, long endNs) {

    private static final long MIN_ROUND_NS = TimeUnit.MILLISECONDS.toNanos(30);

    static Plan thorough(final int rounds, final long messages) {
        return new Plan(
                rounds,
                2 * rounds,
                TimeUnit.SECONDS.toNanos(2),
                TimeUnit.MILLISECONDS.toNanos(500),
                TimeUnit.SECONDS.toNanos(4),
                messages,
                0);
    }

    /**
     * A plan that fits a budget: two fifths warm-up, two fifths rounds, the rest for drawing near and closing.
     *
     * @param rounds that are wanted.
     * @param messages of a round, or 0 to choose.
     * @param budgetNs for all of it.
     * @return the plan.
     */
    static Plan within(final int rounds, final long messages, final long budgetNs) {
        return new Plan(
                rounds,
                rounds,
                budgetNs * 2 / 5,
                Math.max(MIN_ROUND_NS, budgetNs * 2 / 5 / rounds),
                budgetNs / 20,
                messages,
                0);
    }

    /**
     * The same plan with an end: rounds get shorter where the warm-up took long.
     *
     * @param time when all rounds shall be over.
     * @return the plan.
     */
    Plan until(final long time) {
        return new Plan(rounds, maxRounds, warmUpNs, roundNs, drawNs, messages, time);
    }

    /**
     * How long the warm-up may go on beyond its time while the compiler is at work.
     *
     * @return nanoseconds from the start of the warm-up.
     */
    long longestWarmUpNs() {
        return endNs == 0 ? 4 * warmUpNs : warmUpNs * 3 / 2;
    }

    /** The time of a round, as it looks now. */
    private long roundNsNow() {
        if (endNs == 0) {
            return roundNs;
        }
        final long left = endNs - System.nanoTime();
        return Math.max(MIN_ROUND_NS, Math.min(roundNs, left * 2 / 3 / rounds));
    }

    /**
     * How many messages a round shall have.
     *
     * @param messagesPerNs the rate seen last in the warm-up.
     * @return the number.
     */
    long messagesAt(final double messagesPerNs) {
        return messages > 0 ? messages : Math.max(1_000, (long) (messagesPerNs * roundNsNow()));
    }
}
