package io.hermesmq.benchmarks;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.StreamSession;
import java.util.ArrayList;
import java.util.List;

/** How many messages a second go from one thread to another. */
final class Handover implements Benchmark {

    @Override
    public String name() {
        return "handover";
    }

    @Override
    public String summary() {
        return "one publisher, one listener: messages a second";
    }

    @Override
    public String method() {
        return """
                The publisher sends as fast as it can, waiting where the ring is full; the time of a round goes from
                the first publish to the arrival of the last message. Publisher and consumer are pinned to a CPU
                each. Hermes runs with its profiles throughput (the lane lets the publisher get ahead by a
                microsecond) and low-latency (the lane takes each message at once), each with producers single (the
                fair match of agrona-one-to-one, disruptor-busy-spin, disruptor-yielding and jctools-spsc) and multi
                (the default; the match of agrona-many-to-one and disruptor-multi). Rings are 1 MiB or 8192 slots.""";
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
        final List<Cell> cells = new ArrayList<>();
        Sides.hermes(options, List.of(Profile.THROUGHPUT, Profile.LOW_LATENCY), List.of(Producers.values()))
                .forEach(side -> cells.add(Sides.cell("", side, () -> StreamSession.open(side, 1, 1, true))));
        List.of(
                        Peers.agronaOneToOne(),
                        Peers.agronaManyToOne(),
                        Peers.disruptorBusySpin(),
                        Peers.disruptorYielding(),
                        Peers.disruptorMulti(),
                        Peers.jctoolsSpsc(),
                        Peers.arrayBlockingQueue())
                .forEach(side -> cells.add(Sides.cell("", side, () -> StreamSession.open(side, 1, 1, true))));
        return cells;
    }
}
