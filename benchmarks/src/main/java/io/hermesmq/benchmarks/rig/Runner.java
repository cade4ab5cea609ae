package io.hermesmq.benchmarks.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Runs sides in turn, round by round, in this JVM. */
final class Runner {

    private final Plan plan;
    private final boolean near;
    private final Placer placer;
    private final BiConsumer<Cell, Round> rounds;

    Runner(final Plan plan, final boolean near, final BiConsumer<Cell, Round> rounds) {
        this.plan = plan;
        this.near = near;
        this.rounds = rounds;
        placer = new Placer(near, plan.drawNs());
    }

    /**
     * Runs the sides of one scenario.
     *
     * @param cells the sides; all are open at a time, and asleep while it is not their turn.
     */
    void run(final List<Cell> cells) {
        final List<Turn> turns = new ArrayList<>();
        try {
            for (final Cell cell : cells) {
                turns.add(new Turn(cell, cell.session().get()));
            }
            turns.forEach(turn -> turn.session.warmUp(plan));
            for (int i = 0; i < plan.maxRounds(); i++) {
                turns.stream().filter(turn -> !turn.hasEnough()).forEach(Turn::take);
            }
        } finally {
            turns.forEach(turn -> turn.session.close());
        }
    }

    /** One side and what it has got so far. */
    private final class Turn {
        private final Cell cell;
        private final Session session;
        private int taken;

        private Turn(final Cell cell, final Session session) {
            this.cell = cell;
            this.session = session;
        }

        private boolean hasEnough() {
            return taken >= plan.rounds();
        }

        private void take() {
            final Round round = session.round(placer);
            rounds.accept(cell, round);
            if (!near || round.placement() == Placement.NEAR || round.placement() == Placement.ONE_THREAD) {
                taken++;
            }
        }
    }
}
