package io.hermesmq.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Acknowledge;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.hermes.JournaledSide;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Filling;
import io.hermesmq.benchmarks.side.Payloads;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every side with a journal carries messages of both lengths, and leaves no file behind. */
class JournalSessionsTest {

    private static final Plan PLAN = new Plan(1, 1, 20_000_000, 10_000_000, 1_000_000, 3_000, 0);

    @TempDir
    private Path directory;

    @AfterEach
    void shouldLeaveNothingBehind() {
        assertThat(directory).isEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource
    void shouldStreamThroughEveryLevel(final Acknowledge level) {
        run(StreamSession.open(hermes(level, Payloads.SMALL), 1, 1, true, Payloads.SMALL), Metric.BANDWIDTH);
    }

    @ParameterizedTest
    @EnumSource(names = {"ACCEPTED", "WRITTEN"})
    void shouldStreamLongMessagesOfSeveralPublishers(final Acknowledge level) {
        run(StreamSession.open(hermes(level, Payloads.LARGE), 3, 1, false, Payloads.LARGE), Metric.THROUGHPUT);
    }

    @ParameterizedTest
    @ValueSource(ints = {Payloads.SMALL, Payloads.LARGE})
    void shouldStreamThroughChronicleQueue(final int payload) {
        run(StreamSession.open(Peers.chronicleQueue(payload, directory), 1, 1, true, payload), Metric.BANDWIDTH);
        run(
                StreamSession.open(Peers.chronicleQueueLocked(payload, directory), 3, 1, false, payload),
                Metric.THROUGHPUT);
    }

    @Test
    void shouldKeepThePace() {
        Stream.of(
                        hermes(Acknowledge.ACCEPTED, Payloads.SMALL),
                        hermes(Acknowledge.WRITTEN, Payloads.LARGE),
                        Peers.chronicleQueue(Payloads.SMALL, directory))
                .forEach(side -> run(PacedSession.open(side, 20_000), Metric.P99));
    }

    @Test
    void shouldCatchUp() {
        run(CatchUpSession.open(hermes(Acknowledge.WRITTEN, Payloads.SMALL)::archive), Metric.THROUGHPUT);
        run(CatchUpSession.open(receiver -> Peers.chronicleArchive(receiver, directory)), Metric.THROUGHPUT);
    }

    @Test
    void shouldSeeAChangedFilling() {
        final Filling filling = new Filling(Payloads.LARGE);
        System.arraycopy(filling.bytes(), 0, filling.target(), 0, filling.bytes().length);
        filling.check();
        filling.target()[7] ^= 1;

        assertThatThrownBy(filling::check).hasMessage("content differs behind the first 64 bytes, from byte 7");
    }

    private JournaledSide hermes(final Acknowledge level, final int payload) {
        return new JournaledSide(Contender.HERMES, "", level, payload, Profile.BALANCED, Producers.MULTI, directory);
    }

    private static void run(final Session opened, final Metric metric) {
        try (Session session = opened) {
            session.warmUp(PLAN);
            final Round round = session.round(new Placer(false, 0));
            assertThat(round.values().get(metric)).isPositive();
        }
    }
}
