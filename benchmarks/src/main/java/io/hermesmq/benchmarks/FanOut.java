package io.hermesmq.benchmarks;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.HermesSide;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.Session;
import io.hermesmq.benchmarks.rig.StreamSession;
import io.hermesmq.benchmarks.side.Contender;
import java.util.ArrayList;
import java.util.List;

/** How many deliveries a second one publisher causes at many listeners. */
final class FanOut implements Benchmark {

    private static final List<Integer> LISTENERS = List.of(2, 4, 16, 100);

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public String summary() {
        return "one publisher to 2, 4, 16 and 100 listeners: deliveries a second in all";
    }

    @Override
    public String method() {
        return """
                Every listener gets every message and checks it. Hermes polls all listeners on one lane, and for
                information spreads them over two or four. disruptor-yielding is Disruptor's own multicast: a thread
                for each handler, with a yielding wait. disruptor-loop, for information, is what a user would build
                to avoid the threads: one handler that calls all. Nobody is pinned; the distance of the cores is
                measured with two of the threads while the others sleep.""";
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
        final List<Contender> shared = Sides.hermes(options, List.of(Profile.THROUGHPUT), List.of(Producers.SINGLE));
        for (final int listeners : LISTENERS) {
            final String scenario = "listeners=" + listeners;
            shared.forEach(side -> cells.add(Sides.cell(scenario, side, () -> open(side, listeners))));
            final Contender peer = Peers.disruptorYielding();
            cells.add(Sides.cell(scenario, peer, () -> open(peer, listeners)));
            final Contender loop = Peers.disruptorLoop();
            cells.add(Sides.informal(scenario, loop, () -> open(loop, listeners)));
            final Contender spread = onLanes((HermesSide) shared.get(0), listeners == 4 ? 4 : 2);
            cells.add(Sides.informal(scenario, spread, () -> open(spread, listeners)));
        }
        return cells;
    }

    private static Contender onLanes(final HermesSide side, final int lanes) {
        return new HermesSide(side.id(), side.profile(), side.producers(), lanes);
    }

    private static Session open(final Contender side, final int listeners) {
        return StreamSession.open(side, 1, listeners, false);
    }
}
