package io.hermesmq.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.benchmarks.dispatch.DispatchSides;
import io.hermesmq.benchmarks.hermes.HermesSide;
import io.hermesmq.benchmarks.peer.Peers;
import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.spring.StarterSide;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every side carries messages; the sessions themselves end the JVM where one is lost. */
class SessionsTest {

    private static final Plan PLAN = new Plan(1, 1, 20_000_000, 10_000_000, 1_000_000, 3_000, 0);

    static Stream<Contender> everySide() {
        return Stream.concat(
                someSides(),
                Stream.of(
                        new HermesSide(Profile.THROUGHPUT, Producers.SINGLE),
                        Peers.agronaManyToOne(),
                        Peers.disruptorBusySpin(),
                        Peers.disruptorYielding(),
                        Peers.disruptorLoop(),
                        Peers.jctoolsSpsc(),
                        Peers.springEventsAsync(),
                        Peers.springIntegrationQueue()));
    }

    /**
     * Sides for a round trip, which hands the role of the only publisher from thread to thread. That is safe, but not
     * what the assertions for a single publisher expect in Hermes and in Disruptor.
     */
    static Stream<Contender> someSides() {
        return Stream.of(
                new HermesSide(Profile.LOW_LATENCY, Producers.MULTI),
                new HermesSide(Profile.BALANCED, Producers.MULTI),
                Peers.agronaOneToOne(),
                Peers.disruptorMulti(),
                Peers.arrayBlockingQueue());
    }

    @ParameterizedTest
    @MethodSource("everySide")
    void shouldStream(final Contender side) {
        run(StreamSession.open(side, 1, 1, true), Metric.THROUGHPUT);
    }

    @ParameterizedTest
    @MethodSource("someSides")
    void shouldGoThereAndBack(final Contender side) {
        run(RoundTripSession.open(side), Metric.P50);
    }

    @ParameterizedTest
    @MethodSource("someSides")
    void shouldKeepThePace(final Contender side) {
        run(PacedSession.open(side, 20_000), Metric.P99);
    }

    @Test
    void shouldStreamThroughSpringBeans() {
        run(StreamSession.open(new StarterSide(Profile.THROUGHPUT, Producers.MULTI), 1, 1, true), Metric.THROUGHPUT);
    }

    @Test
    void shouldMergePublishers() {
        run(StreamSession.open(new HermesSide(Profile.THROUGHPUT, Producers.MULTI), 3, 1, false), Metric.THROUGHPUT);
        run(StreamSession.open(Peers.agronaManyToOne(), 3, 1, false), Metric.THROUGHPUT);
        run(StreamSession.open(Peers.disruptorMulti(), 3, 1, false), Metric.THROUGHPUT);
    }

    @Test
    void shouldReachEveryListener() {
        run(StreamSession.open(new HermesSide(Profile.THROUGHPUT, Producers.SINGLE), 1, 5, false), Metric.THROUGHPUT);
        run(StreamSession.open(Peers.disruptorYielding(), 1, 5, false), Metric.THROUGHPUT);
        run(StreamSession.open(Peers.disruptorLoop(), 1, 5, false), Metric.THROUGHPUT);
    }

    @Test
    void shouldDispatch() {
        run(DispatchSides.hermes(8, Profile.LOW_LATENCY), Metric.COST);
        run(DispatchSides.policies(8, Profile.LOW_LATENCY), Metric.COST);
        run(DispatchSides.handWritten(8), Metric.COST);
    }

    private static void run(final Session opened, final Metric metric) {
        try (Session session = opened) {
            session.warmUp(PLAN);
            final Round round = session.round(new Placer(false, 0));
            assertThat(round.values().get(metric)).isPositive();
        }
    }
}
