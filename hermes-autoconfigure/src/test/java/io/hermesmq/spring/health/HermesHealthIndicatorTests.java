package io.hermesmq.spring.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.HermesSnapshot.Channel;
import io.hermesmq.HermesSnapshot.Lane;
import io.hermesmq.HermesSnapshot.Listener;
import io.hermesmq.HermesSnapshot.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class HermesHealthIndicatorTests {

    private static final Channel QUOTES = channel(null);
    private static final Lane TRADING = new Lane("trading", List.of("signals"), true);
    private static final Listener SIGNALS = listener(false);

    @Test
    void aRunningEngineIsUp() {
        final Health health = health(State.RUNNING, QUOTES, SIGNALS, TRADING);
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry("state", State.RUNNING)
                .containsEntry("channels", 1)
                .containsEntry("lanes", 1)
                .containsEntry(
                        "listeners",
                        Map.of(
                                "signals",
                                Map.of("channel", "quotes", "lane", "trading", "halted", false, "backlogBytes", 96L)))
                .doesNotContainKey("problems");
    }

    @Test
    void aHaltedListenerIsDown() {
        assertDown(
                health(State.RUNNING, QUOTES, listener(true), TRADING),
                "listener 'signals' halted after a failure, at position 4000 of channel 'quotes'");
    }

    @Test
    void aDeadLaneIsDown() {
        assertDown(
                health(State.RUNNING, QUOTES, SIGNALS, new Lane("trading", List.of("signals"), false)),
                "the thread of lane 'trading' is dead; it polled [signals]");
    }

    @Test
    void aChannelHeldUpByAClaimIsDown() {
        assertDown(
                health(State.RUNNING, channel("feed-1"), SIGNALS, TRADING),
                "channel 'quotes' is held up by an open claim of thread 'feed-1'");
    }

    @Test
    void aClosedEngineIsDown() {
        assertDown(health(State.CLOSED, QUOTES, SIGNALS, TRADING), "the engine is closed");
    }

    @Test
    void anEngineThatStartsOrDrainsIsOutOfService() {
        final Lane idle = new Lane("trading", List.of("signals"), false);
        assertThat(health(State.NEW, QUOTES, SIGNALS, idle).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health(State.DRAINING, QUOTES, SIGNALS, idle).getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    private static void assertDown(final Health health, final String problem) {
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("problems", List.of(problem));
    }

    private static Health health(final State state, final Channel channel, final Listener listener, final Lane lane) {
        final Hermes hermes = mock();
        given(hermes.snapshot())
                .willReturn(new HermesSnapshot(state, List.of(channel), List.of(listener), List.of(lane)));
        return new HermesHealthIndicator(hermes).health();
    }

    private static Channel channel(final String stalledBy) {
        return new Channel("quotes", 100, 4096, 65536, 96, Map.of(), 0, 0, stalledBy, 0, null);
    }

    private static Listener listener(final boolean halted) {
        return new Listener("signals", "quotes", "trading", 98, 0, 0, 4000, 96, halted);
    }
}
