package io.hermesmq.benchmarks;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.RoundTripSession;
import io.hermesmq.benchmarks.side.Contender;
import java.util.ArrayList;
import java.util.List;

/** How long one message takes to another thread, with nothing else under way. */
final class RoundTrip implements Benchmark {

    @Override
    public String name() {
        return "rtt";
    }

    @Override
    public String summary() {
        return "ping-pong over two channels: half of the round trip";
    }

    @Override
    public String method() {
        return """
                One message goes there and back between two pinned threads, each of which answers from its listener;
                then the next. Shown is RTT/2, with one reading of the clock (24 ns here) in each round trip, so 12
                ns of each figure. Percentiles by HdrHistogram over one round; min, median and max are those of the
                rounds. Nothing is sent while the machine stalls, so the tail can be compared. Hermes: profile low-
                latency.""";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.P50, Metric.P99, Metric.P999);
    }

    @Override
    public List<Metric> ratios() {
        return List.of(Metric.P50, Metric.P99);
    }

    @Override
    public List<Cell> cells(final Options options) {
        final List<Contender> sides =
                new ArrayList<>(Sides.hermes(options, List.of(Profile.LOW_LATENCY), List.of(Producers.values())));
        sides.addAll(List.of(
                Peers.agronaOneToOne(),
                Peers.agronaManyToOne(),
                Peers.disruptorBusySpin(),
                Peers.disruptorYielding(),
                Peers.disruptorMulti(),
                Peers.jctoolsSpsc(),
                Peers.arrayBlockingQueue()));
        return sides.stream()
                .map(side -> Sides.cell("", side, () -> RoundTripSession.open(side)))
                .toList();
    }
}
