package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishers send as fast as they can; every listener gets everything. */
public final class StreamSession extends GatedSession {

    private static final double MILLIONS_A_SECOND = 1e3;

    private final List<SendingThread> others;
    private final SendingThread.Stream own = new SendingThread.Stream(0);
    private final int listeners;
    private final int payloadBytes;

    private StreamSession(
            final Contender contender,
            final Gate gate,
            final Route route,
            final List<SendingThread> others,
            final int payloadBytes) {
        super(contender, gate, List.of(route), route.cpu() != Cpus.NONE, List.copyOf(others));
        listeners = route.receivers().size();
        this.others = others;
        this.payloadBytes = payloadBytes;
        others.forEach(Thread::start);
    }

    /**
     * Opens a session.
     *
     * @param contender to measure.
     * @param publishers how many threads publish.
     * @param listeners how many receivers there are.
     * @param pinned whether publisher and consumer are pinned to a CPU each.
     * @return the session.
     */
    public static Session open(
            final Contender contender, final int publishers, final int listeners, final boolean pinned) {
        return open(contender, publishers, listeners, pinned, 0);
    }

    /**
     * Opens a session that tells the bandwidth as well.
     *
     * @param contender to measure.
     * @param publishers how many threads publish.
     * @param listeners how many receivers there are.
     * @param pinned whether publisher and consumer are pinned to a CPU each.
     * @param payloadBytes of a message, or 0 where nobody asks for bandwidth.
     * @return the session.
     */
    public static Session open(
            final Contender contender,
            final int publishers,
            final int listeners,
            final boolean pinned,
            final int payloadBytes) {
        final Gate gate = new Gate();
        final List<Receiver> tallies = new ArrayList<>();
        for (int i = 0; i < listeners; i++) {
            tallies.add(publishers == 1 ? new StreamTally(gate) : new MergedTally(gate, publishers));
        }
        final List<SendingThread> others = new ArrayList<>();
        for (int i = 1; i < publishers; i++) {
            others.add(new SendingThread(MergedTally.first(i), "publisher-" + i));
        }
        final int cpu = pinned ? Cpus.consumer() : Cpus.NONE;
        return new StreamSession(
                contender, gate, new Route("payloads", publishers, cpu, tallies), others, payloadBytes);
    }

    /** The calling thread is the first publisher; the others start with it. */
    @Override
    long publish(final long count, final long deadlineNs) {
        final long each = count / (others.size() + 1);
        others.forEach(thread -> thread.go(link(0), each, deadlineNs));
        long sent = own.send(link(0), each, deadlineNs);
        for (final SendingThread thread : others) {
            sent += thread.awaitSent();
        }
        return sent;
    }

    @Override
    int granule() {
        return (others.size() + 1) * Tally.BLOCK;
    }

    @Override
    Map<Metric, Double> values(final Outcome outcome) {
        final double perNs = (double) listeners * outcome.messages() / outcome.ns();
        return payloadBytes == 0
                ? Map.of(Metric.THROUGHPUT, MILLIONS_A_SECOND * perNs)
                : Map.of(Metric.THROUGHPUT, MILLIONS_A_SECOND * perNs, Metric.BANDWIDTH, payloadBytes * perNs);
    }

    @Override
    public void close() {
        others.forEach(Thread::interrupt);
        super.close();
    }
}
