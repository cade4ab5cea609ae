package io.hermesmq.benchmarks;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.PacedSession;
import io.hermesmq.benchmarks.side.Contender;
import java.util.ArrayList;
import java.util.List;

/** How long a message takes at a rate that leaves everybody time to fall asleep. */
final class Paced implements Benchmark {

    private static final List<Integer> RATES = List.of(1_000, 100_000);

    @Override
    public String name() {
        return "paced";
    }

    @Override
    public String summary() {
        return "constant rate: latency from the scheduled time";
    }

    @Override
    public String method() {
        return """
                Messages leave at a constant rate (--rate, by default 1,000 and 100,000 a second); each latency
                counts from the time at which the message should have left, so that a stall shows in all that it
                delayed (no coordinated omission). The publisher sleeps until 120 us before the time and spins the
                rest, alike for all sides. By default all sides are open in one JVM and take turns round by round.
                Profile balanced (the default; the lane has idle: auto) is compared with the blocking take of an
                ArrayBlockingQueue, other profiles with peers that spin. A virtual machine loses 1 to 2 % of its
                time in gaps of more than a microsecond: beyond p50 compare only what ran in turn. With --journal: see paced-journal.""";
    }

    @Override
    public int defaultForks() {
        return 0;
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.P50, Metric.P99, Metric.P999, Metric.MAX);
    }

    @Override
    public List<Metric> ratios() {
        return List.of(Metric.P50, Metric.P99);
    }

    @Override
    public List<Cell> cells(final Options options) {
        final List<Contender> sides =
                new ArrayList<>(Sides.hermes(options, List.of(Profile.BALANCED), List.of(Producers.MULTI)));
        if (options.profile() == Profile.LOW_LATENCY || options.profile() == Profile.THROUGHPUT) {
            sides.addAll(List.of(Peers.agronaOneToOne(), Peers.disruptorBusySpin(), Peers.jctoolsSpsc()));
        } else {
            sides.add(Peers.arrayBlockingQueue());
        }
        final List<Cell> cells = new ArrayList<>();
        for (final int rate : options.rate() > 0 ? List.of(options.rate()) : RATES) {
            sides.forEach(side -> cells.add(Sides.cell("rate=" + rate, side, () -> PacedSession.open(side, rate))));
        }
        return cells;
    }
}
