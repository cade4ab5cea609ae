package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.ChannelConfig;
import io.hermesmq.FailureAction;
import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageClaim;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.support.CapturedLog;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SnapshotsTest {

    private static final ChannelConfig FAILING =
            Profile.SMALL.channel().withCapacity(4096).withOnFull(OnFull.FAIL);

    private final CapturedLog log = CapturedLog.ofHermes();
    private final Hermes hermes = HermesEngine.create(Engines.config()
            .withChannel("quotes", FAILING)
            .withChannel("overwriting", FAILING.withOnFull(OnFull.OVERWRITE))
            .withLane("idle", Engines.STEPPED));
    private Publisher<Quote> quotes;

    @BeforeEach
    void makePublisher() {
        quotes = hermes.publisher("quotes", Quote.class);
    }

    @AfterEach
    void close() {
        hermes.close();
        log.close();
    }

    private void listen(final String id, final String lane) {
        hermes.listen(ListenerConfig.of(id, "quotes").onLane(lane), Quote.class, (quote, context) -> {});
    }

    private void publish(final int count) {
        for (int i = 0; i < count; i++) {
            quotes.publish(Quote.of(i));
        }
    }

    @Test
    void shouldCountWhatIsPublishedAndDelivered() {
        listen("signals", "test");
        hermes.start();
        publish(3);
        hermes.step("test");
        publish(2);
        final HermesSnapshot snapshot = hermes.snapshot();

        assertThat(snapshot.state()).isEqualTo(HermesSnapshot.State.RUNNING);
        final HermesSnapshot.Channel channel = snapshot.channel("quotes");
        assertThat(channel.published()).isEqualTo(5);
        assertThat(channel.position()).isEqualTo(5 * 64);
        assertThat(channel.capacityBytes()).isEqualTo(4096);
        assertThat(channel.backlogBytes()).isEqualTo(2 * 64);
        assertThat(channel.stalledBy()).isNull();
        final HermesSnapshot.Listener listener = snapshot.listener("signals");
        assertThat(listener.channel()).isEqualTo("quotes");
        assertThat(listener.lane()).isEqualTo("test");
        assertThat(listener.delivered()).isEqualTo(3);
        assertThat(listener.position()).isEqualTo(3 * 64);
        assertThat(listener.backlogBytes()).isEqualTo(2 * 64);
        assertThat(listener.failed()).isZero();
        assertThat(listener.missed()).isZero();
        assertThat(listener.halted()).isFalse();
    }

    @Test
    void shouldShowTheBacklogOfTheSlowestListener() {
        listen("fast", "test");
        listen("slow", "idle");
        publish(4);
        hermes.step("test");

        assertThat(hermes.snapshot().channel("quotes").backlogBytes()).isEqualTo(4 * 64);
        assertThat(hermes.snapshot().listener("fast").backlogBytes()).isZero();
    }

    @Test
    void shouldCountRefusalsByReason() {
        listen("slow", "test");
        publish(64 + 3);
        assertThat(hermes.snapshot().channel("quotes").refused())
                .containsOnlyKeys(PublishStatus.values())
                .containsEntry(PublishStatus.BACK_PRESSURED, 3L)
                .containsEntry(PublishStatus.TIMED_OUT, 0L)
                .containsEntry(PublishStatus.DROPPED, 0L)
                .containsEntry(PublishStatus.CLOSED, 0L)
                .containsEntry(PublishStatus.INTERRUPTED, 0L);
    }

    @Test
    void shouldCountAbortsAndFailedEncodings() {
        try (MessageClaim claim = quotes.claim(8)) {
            claim.abort();
        }
        assertThatThrownBy(() -> quotes.publish(null)).isInstanceOf(RuntimeException.class);

        assertThat(hermes.snapshot().channel("quotes").aborted()).isEqualTo(1);
        assertThat(hermes.snapshot().channel("quotes").failedEncodings()).isEqualTo(1);
        assertThat(hermes.snapshot().channel("quotes").recoveredClaims()).isZero();
    }

    @Test
    void shouldCountFailuresAndShowThatAListenerIsHalted() {
        hermes.listen(
                ListenerConfig.of("failing", "quotes")
                        .onLane("test")
                        .onFailure((id, context, cause, attempt) ->
                                context.sequence() < 3 ? FailureAction.CONTINUE : FailureAction.HALT),
                Quote.class,
                (quote, context) -> {
                    throw new IllegalStateException("always");
                });
        hermes.start();
        publish(5);
        hermes.step("test");
        final HermesSnapshot.Listener listener = hermes.snapshot().listener("failing");

        assertThat(listener.lane()).isEqualTo("test");
        assertThat(listener.failed()).isEqualTo(3);
        assertThat(listener.delivered()).isEqualTo(2);
        assertThat(listener.halted()).isTrue();
        assertThat(listener.position()).isEqualTo(2 * 64);
        assertThat(listener.backlogBytes()).isEqualTo(3 * 64);
    }

    @Test
    void shouldCountWhatAListenerMissed() {
        hermes.listen(ListenerConfig.of("overrun", "overwriting").onLane("test"), Quote.class, (quote, context) -> {});
        final Publisher<Quote> publisher = hermes.publisher("overwriting", Quote.class);
        for (int i = 0; i < 100; i++) {
            publisher.publish(Quote.of(i));
        }
        assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();

        assertThat(hermes.snapshot().listener("overrun").missed()).isEqualTo(99);
        assertThat(hermes.snapshot().listener("overrun").delivered()).isEqualTo(1);
    }

    @Test
    void shouldShowLanesAndWhetherTheyLive() {
        listen("signals", "test");
        listen("other", "own");
        hermes.start();
        assertThat(hermes.snapshot().lanes())
                .extracting(HermesSnapshot.Lane::name)
                .containsExactly("test", "own");
        assertThat(hermes.snapshot().lanes()).allMatch(HermesSnapshot.Lane::alive);

        hermes.close();
        assertThat(hermes.snapshot().lanes()).noneMatch(HermesSnapshot.Lane::alive);
    }

    @Test
    void shouldShowWhatNobodyUsesNotAtAll() {
        assertThat(hermes.snapshot().channels())
                .extracting(HermesSnapshot.Channel::name)
                .containsExactly("quotes");
        assertThat(hermes.snapshot().lanes()).isEmpty();
    }

    @Test
    void shouldGoOnCountingAfterTheClose() {
        listen("signals", "test");
        hermes.start();
        publish(3);
        hermes.close();
        publish(2);
        final HermesSnapshot snapshot = hermes.snapshot();

        assertThat(snapshot.state()).isEqualTo(HermesSnapshot.State.CLOSED);
        assertThat(snapshot.channel("quotes").published()).isEqualTo(3);
        assertThat(snapshot.channel("quotes").refused()).containsEntry(PublishStatus.CLOSED, 2L);
        assertThat(snapshot.listener("signals").delivered()).isEqualTo(3);
    }
}
