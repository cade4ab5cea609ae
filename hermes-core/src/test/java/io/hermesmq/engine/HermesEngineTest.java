package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.hermesmq.ChannelConfig;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.Timestamps;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.support.CapturedLog;
import io.hermesmq.support.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class HermesEngineTest {

    private final CapturedLog log = CapturedLog.ofHermes();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final Hermes hermes = Engines.create();

    @HermesPublisher("quotes")
    interface Quotes {
        long publish(Quote quote);

        long publish(long instrument, double bid, double ask, int size, Quote.Side side);
    }

    @AfterEach
    void close() {
        hermes.close();
        log.close();
    }

    private void listenStepped(final String id) {
        hermes.listen(
                ListenerConfig.of(id, "quotes").onLane("test"),
                Quote.class,
                (quote, context) -> seen.add(id + " " + quote.instrument() + " #" + context.sequence()));
    }

    @Test
    void shouldDeliverWhatIsPublished() {
        listenStepped("signals");
        final Quotes quotes = hermes.publisher(Quotes.class);
        final Publisher<Quote> general = hermes.publisher("quotes", Quote.class);
        hermes.start();
        quotes.publish(Quote.of(1));
        quotes.publish(2, 1, 1, 1, null);
        general.publish(Quote.of(3));

        assertThat(hermes.step("test")).isEqualTo(3);
        assertThat(seen).containsExactly("signals 1 #1", "signals 2 #2", "signals 3 #3");
    }

    @Test
    void shouldKeepWhatIsPublishedBeforeTheStart() {
        final Quotes quotes = hermes.publisher(Quotes.class);
        quotes.publish(Quote.of(1));
        listenStepped("signals");
        quotes.publish(Quote.of(2));
        hermes.start();
        hermes.step("test");

        assertThat(seen).containsExactly("signals 1 #1", "signals 2 #2");
    }

    @Test
    void shouldHoldPublishersBeforeTheStartRatherThanLoseWhatTheyPublished() {
        final ChannelConfig failing = Profile.SMALL.channel().withCapacity(4096).withOnFull(OnFull.FAIL);
        try (Hermes small = HermesEngine.create(Engines.config().withChannel("quotes", failing))) {
            final Publisher<Quote> quotes = small.publisher("quotes", Quote.class);
            int accepted = 0;
            while (quotes.publish(Quote.of(accepted)) > 0) {
                accepted++;
            }
            small.listen(
                    ListenerConfig.of("signals", "quotes").onLane("test"),
                    Quote.class,
                    (quote, context) -> seen.add("" + quote.instrument()));
            small.start();
            assertThat(small.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(seen).hasSize(accepted).startsWith("0", "1");
        }
    }

    @Test
    void shouldNotHoldPublishersAfterTheStartWhereNobodyListens() {
        final ChannelConfig failing = Profile.SMALL.channel().withCapacity(4096).withOnFull(OnFull.FAIL);
        try (Hermes small = HermesEngine.create(Engines.config().withChannel("quotes", failing))) {
            final Publisher<Quote> quotes = small.publisher("quotes", Quote.class);
            small.start();
            for (int i = 0; i < 1_000; i++) {
                assertThat(quotes.publish(Quote.of(i))).isPositive();
            }
        }
    }

    @Test
    void shouldStartOnce() {
        listenStepped("signals");
        hermes.start();
        hermes.start();

        assertThat(hermes.snapshot().state()).isEqualTo(HermesSnapshot.State.RUNNING);
    }

    @Test
    void shouldCloseOnce() {
        final Quotes quotes = hermes.publisher(Quotes.class);
        hermes.start();
        hermes.close();
        hermes.close();

        assertThat(hermes.snapshot().state()).isEqualTo(HermesSnapshot.State.CLOSED);
        assertThat(quotes.publish(Quote.of(1))).isEqualTo(PublishStatus.CLOSED.code());
    }

    @Test
    void shouldCloseWithoutAStart() {
        final Quotes quotes = hermes.publisher(Quotes.class);
        hermes.close();

        assertThat(hermes.snapshot().state()).isEqualTo(HermesSnapshot.State.CLOSED);
        assertThat(quotes.publish(Quote.of(1))).isEqualTo(PublishStatus.CLOSED.code());
    }

    @Test
    void shouldRefuseEverythingNewOnceItIsClosed() {
        hermes.close();
        final String text = "this Hermes is closed; create another";

        assertThatThrownBy(hermes::start)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(text);
        assertThatThrownBy(() -> hermes.publisher(Quotes.class))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(text);
        assertThatThrownBy(() -> hermes.publisher("quotes", Quote.class))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(text);
        assertThatThrownBy(() -> listenStepped("late"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(text);
    }

    @Test
    void shouldStartAListenerThatIsRegisteredLater() {
        final Quotes quotes = hermes.publisher(Quotes.class);
        hermes.start();
        quotes.publish(Quote.of(1));
        hermes.listen(
                ListenerConfig.of("late", "quotes"),
                Quote.class,
                (quote, context) -> seen.add("late " + quote.instrument()));
        quotes.publish(Quote.of(2));

        Soon.await(() -> !seen.isEmpty());
        assertThat(seen).containsExactly("late 2");
    }

    @Test
    void shouldGiveAListenerALaneOfItsOwn() {
        try (Hermes balanced = HermesEngine.create(HermesConfig.of(Profile.BALANCED))) {
            balanced.listen(ListenerConfig.of("signals", "quotes"), Quote.class, (quote, context) -> {});
            balanced.listen(ListenerConfig.of("orders", "quotes"), Quote.class, (quote, context) -> {});

            assertThat(balanced.snapshot().lanes())
                    .extracting(HermesSnapshot.Lane::name, HermesSnapshot.Lane::listeners)
                    .containsExactly(tuple("signals", List.of("signals")), tuple("orders", List.of("orders")));
        }
    }

    @Test
    void shouldShareOneLaneWhereTheProfileSaysSo() {
        hermes.listen(ListenerConfig.of("signals", "quotes"), Quote.class, (quote, context) -> {});
        hermes.listen(ListenerConfig.of("orders", "quotes"), Quote.class, (quote, context) -> {});

        assertThat(hermes.snapshot().lanes()).singleElement().satisfies(lane -> {
            assertThat(lane.name()).isEqualTo("shared");
            assertThat(lane.listeners()).containsExactly("signals", "orders");
        });
    }

    @Test
    void shouldNameTheThreadsOfItsLanes() {
        final Quotes quotes = hermes.publisher(Quotes.class);
        hermes.listen(
                ListenerConfig.of("signals", "quotes").onLane("trading"),
                Quote.class,
                (quote, context) -> seen.add(Thread.currentThread().getName()));
        hermes.start();
        quotes.publish(Quote.of(1));
        hermes.close();

        assertThat(seen).containsExactly("hermes-lane-trading");
    }

    @Test
    void shouldRefuseToStepALaneThatThereIsNot() {
        assertThatThrownBy(() -> hermes.step("nowhere"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("lane 'nowhere' is not stepped by hand: there is no such lane");
    }

    @Test
    void shouldRefuseToStepALaneWithAThread() {
        hermes.listen(ListenerConfig.of("signals", "quotes").onLane("own"), Quote.class, (quote, context) -> {});

        assertThatThrownBy(() -> hermes.step("own"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("lane 'own' is not stepped by hand; configure it with stepped");
    }

    @Test
    void shouldDeliverNothingByAStepAfterTheClose() {
        listenStepped("signals");
        final Quotes quotes = hermes.publisher(Quotes.class);
        quotes.publish(Quote.of(1));
        hermes.close();
        assertThat(log.lines()).isNotEmpty();

        assertThat(hermes.step("test")).isZero();
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldRefuseToBeClosedByAListener() throws Exception {
        final CompletableFuture<Throwable> failure = new CompletableFuture<>();
        hermes.listen(ListenerConfig.of("signals", "quotes").onLane("own"), Quote.class, (quote, context) -> {
            try {
                hermes.close();
            } catch (final Throwable e) {
                failure.complete(e);
            }
        });
        final Quotes quotes = hermes.publisher(Quotes.class);
        hermes.start();
        quotes.publish(Quote.of(1));

        assertThat(failure.get(20, TimeUnit.SECONDS))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("a listener on thread 'hermes-lane-own' closes the engine, which waits for this very"
                        + " listener; close it from another thread");
        assertThat(hermes.snapshot().state()).isEqualTo(HermesSnapshot.State.RUNNING);
    }

    @Test
    void shouldWaitUntilEverythingIsHandled() {
        final List<Long> second = new CopyOnWriteArrayList<>();
        final Publisher<Quote> further = hermes.publisher("further", Quote.class);
        hermes.listen(
                ListenerConfig.of("first", "quotes").onLane("own"),
                Quote.class,
                (quote, context) -> further.publish(quote));
        hermes.listen(
                ListenerConfig.of("second", "further").onLane("backing-off"),
                Quote.class,
                (quote, context) -> second.add(quote.instrument()));
        final Quotes quotes = hermes.publisher(Quotes.class);
        hermes.start();
        for (int i = 0; i < 500; i++) {
            quotes.publish(Quote.of(i));
        }

        assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        assertThat(second).hasSize(500);
    }

    @Test
    void shouldSayWhereSomethingIsLeft() {
        hermes.listen(ListenerConfig.of("signals", "quotes").onLane("own"), Quote.class, (quote, context) -> {});
        final Quotes quotes = hermes.publisher(Quotes.class);
        quotes.publish(Quote.of(1));

        assertThat(hermes.awaitIdle(Duration.ofMillis(1))).isFalse();
    }

    @Test
    void shouldStampMessagesByTheClockItShows() {
        final ChannelConfig stamped = Profile.SMALL.channel().withTimestamps(Timestamps.EVERY);
        final List<Long> timestamps = new ArrayList<>();
        try (Hermes precise = HermesEngine.create(Engines.config().withChannel("quotes", stamped))) {
            final Publisher<Quote> quotes = precise.publisher("quotes", Quote.class);
            precise.listen(
                    ListenerConfig.of("signals", "quotes").onLane("test"),
                    Quote.class,
                    (quote, context) -> timestamps.add(context.timestamp()));
            final long before = precise.clock().nanoTime();
            quotes.publish(Quote.of(1));
            quotes.publish(Quote.of(2));
            final long after = precise.clock().nanoTime();
            precise.step("test");

            assertThat(timestamps).hasSize(2).isSorted().allMatch(time -> time >= before && time <= after);
        }
    }
}
