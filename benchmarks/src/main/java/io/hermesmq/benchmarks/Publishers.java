package io.hermesmq.benchmarks;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.StreamSession;
import io.hermesmq.benchmarks.side.Contender;
import java.util.ArrayList;
import java.util.List;

/** How many messages a second several threads hand to one. */
final class Publishers implements Benchmark {

    private static final List<Integer> PUBLISHERS = List.of(1, 2, 4);

    @Override
    public String name() {
        return "publishers";
    }

    @Override
    public String summary() {
        return "1, 2 and 4 publishers, one listener: messages a second";
    }

    @Override
    public String method() {
        return """
                As handover, with producers multi. One publisher is pinned, and so is its consumer. With more
                publishers there are more threads than two CPUs: nobody is pinned, the operating system places the
                threads of all sides alike, and consumers of peers yield instead of spinning. The listener checks
                the order of each publisher.""";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.THROUGHPUT);
    }

    @Override
    public List<Metric> ratios() {
        return metrics();
    }

    @Override
    public List<Cell> cells(final Options options) {
        final List<Contender> sides =
                new ArrayList<>(Sides.hermes(options, List.of(Profile.THROUGHPUT), List.of(Producers.MULTI)));
        sides.add(Peers.agronaManyToOne());
        sides.add(Peers.disruptorMulti());
        final List<Cell> cells = new ArrayList<>();
        for (final int publishers : PUBLISHERS) {
            final String scenario = "publishers=" + publishers;
            sides.forEach(side -> cells.add(
                    Sides.cell(scenario, side, () -> StreamSession.open(side, publishers, 1, publishers == 1))));
        }
        return cells;
    }
}
