package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.hermesmq.ChannelConfig;
import io.hermesmq.FailureAction;
import io.hermesmq.Hermes;
import io.hermesmq.HermesException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.ListenerState;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.StartFrom;
import io.hermesmq.support.CapturedLog;
import io.hermesmq.support.Gate;
import io.hermesmq.support.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ListenerControlTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final Hermes hermes = HermesEngine.create(Engines.config()
            .withChannel(
                    "full",
                    Profile.SMALL
                            .channel()
                            .withCapacity(ChannelConfig.MIN_CAPACITY)
                            .withOnFull(OnFull.FAIL))
            .withChannel(
                    "newest",
                    Profile.SMALL
                            .channel()
                            .withCapacity(ChannelConfig.MIN_CAPACITY)
                            .withOnFull(OnFull.OVERWRITE)));
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void close() {
        hermes.close();
    }

    private static ListenerConfig config(final String id, final String channel) {
        return ListenerConfig.of(id, channel).onLane("test");
    }

    private void listen(final String id, final String channel) {
        hermes.listen(config(id, channel), String.class, (text, context) -> seen.add(text));
    }

    private ListenerState state(final String id) {
        return hermes.listeners().state(id);
    }

    private void stepQuietly() {
        try (CapturedLog log = CapturedLog.ofHermes()) {
            hermes.step("test");
            assertThat(log.causes()).isNotEmpty();
        }
    }

    @Test
    void shouldTellTheStateOfEachListener() {
        listen("signals", "quotes");
        hermes.listen(config("later", "quotes").withAutoStartup(false), String.class, (text, context) -> {});

        assertThat(hermes.listeners().ids()).containsExactly("signals", "later");
        assertThat(state("signals")).isEqualTo(ListenerState.CREATED);
        hermes.start();
        assertThat(state("signals")).isEqualTo(ListenerState.RUNNING);
        assertThat(state("later")).isEqualTo(ListenerState.CREATED);
        hermes.listeners().pause("signals");
        assertThat(state("signals")).isEqualTo(ListenerState.PAUSED);
        hermes.listeners().stop("signals");
        assertThat(state("signals")).isEqualTo(ListenerState.STOPPED);
        assertThat(hermes.snapshot().listener("signals").state()).isEqualTo(ListenerState.STOPPED);
        assertThatThrownBy(() -> state("nobody"))
                .isExactlyInstanceOf(HermesException.class)
                .hasMessage("there is no listener 'nobody'; there are [signals, later]");
    }

    @Test
    void shouldKeepItsPlaceWhilePausedAndHoldPublishers() {
        listen("signals", "full");
        final Publisher<String> publisher = hermes.publisher("full", String.class);
        hermes.start();
        hermes.listeners().pause("signals");
        hermes.listeners().pause("signals");
        int accepted = 0;
        while (publisher.publish("message " + accepted) > 0) {
            accepted++;
        }

        assertThat(hermes.step("test")).isZero();
        assertThat(accepted).isPositive();
        hermes.listeners().resume("signals");
        hermes.listeners().resume("signals");
        assertThat(hermes.awaitIdle(LONG)).isTrue();
        assertThat(seen).hasSize(accepted).startsWith("message 0");
        assertThat(publisher.publish("more")).isPositive();
    }

    @Test
    void shouldHoldNobodyWhileStoppedAndBeginBehindWhatWasPublished() {
        listen("signals", "full");
        final Publisher<String> publisher = hermes.publisher("full", String.class);
        hermes.start();
        publisher.publish("before");
        hermes.step("test");
        hermes.listeners().stop("signals");
        hermes.listeners().stop("signals");
        for (int i = 0; i < 1000; i++) {
            assertThat(publisher.publish("not for it")).isPositive();
        }
        hermes.listeners().start("signals");
        hermes.listeners().start("signals");
        publisher.publish("after");

        assertThat(hermes.awaitIdle(LONG)).isTrue();
        assertThat(seen).containsExactly("before", "after");
        assertThat(hermes.snapshot().listener("signals").missed()).isZero();
    }

    @Test
    void shouldStayPausedOverAStop() {
        listen("signals", "quotes");
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        hermes.start();
        hermes.listeners().pause("signals");
        hermes.listeners().stop("signals");
        hermes.listeners().start("signals");
        publisher.publish("kept");

        assertThat(state("signals")).isEqualTo(ListenerState.PAUSED);
        assertThat(hermes.step("test")).isZero();
        hermes.listeners().resume("signals");
        assertThat(hermes.step("test")).isOne();
    }

    @Test
    void shouldStartByHandWhatIsNotStartedWithTheEngine() {
        hermes.listen(config("later", "full").withAutoStartup(false), String.class, (text, context) -> seen.add(text));
        final Publisher<String> publisher = hermes.publisher("full", String.class);
        hermes.start();
        for (int i = 0; i < 1000; i++) {
            assertThat(publisher.publish("not for it")).isPositive();
        }
        hermes.listeners().start("later");
        publisher.publish("for it");
        hermes.step("test");

        assertThat(seen).containsExactly("for it");
    }

    @Test
    void shouldRestartAHaltedListenerAndCountWhatItMissed() {
        final AtomicBoolean poisoned = new AtomicBoolean(true);
        hermes.listen(
                config("signals", "full").onFailure((id, context, cause, attempt) -> FailureAction.HALT),
                String.class,
                (text, context) -> {
                    if (poisoned.get()) {
                        throw new IllegalStateException("poisoned");
                    }
                    seen.add(text);
                });
        final Publisher<String> publisher = hermes.publisher("full", String.class);
        hermes.start();
        publisher.publish("poison");
        stepQuietly();
        for (int i = 0; i < 499; i++) {
            assertThat(publisher.publish("while halted")).isPositive();
        }

        assertThat(state("signals")).isEqualTo(ListenerState.HALTED);
        poisoned.set(false);
        hermes.listeners().start("signals");
        assertThat(state("signals")).isEqualTo(ListenerState.RUNNING);
        publisher.publish("after");
        hermes.step("test");
        assertThat(seen).containsExactly("after");
        assertThat(hermes.snapshot().listener("signals").missed()).isEqualTo(500);
        assertThat(hermes.snapshot().listener("signals").halted()).isFalse();
    }

    @Test
    void shouldRestartAHaltedListenerOfAChannelThatOverwrites() {
        final AtomicBoolean poisoned = new AtomicBoolean(true);
        hermes.listen(
                config("signals", "newest").onFailure((id, context, cause, attempt) -> FailureAction.HALT),
                String.class,
                (text, context) -> {
                    if (poisoned.getAndSet(false)) {
                        throw new IllegalStateException("poisoned");
                    }
                    seen.add(text + " missed " + context.missed());
                });
        final Publisher<String> publisher = hermes.publisher("newest", String.class);
        hermes.start();
        publisher.publish("poison");
        stepQuietly();
        publisher.publish("while halted");
        hermes.listeners().start("signals");
        publisher.publish("after");
        hermes.step("test");
        hermes.listeners().stop("signals");
        publisher.publish("while stopped");
        hermes.listeners().start("signals");
        publisher.publish("again");
        hermes.step("test");

        assertThat(seen).containsExactly("after missed 2", "again missed 0");
        assertThat(hermes.snapshot().listener("signals").missed()).isEqualTo(2);
    }

    @Test
    void shouldRemoveAListenerAndTakeItsIdAgain() {
        listen("signals", "full");
        final Publisher<String> publisher = hermes.publisher("full", String.class);
        hermes.start();
        hermes.listeners().unlisten("signals");
        for (int i = 0; i < 1000; i++) {
            assertThat(publisher.publish("not for it")).isPositive();
        }
        assertThat(hermes.listeners().ids()).isEmpty();
        assertThatThrownBy(() -> hermes.listeners().unlisten("signals"))
                .hasMessage("there is no listener 'signals'; there are []");

        listen("signals", "full");
        publisher.publish("for it");
        hermes.step("test");
        assertThat(seen).containsExactly("for it");
    }

    @Test
    void shouldEndTheLaneOfARemovedListener() {
        hermes.listen(
                ListenerConfig.of("signals", "quotes").onLane("own"), String.class, (text, context) -> seen.add(text));
        hermes.start();
        hermes.listeners().unlisten("signals");

        assertThat(hermes.snapshot().lanes()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                .doesNotContain("hermes-lane-own");
    }

    @Test
    void shouldStopBehindTheMessageAtHandOnAnotherThread() {
        final Gate gate = new Gate();
        hermes.listen(ListenerConfig.of("signals", "quotes").onLane("own"), String.class, (text, context) -> {
            seen.add(text);
            gate.pass();
        });
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        publisher.publish("first");
        publisher.publish("second");
        hermes.start();
        gate.awaitStopped();
        final Thread stopper = new Thread(() -> hermes.listeners().stop("signals"));
        stopper.start();
        Soon.await(() -> state("signals") == ListenerState.STOPPING);
        gate.open();
        Soon.await(() -> !stopper.isAlive());

        assertThat(state("signals")).isEqualTo(ListenerState.STOPPED);
        assertThat(seen).containsExactly("first");
    }

    @Test
    void shouldPauseBehindTheMessageAtHand() {
        hermes.listen(config("signals", "quotes"), String.class, (text, context) -> {
            seen.add(text);
            hermes.listeners().pause("signals");
        });
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        publisher.publish("first");
        publisher.publish("second");
        hermes.start();
        hermes.step("test");

        assertThat(seen).containsExactly("first");
        hermes.listeners().resume("signals");
        hermes.step("test");
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void shouldLetAListenerStopItself() {
        hermes.listen(ListenerConfig.of("once", "quotes").onLane("own"), String.class, (text, context) -> {
            seen.add(text);
            hermes.listeners().stop("once");
        });
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        publisher.publish("first");
        publisher.publish("second");
        hermes.start();
        Soon.await(() -> state("once") == ListenerState.STOPPED);

        assertThat(seen).containsExactly("first");
        assertThat(publisher.publish("third")).isPositive();
    }

    @Test
    void shouldDrainUpToWhatWasPublished() {
        listen("signals", "quotes");
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        hermes.start();
        publisher.publish("first");

        assertThat(hermes.listeners().drain("signals", LONG)).isTrue();
        assertThat(seen).containsExactly("first");
        hermes.listeners().pause("signals");
        publisher.publish("second");
        assertThat(hermes.listeners().drain("signals", Duration.ZERO)).isFalse();
    }

    @Test
    void shouldRefuseToDrainTheOwnLane() {
        final List<Throwable> thrown = Collections.synchronizedList(new ArrayList<>());
        hermes.listen(ListenerConfig.of("signals", "quotes").onLane("own"), String.class, (text, context) -> {
            try {
                hermes.listeners().drain("signals", LONG);
            } catch (final IllegalStateException e) {
                thrown.add(e);
            }
        });
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        hermes.start();
        publisher.publish("first");
        Soon.await(() -> !thrown.isEmpty());

        assertThat(thrown.get(0))
                .hasMessage(
                        "a listener of lane 'own' drains listener 'signals' of the same lane, which cannot go on until"
                                + " it returns; drain from another thread");
    }

    @Test
    void shouldCloseWithoutWaitingForPausedAndStoppedListeners() {
        listen("paused", "quotes");
        listen("stopped", "quotes");
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        hermes.start();
        hermes.listeners().pause("paused");
        hermes.listeners().stop("stopped");
        publisher.publish("left");
        try (CapturedLog log = CapturedLog.ofHermes()) {
            hermes.close();

            assertThat(log.texts(Level.WARN))
                    .containsExactly(
                            "listener 'paused' was stopped 64 bytes in front of the end of channel 'quotes': it"
                                    + " was paused");
        }
        assertThat(state("stopped")).isEqualTo(ListenerState.STOPPED);
        assertThat(PublishStatus.of(publisher.publish("closed"))).isEqualTo(PublishStatus.CLOSED);
    }

    @Test
    void shouldRefuseToSeekWithoutAJournal() {
        listen("signals", "quotes");

        assertThatThrownBy(() -> hermes.listeners().seek("signals", StartFrom.EARLIEST))
                .isExactlyInstanceOf(HermesException.class)
                .hasMessage("listener 'signals' cannot seek: channel 'quotes' has no journal; switch it on with"
                        + " journal.enabled: true");
    }
}
