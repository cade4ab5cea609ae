package io.hermesmq.benchmarks.hermes;

import io.hermesmq.Acknowledge;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.RollCycle;
import io.hermesmq.StartFrom;
import io.hermesmq.benchmarks.peer.Sizes;
import io.hermesmq.benchmarks.side.Archive;
import io.hermesmq.benchmarks.side.Connection;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Filling;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.benchmarks.side.Payloads;
import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import io.hermesmq.benchmarks.side.Workspace;
import io.hermesmq.engine.HermesEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.DirectBuffer;

/**
 * A channel of Hermes with a journal, one listener, and a lane for each.
 *
 * <p>Files begin each second, so that there is something to remove between rounds; all else in the journal is the default.
 *
 * @param id in the report.
 * @param variant in the report.
 * @param acknowledge what publishers wait for.
 * @param payloadBytes of a message.
 * @param profile whose defaults hold for everything but the capacity, the producers and the CPU.
 * @param producers how many threads may publish.
 * @param base where a fresh directory is made for the journal.
 */
public record JournaledSide(
        String id,
        String variant,
        Acknowledge acknowledge,
        int payloadBytes,
        Profile profile,
        Producers producers,
        Path base)
        implements Contender {

    private static final String LISTENER = "reader";
    private static final String LANE = "readers";

    @Override
    public Connection open(final List<Route> routes) {
        return new Opened(routes.get(0));
    }

    /**
     * Opens an archive of these messages.
     *
     * @param receiver of what is read from it.
     * @return the archive, empty.
     */
    public Archive archive(final Receiver receiver) {
        return new Opened(new Route("archive", 1, Cpus.NONE, List.of(receiver)));
    }

    private HermesConfig config(final Route route, final Path directory) {
        return HermesConfig.of(profile)
                .withDirectory(directory)
                .withChannel(
                        route.name(),
                        profile.channel()
                                .withCapacity(Sizes.RING_BYTES)
                                .withProducers(producers)
                                .withJournal(JournalConfig.DEFAULT
                                        .withAcknowledge(acknowledge)
                                        .withRollCycle(RollCycle.SECONDLY)))
                .withLane(LANE, profile.lane().withCpu(route.cpu()));
    }

    private Link link(final Hermes hermes, final String channel) {
        return payloadBytes == Payloads.SMALL
                ? new PublisherLink(hermes.publisherOf(channel, PayloadPublisher.class), 1)
                : new ClaimLink(hermes.publisher(channel, DirectBuffer.class), new Filling(payloadBytes));
    }

    private void listen(final Hermes hermes, final Route route) {
        final ListenerConfig config = ListenerConfig.of(LISTENER, route.name()).onLane(LANE);
        if (payloadBytes == Payloads.SMALL) {
            hermes.listen(config, new SpreadListener(route.receiver()), SpreadListener.method());
        } else {
            hermes.listen(
                    config, new BytesListener(route.receiver(), new Filling(payloadBytes)), BytesListener.method());
        }
    }

    /** The channel, open for messages. */
    private final class Opened implements Connection, Archive {
        private static final Duration PATIENCE = Duration.ofSeconds(60);

        private final Workspace workspace = Workspace.below(base);
        private final Set<Thread> threadsBefore =
                new HashSet<>(Thread.getAllStackTraces().keySet());
        private final Path files;
        private final Hermes hermes;
        private final Link link;

        private Opened(final Route route) {
            files = workspace.path().resolve(route.name()).resolve("queue");
            hermes = HermesEngine.create(config(route, workspace.path()));
            listen(hermes, route);
            link = JournaledSide.this.link(hermes, route.name());
            hermes.start();
        }

        @Override
        public Link link(final int route) {
            return link;
        }

        /** All threads that came with the engine: that of the journal above all. */
        @Override
        public List<Thread> helpers() {
            return Thread.getAllStackTraces().keySet().stream()
                    .filter(thread -> !threadsBefore.contains(thread))
                    .toList();
        }

        @Override
        public void tidy() {
            if (Files.isDirectory(files)) {
                Workspace.keepYoungest(files, ".cq4");
            }
        }

        @Override
        public void write(final long count) {
            link.sendAll(0, count);
            if (!hermes.awaitIdle(PATIENCE)) {
                throw new IllegalStateException("the listener has not read " + count + " messages within " + PATIENCE);
            }
        }

        @Override
        public void replay() {
            hermes.seek(LISTENER, StartFrom.EARLIEST);
        }

        @Override
        public List<Thread> readers() {
            return helpers();
        }

        @Override
        public void close() {
            try (workspace) {
                hermes.close();
            }
        }
    }
}
