package io.hermesmq.benchmarks;

import io.hermesmq.Profile;
import io.hermesmq.benchmarks.dispatch.DispatchSides;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.Role;
import io.hermesmq.benchmarks.side.Contender;
import java.util.ArrayList;
import java.util.List;

/** What the way from the ring to the method of a listener costs. */
final class Dispatch implements Benchmark {

    private static final List<Integer> LISTENERS = List.of(1, 8);

    @Override
    public String name() {
        return "dispatch";
    }

    @Override
    public String summary() {
        return "1 and 8 listeners in one thread: time for poll, decoding and call";
    }

    @Override
    public String method() {
        return """
                One thread publishes 512 messages into a ring of 128 KiB, then delivers them to every listener; only
                the delivery is timed, and the time is divided by the calls. Hermes steps a lane (Hermes.step).
                hand-written is what somebody would write who knows his listeners when he compiles: for each a loop
                of its own over the same 32-byte headers in the same kind of buffer, which checks the range once for
                each frame, reads eight longs by address as Hermes does, and calls the method directly. The
                listeners are of eight classes. One thread, so there is no placement. policies against plain: the same
                listeners with retries, dead letters and a circuit breaker, while nothing fails.""";
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.COST);
    }

    @Override
    public List<Metric> ratios() {
        return metrics();
    }

    @Override
    public List<Cell> cells(final Options options) {
        final Profile chosen = options.profile();
        final Profile profile = chosen == null ? Profile.LOW_LATENCY : chosen;
        final List<Cell> cells = new ArrayList<>();
        for (final int listeners : LISTENERS) {
            final String scenario = "listeners=" + listeners;
            cells.add(new Cell(
                    scenario, Contender.HERMES, "", Role.OURS, () -> DispatchSides.hermes(listeners, profile)));
            cells.add(new Cell(scenario, "hand-written", "", Role.PEER, () -> DispatchSides.handWritten(listeners)));
            final String compared = "compared=policies " + scenario;
            cells.add(new Cell(compared, "policies", "", Role.OURS, () -> DispatchSides.policies(listeners, profile)));
            cells.add(new Cell(compared, "plain", "", Role.PEER, () -> DispatchSides.hermes(listeners, profile)));
        }
        return cells;
    }
}
