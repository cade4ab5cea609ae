package io.hermesmq.benchmarks;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.HermesSide;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.Role;
import io.hermesmq.benchmarks.rig.Session;
import io.hermesmq.benchmarks.side.Contender;
import java.util.List;
import java.util.function.Supplier;

/** Picks the sides of a benchmark. */
final class Sides {

    private Sides() {}

    /**
     * The Hermes sides, in every combination of what the command line or else the benchmark wants.
     *
     * @param options of the command line.
     * @param profiles of the benchmark.
     * @param producers of the benchmark.
     * @return at least one.
     */
    static List<Contender> hermes(
            final Options options, final List<Profile> profiles, final List<Producers> producers) {
        final Profile profile = options.profile();
        final Producers onlyProducers = options.producers();
        final List<Producers> threads = onlyProducers == null ? producers : List.of(onlyProducers);
        return (profile == null ? profiles : List.of(profile))
                .stream()
                        .flatMap(each -> threads.stream().<Contender>map(one -> new HermesSide(each, one)))
                        .toList();
    }

    /**
     * A side that is compared: Hermes with its peers.
     *
     * @param scenario what all sides have in common.
     * @param side to measure.
     * @param session opens it.
     * @return the cell.
     */
    static Cell cell(final String scenario, final Contender side, final Supplier<Session> session) {
        return new Cell(scenario, side.id(), side.variant(), role(side), session);
    }

    /**
     * A side that is shown for information.
     *
     * @param scenario what all sides have in common.
     * @param side to measure.
     * @param session opens it.
     * @return the cell.
     */
    static Cell informal(final String scenario, final Contender side, final Supplier<Session> session) {
        return new Cell(scenario, side.id(), side.variant(), Role.INFORMAL, session);
    }

    private static Role role(final Contender side) {
        return Contender.HERMES.equals(side.id()) ? Role.OURS : Role.PEER;
    }
}
