package io.hermesmq.spring.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

import io.hermesmq.Acknowledge;
import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.HermesSnapshot.Channel;
import io.hermesmq.HermesSnapshot.Journal;
import io.hermesmq.HermesSnapshot.Lane;
import io.hermesmq.HermesSnapshot.Listener;
import io.hermesmq.HermesSnapshot.State;
import io.hermesmq.ListenerState;
import java.nio.file.Path;
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
    void aSoundJournalIsUpAndShown() {
        final Health health = health(State.RUNNING, journaled(0, 0, null, false, false), SIGNALS, TRADING);
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsEntry(
                        "journals",
                        Map.of(
                                "quotes",
                                Map.of(
                                        "acknowledge",
                                        Acknowledge.WRITTEN,
                                        "failed",
                                        false,
                                        "diskFull",
                                        false,
                                        "freeBytes",
                                        1000L,
                                        "currentFile",
                                        Path.of("queue", "20260301-0000.cq4").toString(),
                                        "lastWrittenSequence",
                                        98L,
                                        "damages",
                                        0L,
                                        "repairedDamages",
                                        0L,
                                        "lostMessages",
                                        0L)))
                .doesNotContainKey("problems");
    }

    @Test
    void damageFromBeforeTheStartIsToldApart() {
        final Health health = health(State.RUNNING, journaled(3, 2, 12, "torn", false, false), SIGNALS, TRADING);
        assertDown(
                health,
                "the journal of channel 'quotes' has reported damage 3 times since the start, 2 of them from before the start"
                        + " and repaired, with 12 messages lost; the last time: torn");
        assertThat(health.getDetails())
                .extractingByKey("journals")
                .extracting("quotes")
                .asInstanceOf(MAP)
                .containsEntry("repairedDamages", 2L);
    }

    @Test
    void aDamagedJournalIsDown() {
        final String damage =
                "file /data/quotes/queue/20260301.cq4 is damaged: 12 messages from sequence 100 to 111 are lost:"
                        + " checksum";
        final Health health = health(State.RUNNING, journaled(2, 12, damage, false, false), SIGNALS, TRADING);
        assertDown(
                health,
                "the journal of channel 'quotes' has reported damage 2 times since the start, with 12 messages lost; the last"
                        + " time: " + damage);
        assertThat(health.getDetails())
                .extractingByKey("journals")
                .extracting("quotes")
                .asInstanceOf(MAP)
                .containsEntry("damages", 2L)
                .containsEntry("lostMessages", 12L)
                .containsEntry("lastDamage", damage);
    }

    @Test
    void aJournalThatCannotBeWrittenIsDown() {
        assertThat(health(State.RUNNING, journaled(1, 0, "no space left", false, true), SIGNALS, TRADING))
                .satisfies(health -> {
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails())
                            .containsEntry(
                                    "problems",
                                    List.of(
                                            "channel 'quotes' takes no messages any more (JOURNAL_FAILED): its journal cannot"
                                                    + " be written; see to the disk, then start the application again",
                                            "the journal of channel 'quotes' has reported damage 1 times since the start, with"
                                                    + " 0 messages lost; the last time: no space left"));
                });
    }

    @Test
    void aFullDiskIsOutOfService() {
        final Health health = health(State.RUNNING, journaled(0, 0, null, true, false), SIGNALS, TRADING);
        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health.getDetails())
                .containsEntry(
                        "problems",
                        List.of(
                                "channel 'quotes' refuses messages (DISK_FULL): the disk of its journal has less free space"
                                        + " than is kept in reserve; it goes on by itself when there is more"));
    }

    @Test
    void aFullDiskDoesNotHideWhatIsDown() {
        final Health health = health(State.RUNNING, journaled(0, 0, null, true, false), listener(true), TRADING);
        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails())
                .extractingByKey("problems")
                .asInstanceOf(LIST)
                .hasSize(2);
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

    private static Channel journaled(
            final long damages,
            final long lost,
            final String lastDamage,
            final boolean diskFull,
            final boolean failed) {
        return journaled(damages, 0, lost, lastDamage, diskFull, failed);
    }

    private static Channel journaled(
            final long damages,
            final long repaired,
            final long lost,
            final String lastDamage,
            final boolean diskFull,
            final boolean failed) {
        final Journal journal = new Journal(
                Acknowledge.WRITTEN,
                4096,
                0,
                98,
                Path.of("queue", "20260301-0000.cq4"),
                damages,
                repaired,
                lost,
                lastDamage,
                1000,
                900,
                diskFull,
                failed);
        return new Channel("quotes", 100, 4096, 65536, 96, Map.of(), 0, 0, null, 0, journal);
    }

    private static Listener listener(final boolean halted) {
        return new Listener(
                "signals",
                "quotes",
                "trading",
                98,
                0,
                0,
                4000,
                96,
                halted,
                halted ? ListenerState.HALTED : ListenerState.RUNNING,
                0,
                0,
                0,
                0,
                null,
                null,
                null,
                0,
                0);
    }
}
