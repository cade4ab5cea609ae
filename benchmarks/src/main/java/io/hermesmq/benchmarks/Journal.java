package io.hermesmq.benchmarks;

import io.hermesmq.Acknowledge;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.JournaledSide;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.CatchUpSession;
import io.hermesmq.benchmarks.rig.Cell;
import io.hermesmq.benchmarks.rig.Metric;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.PacedSession;
import io.hermesmq.benchmarks.rig.Role;
import io.hermesmq.benchmarks.rig.Session;
import io.hermesmq.benchmarks.rig.StreamSession;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Payloads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What a journal costs, and what it gives. */
final class Journal implements Benchmark {

    private static final int MANY = 4;
    private static final int SYNCING = 8;
    private static final int MODERATE_RATE = 20_000;

    @Override
    public String name() {
        return "journal";
    }

    @Override
    public String summary() {
        return "channels with a journal, 64 B and 1 KiB: messages a second, latency, syncing, reading back";
    }

    @Override
    public String method() {
        return """
                As handover and paced, with a journal. accepted, written and synced are the levels of acknowledge;
                a message counts when it is in the journal and its listener has got it. chronicle-queue is Chronicle
                Queue as the library comes: one thread writes each message in place as a document, a tailer is
                polled by another. chronicle-queue-locked: four threads share one appender behind a lock. Messages
                of 1 KiB are eight longs and 960 bytes, which the receiver copies out and compares; bandwidth counts
                payload only. One publisher is pinned and so is the receiver; the thread of the journal, which the
                peer does not have, runs where it finds room: with two CPUs they are three threads. synced-8/synced-1: eight publishers that wait for the same
                disk, against one. rate=20000: latency from the scheduled time. catch-up: a listener reads a journal
                from EARLIEST, each message checked by its CRC-32; for information, a tailer of Chronicle Queue,
                which checks nothing. B/msg includes the thread of the journal. Profiles are throughput, for
                latency low-latency; producers multi.
                Hermes begins a file each second here, Chronicle Queue one in each round; files of earlier rounds
                are removed in between. Up to 4 GB of the disk are used, with --quick less than 1 GB. Before all, files are
                written and removed until that gets no faster, because a virtual machine gets memory from its host
                when it first touches it, at a tenth of the speed. --dir on a
                memory file system measures something else. In one JVM (--forks 0, the default here) Hermes leaves
                the library the thread that it releases memory with.""";
    }

    @Override
    public int defaultForks() {
        return 0;
    }

    @Override
    public String setting(final Options options) {
        return JournalSides.setting(options);
    }

    @Override
    public void prepare(final Options options) {
        JournalSides.prepare(options);
    }

    @Override
    public List<Metric> metrics() {
        return List.of(Metric.THROUGHPUT, Metric.BANDWIDTH, Metric.P50, Metric.P99);
    }

    @Override
    public List<Metric> ratios() {
        return List.of(Metric.THROUGHPUT, Metric.P50, Metric.P99);
    }

    @Override
    public List<Cell> cells(final Options options) {
        final List<Cell> cells = new ArrayList<>();
        for (final int payload : List.of(Payloads.SMALL, Payloads.LARGE)) {
            streams(cells, options, payload, 1);
            streams(cells, options, payload, MANY);
        }
        syncs(cells, options);
        for (final int payload : List.of(Payloads.SMALL, Payloads.LARGE)) {
            latencies(cells, options, payload);
        }
        catchUps(cells, options);
        return cells;
    }

    private static void streams(
            final List<Cell> cells, final Options options, final int payload, final int publishers) {
        final String scenario = words(payload) + " publishers=" + publishers;
        final Function<Contender, Session> opener =
                side -> StreamSession.open(side, publishers, 1, publishers == 1, payload);
        for (final Acknowledge level : Acknowledge.values()) {
            final boolean isCompared = level != Acknowledge.SYNCED;
            if (isCompared || !options.quick()) {
                final Contender side = side(options, level, payload, publishers, Profile.THROUGHPUT);
                cells.add(cell(scenario, side, isCompared ? Role.OURS : Role.INFORMAL, opener));
            }
        }
        final Contender peer = publishers == 1
                ? Peers.chronicleQueue(payload, JournalSides.directory(options))
                : Peers.chronicleQueueLocked(payload, JournalSides.directory(options));
        cells.add(cell(scenario, peer, Role.PEER, opener));
    }

    private static void syncs(final List<Cell> cells, final Options options) {
        final String scenario = words(Payloads.SMALL) + " acknowledge=synced";
        for (final int publishers : List.of(SYNCING, 1)) {
            final JournaledSide side = JournalSides.hermes(
                    options, "synced-" + publishers, "", Acknowledge.SYNCED, Payloads.SMALL, Profile.THROUGHPUT);
            cells.add(cell(
                    scenario,
                    side,
                    publishers == 1 ? Role.PEER : Role.OURS,
                    each -> StreamSession.open(each, publishers, 1, false, Payloads.SMALL)));
        }
    }

    private static void latencies(final List<Cell> cells, final Options options, final int payload) {
        final int rate = options.rate() > 0 ? options.rate() : MODERATE_RATE;
        final String scenario = words(payload) + " rate=" + rate;
        final Function<Contender, Session> opener = side -> PacedSession.open(side, rate);
        for (final Acknowledge level : List.of(Acknowledge.ACCEPTED, Acknowledge.WRITTEN)) {
            cells.add(cell(scenario, side(options, level, payload, 1, Profile.LOW_LATENCY), Role.OURS, opener));
        }
        cells.add(cell(scenario, Peers.chronicleQueue(payload, JournalSides.directory(options)), Role.PEER, opener));
    }

    private static void catchUps(final List<Cell> cells, final Options options) {
        final String scenario = words(Payloads.SMALL) + " catch-up";
        final JournaledSide side = JournalSides.hermes(
                options, "hermes-written", "", Acknowledge.WRITTEN, Payloads.SMALL, Profile.THROUGHPUT);
        cells.add(
                new Cell(scenario, side.id(), side.variant(), Role.INFORMAL, () -> CatchUpSession.open(side::archive)));
        cells.add(new Cell(
                scenario,
                "chronicle-queue",
                "",
                Role.INFORMAL,
                () -> CatchUpSession.open(
                        receiver -> Peers.chronicleArchive(receiver, JournalSides.directory(options)))));
    }

    private static JournaledSide side(
            final Options options,
            final Acknowledge level,
            final int payload,
            final int publishers,
            final Profile profile) {
        final String id = "hermes-" + JournalSides.word(level) + (publishers == 1 ? "" : "-" + publishers);
        return JournalSides.hermes(options, id, "", level, payload, profile);
    }

    private static Cell cell(
            final String scenario, final Contender side, final Role role, final Function<Contender, Session> opener) {
        return new Cell(scenario, side.id(), side.variant(), role, () -> opener.apply(side));
    }

    private static String words(final int payload) {
        return "payload=" + payload;
    }
}
