package io.hermesmq.benchmarks;

import io.hermesmq.Acknowledge;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.JournaledSide;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.PacedSession;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Payloads;
import java.util.ArrayList;
import java.util.List;

/** How long a message takes at a constant rate while a journal is written, blocks and files entered included. */
final class PacedJournal implements Benchmark {

    static final String NAME = "paced-journal";

    private static final List<Integer> RATES = List.of(100_000, 1_000_000);

    /** From this rate on a round is long enough to fill a block of Chronicle Queue. */
    private static final int FILLS_BLOCKS = 1_000_000;

    /** So many fill a block of 64 MiB. */
    private static final long MESSAGES_OF_BLOCK = 1_000_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "constant rate with a journal: latency from the scheduled time";
    }

    @Override
    public String method() {
        return """
                As paced, with a journal, at 100,000 and 1,000,000 messages of 64 bytes a second (--rate). From a
                million on, rounds are so long that Chronicle Queue enters at least one more of its blocks of
                64 MiB in each (with --quick just one). Hermes begins a file each second, so that the stalls of a
                cycle are seen as well; Chronicle Queue begins one between rounds. Profile low-latency: listener and
                tailer spin. Everything else as in journal.""";
    }

    @Override
    public int defaultForks() {
        return 0;
    }

    @Override
    public String setting(final Options options) {
        return "messages of 64 bytes, " + JournalSides.setting(options);
    }

    @Override
    public void prepare(final Options options) {
        JournalSides.prepare(options);
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
        final List<Contender> sides = new ArrayList<>();
        for (final Acknowledge level : List.of(Acknowledge.WRITTEN, Acknowledge.ACCEPTED)) {
            final JournaledSide side = JournalSides.hermes(
                    options,
                    Contender.HERMES,
                    "acknowledge=" + JournalSides.word(level),
                    level,
                    Payloads.SMALL,
                    Profile.LOW_LATENCY);
            sides.add(side);
        }
        sides.add(Peers.chronicleQueue(Payloads.SMALL, JournalSides.directory(options)));
        final List<Cell> cells = new ArrayList<>();
        for (final int rate : options.rate() > 0 ? List.of(options.rate()) : RATES) {
            final long blocks = rate < FILLS_BLOCKS ? 0 : options.quick() ? 1 : 2;
            final long messages = Math.max(rate / 100, blocks * MESSAGES_OF_BLOCK * 11 / 10);
            sides.forEach(
                    side -> cells.add(Sides.cell("rate=" + rate, side, () -> PacedSession.open(side, rate, messages))));
        }
        return cells;
    }
}
