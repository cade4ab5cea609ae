package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.hermesmq.FailureAction;
import io.hermesmq.IdleMode;
import io.hermesmq.LaneConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.support.CapturedLog;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lanes without a thread; the others are in {@link LaneThreadTest}. */
final class LaneTest {

    private static final LaneConfig STEPPED = Profile.BALANCED.lane().withStepped(true);

    private final List<Lane> lanes = new ArrayList<>();
    private final TestChannel channel = TestChannel.blocking();

    private Lane lane(final LaneConfig config) {
        final Lane lane = new Lane("trading", config, this);
        lanes.add(lane);
        return lane;
    }

    @AfterEach
    void closeLanes() {
        lanes.forEach(Lane::close);
    }

    @Test
    void shouldPollItsListenersInTurn() {
        final List<String> seen = new ArrayList<>();
        final Lane lane = lane(STEPPED);
        lane.add(channel.listen((text, context) -> seen.add("first " + text)));
        lane.add(channel.listen((text, context) -> seen.add("second " + text)));
        channel.publish("a");

        assertThat(lane.doWork()).isEqualTo(2);
        assertThat(lane.doWork()).isZero();
        assertThat(seen).containsExactly("first a", "second a");
    }

    /** A listener with much to read keeps the others waiting for a batch at most. */
    @Test
    void shouldBeFairToTheListenersThatShareIt() {
        final List<String> seen = new ArrayList<>();
        final TestChannel quiet = TestChannel.blocking();
        final Lane lane = lane(STEPPED);
        lane.add(channel.listen((text, context) -> seen.add(text)));
        lane.add(quiet.listen((text, context) -> seen.add(text)));
        for (int i = 0; i < TestChannel.CAPACITY / 64; i++) {
            channel.publish("busy");
        }
        quiet.publish("quiet");
        lane.doWork();

        assertThat(seen).hasSize(17).endsWith("quiet");
        for (int i = 0; i < TestChannel.CAPACITY / 4 / 64; i++) {
            channel.publish("busy");
        }
        quiet.publish("quiet again");
        lane.doWork();
        assertThat(seen).hasSize(34).endsWith("quiet again");
    }

    @Test
    void shouldPollAListenerFromTheMomentItIsAdded() {
        final List<String> seen = new ArrayList<>();
        final Lane lane = lane(STEPPED);
        final Listener listener = channel.listen((text, context) -> seen.add(text));
        channel.publish("a");
        assertThat(lane.doWork()).isZero();
        lane.add(listener);

        assertThat(lane.listeners()).containsExactly(listener);
        assertThat(lane.doWork()).isEqualTo(1);
    }

    @Test
    void shouldLeaveAListenerAloneThatWasRemoved() {
        final List<String> seen = new ArrayList<>();
        final Lane lane = lane(STEPPED);
        final Listener listener = channel.listen((text, context) -> seen.add("removed"));
        final Listener other = channel.listen((text, context) -> seen.add("other"));
        lane.add(listener);
        lane.add(other);
        lane.remove(listener);
        channel.publish("a");

        assertThat(lane.doWork()).isEqualTo(1);
        assertThat(seen).containsExactly("other");
        assertThat(lane.listeners()).containsExactly(other);
    }

    @Test
    void shouldLeaveAListenerAloneThatIsHalted() {
        final Lane lane = lane(STEPPED);
        final ListenerConfig halting =
                ListenerConfig.of("halting", "quotes").onFailure((id, context, cause, attempt) -> FailureAction.HALT);
        try (CapturedLog log = CapturedLog.ofHermes()) {
            lane.add(channel.listen(halting, (text, context) -> {
                throw new IllegalStateException("no");
            }));
            lane.add(channel.listen((text, context) -> {}));
            channel.publish("a");
            channel.publish("b");

            assertThat(lane.doWork()).isEqualTo(2);
            assertThat(lane.hasPending()).isFalse();
            assertThat(log.texts(Level.ERROR)).hasSize(2);
        }
    }

    @Test
    void shouldKnowWhetherAnyListenerHasSomethingToRead() {
        final Lane lane = lane(STEPPED);
        lane.add(TestChannel.blocking().listen((text, context) -> {}));
        lane.add(channel.listen((text, context) -> {}));
        assertThat(lane.hasPending()).isFalse();
        channel.publish("a");
        assertThat(lane.hasPending()).isTrue();
        lane.doWork();
        assertThat(lane.hasPending()).isFalse();
    }

    @Test
    void shouldHaveNoThreadWhereItIsStepped() {
        final Lane lane = lane(STEPPED.withIdle(IdleMode.BUSY_SPIN));
        lane.add(channel.listen((text, context) -> {}));
        lane.start();
        channel.publish("a");

        assertThat(lane.isStepped()).isTrue();
        assertThat(lane.burnsCore()).isFalse();
        assertThat(lane.doWork()).isEqualTo(1);
        assertThat(lane.isAlive()).isTrue();
        lane.close();
        assertThat(lane.isAlive()).isFalse();
    }

    @Test
    void shouldDeliverNothingAfterItWasClosed() {
        final Lane lane = lane(STEPPED);
        lane.add(channel.listen((text, context) -> {}));
        channel.publish("a");
        lane.close();

        assertThat(lane.doWork()).isZero();
    }

    @Test
    void shouldLeaveAStepWithItsInterruptFlag() {
        final Lane lane = lane(STEPPED);
        lane.add(channel.listen((text, context) -> Thread.currentThread().interrupt()));
        channel.publish("a");
        lane.doWork();

        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(IdleMode.class)
    void shouldKnowWhatIdlingCosts(final IdleMode mode) {
        final boolean spins = mode == IdleMode.BUSY_SPIN || mode == IdleMode.YIELD;
        assertThat(lane(Profile.BALANCED.lane().withIdle(mode)).burnsCore()).isEqualTo(spins);
    }
}
