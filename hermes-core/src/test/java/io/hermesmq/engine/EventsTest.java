package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.hermesmq.ChannelConfig;
import io.hermesmq.FailureAction;
import io.hermesmq.HermesEvent;
import io.hermesmq.HermesEvents;
import io.hermesmq.ListenerConfig;
import io.hermesmq.ListenerEvent;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.WatchLimits;
import io.hermesmq.support.CapturedLog;
import io.hermesmq.support.Gate;
import io.hermesmq.support.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class EventsTest {

    private static final long SECOND = 1_000_000_000;

    private final List<HermesEvent> told = new CopyOnWriteArrayList<>();

    private final HermesEngine hermes = (HermesEngine) HermesEngine.create(Engines.config()
            .withChannel(
                    "small",
                    Profile.SMALL
                            .channel()
                            .withCapacity(ChannelConfig.MIN_CAPACITY)
                            .withBlockTimeout(Duration.ZERO))
            .withChannel(
                    "newest",
                    Profile.SMALL
                            .channel()
                            .withCapacity(ChannelConfig.MIN_CAPACITY)
                            .withOnFull(OnFull.OVERWRITE)));

    private static ListenerConfig config(final String channel) {
        return ListenerConfig.of("signals", channel).onLane("test");
    }

    @Test
    void shouldTellWhatBecomesOfAListener() {
        hermes.events().subscribe(told::add);
        hermes.listen(
                config("quotes").onFailure((id, context, cause, attempt) -> FailureAction.HALT),
                String.class,
                (text, context) -> {
                    throw new IllegalStateException(text);
                });
        hermes.start();
        hermes.listeners().pause("signals");
        hermes.listeners().pause("signals");
        hermes.listeners().resume("signals");
        hermes.listeners().resume("signals");
        hermes.listeners().stop("signals");
        hermes.listeners().stop("signals");
        hermes.listeners().start("signals");
        hermes.publisher("quotes", String.class).publish("poison");
        try (CapturedLog log = CapturedLog.ofHermes()) {
            hermes.step("test");
            assertThat(log.causes()).hasSize(1);
        }
        hermes.listeners().start("signals");
        hermes.close();

        assertThat(told)
                .containsExactly(
                        new ListenerEvent.Started("signals"),
                        new ListenerEvent.Paused("signals"),
                        new ListenerEvent.Resumed("signals"),
                        new ListenerEvent.Stopped("signals"),
                        new ListenerEvent.Started("signals"),
                        new ListenerEvent.Halted("signals", 1),
                        new ListenerEvent.Started("signals"),
                        new ListenerEvent.Stopped("signals"));
    }

    @Test
    void shouldTellNothingMoreAfterTheEndOfASubscription() {
        final HermesEvents.Subscription subscription = hermes.events().subscribe(told::add);
        subscription.close();
        subscription.close();
        hermes.listen(config("quotes"), String.class, (text, context) -> {});
        hermes.start();
        hermes.close();

        assertThat(told).isEmpty();
    }

    @Test
    void shouldLogWhatAnObserverThrowsAndTellTheOthers() {
        hermes.events().subscribe(event -> {
            throw new IllegalArgumentException("broken observer");
        });
        hermes.events().subscribe(told::add);
        hermes.listen(config("quotes"), String.class, (text, context) -> {});
        try (CapturedLog log = CapturedLog.ofHermes()) {
            hermes.start();
            hermes.close();

            assertThat(log.texts(Level.ERROR))
                    .contains(
                            "an observer failed on Started[listener=signals]",
                            "an observer failed on" + " Stopped[listener=signals]");
        }
        assertThat(told).hasSize(2);
    }

    /** A watch with a clock of its own; the engine's own monitor finds nothing to tell, as nobody subscribes. */
    private ListenerWatch watch(final List<HermesEvent> events) {
        return new ListenerWatch(new WatchLimits(Duration.ofSeconds(30), Duration.ofSeconds(10)), events::add);
    }

    @Test
    void shouldTellThatAListenerIsIdleOnceAndThatItIsNoLonger() {
        hermes.listen(config("quotes"), String.class, (text, context) -> {});
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        hermes.start();
        final List<HermesEvent> events = new ArrayList<>();
        final ListenerWatch watch = watch(events);
        watch.look(hermes.allListeners(), 0);
        watch.look(hermes.allListeners(), 29 * SECOND);
        assertThat(events).isEmpty();
        watch.look(hermes.allListeners(), 30 * SECOND);
        watch.look(hermes.allListeners(), 90 * SECOND);
        publisher.publish("work");
        hermes.step("test");
        watch.look(hermes.allListeners(), 91 * SECOND);
        watch.look(hermes.allListeners(), 92 * SECOND);

        assertThat(events)
                .containsExactly(
                        new ListenerEvent.Idle("signals", Duration.ofSeconds(30)),
                        new ListenerEvent.NoLongerIdle("signals"));
        hermes.close();
    }

    @Test
    void shouldTellWhereAListenerIsStuckAndThatItIsNoLonger() {
        final Gate gate = new Gate();
        hermes.listen(
                ListenerConfig.of("signals", "quotes").onLane("own"), String.class, (text, context) -> gate.pass());
        hermes.listen(ListenerConfig.of("behind", "quotes").onLane("own"), String.class, (text, context) -> {});
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        hermes.start();
        publisher.publish("work");
        gate.awaitStopped();
        final List<HermesEvent> events = new ArrayList<>();
        final ListenerWatch watch = watch(events);
        for (int second = 0; second <= 12; second++) {
            watch.look(hermes.allListeners(), second * SECOND);
        }

        assertThat(events).hasSize(1).first().isInstanceOfSatisfying(ListenerEvent.Stuck.class, stuck -> {
            assertThat(stuck.listener()).isEqualTo("signals");
            assertThat(stuck.lane()).isEqualTo("own");
            assertThat(stuck.since()).isEqualTo(Duration.ofSeconds(10));
            assertThat(stuck.stack()).anyMatch(frame -> frame.getMethodName().equals("pass"));
        });
        gate.open();
        assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        watch.look(hermes.allListeners(), 13 * SECOND);
        assertThat(events).last().isEqualTo(new ListenerEvent.NoLongerStuck("signals"));
        hermes.close();
    }

    @Test
    void shouldNotCallAListenerStuckThatReturnsFromItsCalls() {
        final Gate first = new Gate();
        final Gate second = new Gate();
        final AtomicBoolean isSecond = new AtomicBoolean();
        hermes.listen(ListenerConfig.of("signals", "quotes").onLane("own"), String.class, (text, context) -> {
            if (isSecond.getAndSet(true)) {
                second.pass();
            } else {
                first.pass();
            }
        });
        final Publisher<String> publisher = hermes.publisher("quotes", String.class);
        publisher.publish("slow");
        publisher.publish("slow");
        hermes.start();
        first.awaitStopped();
        final List<HermesEvent> events = new ArrayList<>();
        final ListenerWatch watch = watch(events);
        watch.look(hermes.allListeners(), 0);
        watch.look(hermes.allListeners(), SECOND);
        watch.look(hermes.allListeners(), 7 * SECOND);
        first.open();
        second.awaitStopped();
        watch.look(hermes.allListeners(), 11 * SECOND);
        watch.look(hermes.allListeners(), 12 * SECOND);

        assertThat(events).isEmpty();
        second.open();
        hermes.close();
    }

    @Test
    void shouldTellOfGapsAndOfPublishersThatWait() {
        hermes.events().subscribe(told::add);
        hermes.listen(ListenerConfig.of("signals", "newest").onLane("test"), String.class, (text, context) -> {});
        hermes.listen(ListenerConfig.of("slow", "small").onLane("test"), String.class, (text, context) -> {});
        final Publisher<String> overwriting = hermes.publisher("newest", String.class);
        final Publisher<String> blocking = hermes.publisher("small", String.class);
        hermes.start();
        overwriting.publish("message");
        hermes.step("test");
        for (int i = 0; i < 1000; i++) {
            overwriting.publish("message");
        }
        hermes.step("test"); // finds that it was overrun
        hermes.step("test");
        long result = 1;
        while (result > 0) {
            result = blocking.publish("message");
        }
        blocking.publish("message");

        assertThat(PublishStatus.of(result)).isEqualTo(PublishStatus.TIMED_OUT);
        Soon.await(() -> told.stream().anyMatch(HermesEvent.BackPressure.class::isInstance)
                && told.stream().anyMatch(ListenerEvent.Gap.class::isInstance));
        assertThat(told.stream()
                        .filter(ListenerEvent.Gap.class::isInstance)
                        .mapToLong(event -> ((ListenerEvent.Gap) event).missed())
                        .sum())
                .isEqualTo(hermes.snapshot().listener("signals").missed())
                .isPositive();
        assertThat(told.stream()
                        .filter(HermesEvent.BackPressure.class::isInstance)
                        .map(HermesEvent.BackPressure.class::cast))
                .allMatch(event -> event.channel().equals("small"));
        hermes.close();
    }
}
