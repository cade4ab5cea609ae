package io.hermesmq.benchmarks.group;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Measures each side in turn, round by round; the median of the rounds counts. The first round warms up. */
public final class GroupRounds {

    private static final int WORK_NS = 200;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(120);
    private static final long LOOK_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final List<Function<Work, Side>> SIDES = List.of(
            work -> new HermesGroup(true, work),
            work -> new Executors(true, work),
            work -> new DisruptorWorkers(true, work),
            work -> new HermesGroup(false, work),
            work -> new Executors(false, work),
            work -> new DisruptorWorkers(false, work));

    private final int rounds;
    private final int messages;
    private final PrintStream out;
    private final int steps;
    private final Map<String, List<Double>> rates = new LinkedHashMap<>();

    /**
     * Prepares the rounds.
     *
     * @param rounds of each side, besides the first.
     * @param messages of a round.
     * @param out where to print.
     */
    public GroupRounds(final int rounds, final int messages, final PrintStream out) {
        this.rounds = rounds;
        this.messages = messages;
        this.out = out;
        steps = Work.stepsFor(WORK_NS);
    }

    /** Measures all sides and prints them. */
    public void compare() {
        out.printf(
                Locale.ROOT,
                "%d workers, %d CPUs, %d ns of work (%d steps), %d messages a round, %d rounds%n",
                Side.WORKERS,
                Runtime.getRuntime().availableProcessors(),
                WORK_NS,
                steps,
                messages,
                rounds);
        final List<Running> running =
                SIDES.stream().map(each -> new Running(each, new Work(steps))).toList();
        try {
            for (int round = 0; round <= rounds; round++) {
                for (final Running each : running) {
                    measure(each, round);
                }
            }
        } finally {
            running.forEach(each -> each.side.close());
        }
        rates.forEach((name, values) -> out.printf(
                Locale.ROOT,
                "SIDE groups %-16s %.2f M/s (%.2f-%.2f)%n",
                name,
                median(values),
                Collections.min(values),
                Collections.max(values)));
    }

    /** A side stays open from its first round to its last, so that its code is compiled; between its rounds its threads wait. */
    private static final class Running {
        private final Work work;
        private final Side side;
        private long next = 1;

        Running(final Function<Work, Side> each, final Work work) {
            this.work = work;
            side = each.apply(work);
        }
    }

    private void measure(final Running running, final int round) {
        final int count = round == 0 ? 3 * messages : messages;
        final long startNs = System.nanoTime();
        run(running.side, running.next, count);
        final double seconds = (System.nanoTime() - startNs) / 1e9;
        running.next += count;
        requireOrder(running.side, running.work);
        if (round > 0) {
            rates.computeIfAbsent(running.side.name(), name -> new ArrayList<>())
                    .add(count / seconds / 1e6);
        }
    }

    private static void requireOrder(final Side side, final Work work) {
        if (side.isOrdered() && work.outOfOrder() > 0) {
            throw new IllegalStateException(
                    side.name() + " handled " + work.outOfOrder() + " messages out of the order of their key");
        }
    }

    /** Publishes and waits until all is handled. */
    private static void run(final Side side, final long from, final int count) {
        side.publish(from, from + count);
        final long startNs = System.nanoTime();
        while (side.handled() < from + count - 1) {
            LockSupport.parkNanos(LOOK_NS);
            if (System.nanoTime() - startNs > PATIENCE_NS) {
                throw new IllegalStateException(side.name() + " has handled " + side.handled() + " of "
                        + (from + count - 1) + " messages and does not get on");
            }
        }
        if (side.handled() != from + count - 1) {
            throw new IllegalStateException(
                    side.name() + " has handled " + side.handled() + " messages, but got " + (from + count - 1));
        }
    }

    /**
     * Lets Hermes handle messages by key, and looks at the order of each key.
     *
     * @param count how many.
     * @return how many came out of order.
     */
    public long checkOrder(final int count) {
        final Work work = new Work(1);
        try (Side side = new HermesGroup(true, work)) {
            run(side, 1, count);
            out.println("ORDER groups hermes messages=" + count + " keys=" + Work.KEYS + " out_of_order="
                    + work.outOfOrder());
        }
        return work.outOfOrder();
    }

    /**
     * How two sides compare.
     *
     * @param side one.
     * @param other another.
     * @return messages a second of the one for each of the other, in words.
     */
    public String ratio(final String side, final String other) {
        return String.format(Locale.ROOT, "%.2f", median(rates.get(side)) / median(rates.get(other)));
    }

    private static double median(final @Nullable List<Double> values) {
        if (values == null) {
            throw new IllegalStateException("nothing was measured");
        }
        final List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
