package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Connection;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.benchmarks.side.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A session whose consuming threads wait at a gate between rounds.
 *
 * <p>A round: measure the distance, open the gate, publish, wait for the last message, close the gate, measure again.
 * The time of a round goes from before the first publish to the arrival of the last message.
 */
abstract class GatedSession implements Session {

    private static final long SETTLE_NS = TimeUnit.MICROSECONDS.toNanos(500);
    private static final long LOOK_NS = TimeUnit.MICROSECONDS.toNanos(50);
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(30);
    private static final int LIMIT_FACTOR = 2;
    private static final long UNLIMITED_NS = TimeUnit.HOURS.toNanos(1);
    private static final int WARM_UP_GROWTH = 4;
    private static final int WARM_UP_FIRST = 1_000;

    private final Gate gate;
    private final Connection connection;
    private final List<Tally> tallies;
    private final List<Link> links;
    private final boolean pinned;
    private final Allocation allocation;
    private long messages;
    private long limitNs;

    /** What a run took. */
    record Outcome(long messages, long ns, long bytes) {}

    /**
     * Opens the routes and holds their threads.
     *
     * @param contender to open them.
     * @param gate that all receivers know.
     * @param routes to open.
     * @param pinned whether the publishing thread is pinned.
     * @param publishers further publishing threads.
     */
    GatedSession(
            final Contender contender,
            final Gate gate,
            final List<Route> routes,
            final boolean pinned,
            final List<Thread> publishers) {
        this.gate = gate;
        this.pinned = pinned;
        Cpus.pin(Cpus.NONE);
        connection = contender.open(routes);
        links = new ArrayList<>();
        tallies = new ArrayList<>();
        for (int i = 0; i < routes.size(); i++) {
            links.add(connection.link(i));
            routes.get(i).receivers().forEach(receiver -> tallies.add((Tally) receiver));
        }
        gate.close(links);
        final List<Thread> threads = new ArrayList<>(gate.threads());
        threads.addAll(publishers);
        threads.addAll(connection.helpers());
        allocation = new Allocation(threads);
    }

    /**
     * Publishes the messages of a run.
     *
     * @param count how many at most.
     * @param deadlineNs when to stop before that: a side that has fallen far behind its own rate must not hold up all
     *     others.
     * @return how many messages every receiver gets.
     */
    abstract long publish(long count, long deadlineNs);

    /**
     * What a round tells.
     *
     * @param outcome of its run.
     * @return the values.
     */
    abstract Map<Metric, Double> values(Outcome outcome);

    /**
     * What the number of messages of a run is a multiple of.
     *
     * @return 1 in most sessions.
     */
    int granule() {
        return 1;
    }

    /**
     * How many messages a round has.
     *
     * @param plan of the rounds.
     * @param messagesPerNs seen last in the warm-up.
     * @return the number.
     */
    long messagesOf(final Plan plan, final double messagesPerNs) {
        return plan.messagesAt(messagesPerNs);
    }

    /**
     * How long a round takes where nothing holds it up.
     *
     * @param plan of the rounds.
     * @param count of messages in a round.
     * @return nanoseconds.
     */
    long roundNsOf(final Plan plan, final long count) {
        return plan.roundNs();
    }

    final Link link(final int route) {
        return links.get(route);
    }

    @Override
    public void warmUp(final Plan plan) {
        final WarmUp progress = new WarmUp(plan);
        long count = inGranules(WARM_UP_FIRST);
        double messagesPerNs = 0;
        while (progress.goesOn()) {
            final Outcome outcome = run(count, 2 * progress.sliceNs());
            messagesPerNs = (double) outcome.messages() / outcome.ns();
            final double fitting = Math.max(WARM_UP_FIRST, messagesPerNs * progress.sliceNs());
            count = inGranules((long) Math.min(fitting, (double) WARM_UP_GROWTH * count));
        }
        messages = inGranules(messagesOf(plan, messagesPerNs));
        limitNs = plan.messages() > 0 ? UNLIMITED_NS : LIMIT_FACTOR * roundNsOf(plan, messages);
    }

    @Override
    public final Round round(final Placer placer) {
        final double beforeNs = placer.before(gate);
        final Disturbance disturbance = new Disturbance();
        final Outcome outcome = run(messages, limitNs);
        final double othersShare = disturbance.share();
        final double afterNs = placer.after(gate);
        return new Round(
                Placement.of(beforeNs, afterNs),
                beforeNs,
                afterNs,
                (double) outcome.bytes() / outcome.messages(),
                othersShare,
                values(outcome));
    }

    /**
     * Opens the gate, publishes, waits, closes the gate.
     *
     * @param count how many messages at most.
     * @param timeNs how long to publish at most.
     * @return what it took.
     */
    final Outcome run(final long count, final long timeNs) {
        tallies.forEach(Tally::begin);
        Cpus.pin(pinned ? Cpus.publisher() : Cpus.NONE);
        gate.open();
        settle();
        allocation.start();
        final long start = System.nanoTime();
        final long sent = publish(count, start + timeNs);
        tallies.forEach(tally -> await(tally, sent));
        final long bytes = allocation.stop();
        final long ns = tallies.stream()
                .mapToLong(tally -> tally.lastNs() - start)
                .max()
                .orElseThrow();
        connection.tidy();
        gate.close(links);
        return new Outcome(sent, ns, bytes);
    }

    @Override
    public void close() {
        gate.open();
        connection.close();
        Cpus.pin(Cpus.NONE);
    }

    /**
     * Waits for the messages of a run.
     *
     * @param tally that gets them.
     * @param sent how many there are.
     */
    static void await(final Tally tally, final long sent) {
        long progressNs = System.nanoTime();
        long seen = tally.received();
        while (seen != sent) {
            LockSupport.parkNanos(LOOK_NS);
            final long received = tally.received();
            if (received != seen) {
                seen = received;
                progressNs = System.nanoTime();
            } else if (System.nanoTime() - progressNs > PATIENCE_NS) {
                Failure.haltWithStacks("lost messages: nothing came for 30 s after " + received + " of " + sent);
            }
        }
    }

    private long inGranules(final long count) {
        return Math.max(1, count / granule()) * granule();
    }

    private static void settle() {
        final long end = System.nanoTime() + SETTLE_NS;
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }
}
