package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Ack;
import io.hermesmq.AckMode;
import io.hermesmq.Batch;
import io.hermesmq.ConfigurationException;
import io.hermesmq.FailureAction;
import io.hermesmq.FailurePolicy;
import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.MessageFilter;
import io.hermesmq.PayloadChecks;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.RetryPolicy;
import io.hermesmq.Sharing;
import io.hermesmq.annotation.HermesHandler;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.HermesRequest;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.annotation.MessageKey;
import io.hermesmq.annotation.SendTo;
import io.hermesmq.codec.Codecs;
import io.hermesmq.dispatch.ListenerBindingException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Groups, filters, batches, retries and dead letters, of messages that have a type or a time of their own. */
@Timeout(60)
@SuppressWarnings("unused") // methods of listeners
final class ExtendedMessagesTest {

    private static final Duration TIME_TO_LIVE = Duration.ofMillis(5);

    record Placed(long id, @MaxLength(8) String symbol) {}

    record Cancelled(long id) {}

    record Keyed(@MessageKey long id) {}

    @HermesPublisher("orders")
    interface Orders {
        long publish(Placed placed);

        long publish(Cancelled cancelled);

        @HermesRequest(timeout = 500)
        CompletableFuture<Cancelled> ask(Placed placed);
    }

    private final AtomicLong nowNs = new AtomicLong(1_700_000_000_000_000_000L);
    private final List<String> seen = new ArrayList<>();
    private final Set<Long> poison = new HashSet<>();
    private final Hermes hermes = HermesEngine.create(
            Engines.config()
                    .withLane("pool", Engines.STEPPED)
                    .withLane("orders.replies", Engines.STEPPED)
                    .withLane(Timers.LANE, Engines.STEPPED)
                    .withDrainTimeout(Duration.ZERO)
                    .withChannel(
                            "short",
                            Profile.BALANCED.channel().withCapacity(1 << 16).withTimeToLive(TIME_TO_LIVE)),
            new Codecs(List.of()),
            PayloadChecks.NONE,
            nowNs::get);

    private class Desk {
        void on(final Placed placed, final MessageContext context) {
            note("placed " + placed.id() + " " + placed.symbol() + " " + context.attempt(), placed.id());
        }

        void on(final Cancelled cancelled) {
            note("cancelled " + cancelled.id(), cancelled.id());
        }

        void inBatches(final Batch<Placed> batch) {
            for (final Placed placed : batch) {
                note("batched " + placed.id() + " " + placed.symbol(), placed.id());
            }
        }

        void acking(final Placed placed, final Ack ack) {}

        @SendTo
        Cancelled answeringBatches(final Batch<Placed> batch) {
            return new Cancelled(0);
        }

        @SendTo
        Cancelled answeringTwice(final Placed placed, final Ack ack) {
            note("asked " + placed.id(), placed.id());
            if (seen.size() == 1) {
                ack.nack(Duration.ZERO);
            } else {
                ack.ack();
            }
            return new Cancelled(seen.size());
        }

        @SendTo
        Cancelled answering(final Placed placed) {
            note("asked " + placed.id(), placed.id());
            return new Cancelled(placed.id());
        }
    }

    private void note(final String what, final long id) {
        seen.add(what);
        if (poison.contains(id)) {
            throw new IllegalStateException("cannot " + id);
        }
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    private static List<Method> methods(final String name) {
        return Arrays.stream(Desk.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .sorted((a, b) -> Integer.compare(b.getParameterCount(), a.getParameterCount()))
                .toList();
    }

    private static ListenerConfig orders(final String id) {
        return ListenerConfig.of(id, "orders").onLane("test");
    }

    private void listen(final ListenerConfig listener, final String method) {
        hermes.listen(listener, new Desk(), methods(method).get(0));
    }

    private void listenWithClass(final ListenerConfig listener) {
        hermes.listen(listener, new Desk(), methods("on"));
    }

    private Orders start() {
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();
        return orders;
    }

    private HermesSnapshot.Listener listener(final String id) {
        return hermes.snapshot().listener(id);
    }

    private void pass(final Duration time) {
        nowNs.addAndGet(time.toNanos());
    }

    private static ListenerConfig retried(final ListenerConfig listener, final Duration delay) {
        return listener.onFailure(
                FailurePolicy.SKIP.retrying(RetryPolicy.fixed(2, delay)).deadLetteringTo("dead"));
    }

    // groups

    @Test
    void shouldFindTheKeyBehindAnExtension() {
        listen(orders("keyed").onLane("pool").sharing(Sharing.among(2).byKey("symbol")), "on");
        final Publisher<Placed> placed = hermes.publisher("orders", Placed.class);
        hermes.start();
        for (int i = 0; i < 10; i++) {
            placed.publish(new Placed(i, "S" + i));
            placed.publishFor(new Placed(i, "S" + i), Duration.ofDays(1 + i));
        }
        hermes.step("pool#0");
        final List<String> first = List.copyOf(seen);
        seen.clear();
        hermes.step("pool#1");

        assertThat(first.size() + seen.size()).isEqualTo(20);
        assertThat(first).isNotEmpty().doesNotContainAnyElementsOf(seen);
        assertThat(seen).isNotEmpty();
    }

    /** Whoever claims a message finds that it is too late; nobody else counts it. */
    @Test
    void shouldCountAnExpiredMessageInOneMemberOfAGroup() {
        hermes.listen(
                ListenerConfig.of("any", "short").onLane("pool").sharing(Sharing.among(2)),
                Placed.class,
                (placed, context) -> seen.add(placed.symbol()));
        final Publisher<Placed> placed = hermes.publisher("short", Placed.class);
        hermes.start();
        placed.publish(new Placed(1, "fresh"));
        placed.publishFor(new Placed(2, "own"), Duration.ofMillis(1));
        hermes.step("pool#0");
        placed.publish(new Placed(3, "old"));
        placed.publishFor(new Placed(4, "own old"), Duration.ofMillis(2));
        placed.publishFor(new Placed(5, "lasting"), Duration.ofSeconds(2));
        pass(TIME_TO_LIVE);
        hermes.step("pool#1");
        hermes.step("pool#0");

        assertThat(seen).containsExactly("fresh", "own", "lasting");
        assertThat(hermes.snapshot().group("any"))
                .extracting(HermesSnapshot.Listener::delivered)
                .containsExactly(2L, 1L);
        assertThat(hermes.snapshot().group("any"))
                .extracting(HermesSnapshot.Listener::expired)
                .containsExactly(0L, 2L);
    }

    @Test
    void shouldShareMessagesOfSeveralTypes() {
        listenWithClass(orders("desk").onLane("pool").sharing(Sharing.among(2)));
        final Orders orders = start();
        orders.publish(new Placed(1, "A"));
        orders.publish(new Cancelled(2));
        hermes.step("pool#0");
        orders.publish(new Cancelled(3));
        hermes.step("pool#1");
        hermes.step("pool#0");

        assertThat(seen).containsExactly("placed 1 A 1", "cancelled 2", "cancelled 3");
        assertThat(hermes.snapshot().group("desk"))
                .extracting(HermesSnapshot.Listener::delivered)
                .containsExactly(2L, 1L);
    }

    @Test
    void shouldRefuseKeysOfSeveralTypes() {
        listenWithClass(orders("desk").onLane("pool").sharing(Sharing.among(2).byKey("id")));
        assertThatThrownBy(hermes::start)
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "group 'desk' shares messages by key 'id', but channel 'orders' carries several types, Placed and"
                                + " Cancelled, and a key is a component of one; give each type a channel of its own, use one listener"
                                + " without a group, or leave key and @MessageKey out so that any free member takes the next message");
    }

    @Test
    void shouldNotIgnoreTheKeyOfOneOfSeveralTypes() {
        final class KeyedDesk {
            @HermesHandler
            void on(final Keyed keyed) {}

            @HermesHandler
            void on(final Cancelled cancelled) {}
        }
        hermes.listen(
                orders("desk").onLane("pool").sharing(Sharing.among(2)),
                new KeyedDesk(),
                List.of(KeyedDesk.class.getDeclaredMethods()));
        assertThatThrownBy(hermes::start)
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "group 'desk' shares messages by key 'id', but channel 'orders' carries several types");
    }

    @Test
    void shouldRefuseAGroupOfListenersOfDifferentTypes() {
        hermes.publisher(Orders.class);
        listen(orders("a").sharing(Sharing.inGroup("desk")), "on");
        assertThatThrownBy(() -> listenWithClass(orders("b").sharing(Sharing.inGroup("desk"))))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "group 'desk' has conflicting settings: type is 'Cancelled and Placed' of listener 'b', but 'Placed'"
                                + " of listener 'a'; give all its listeners the same, or name another group");
    }

    // filters and counters

    @Test
    void shouldAskTheFilterAboutMessagesOfItsTypeOnly() {
        hermes.listen(
                orders("filtered")
                        .filteredBy(MessageFilter.of(
                                (Placed placed) -> placed.symbol().equals("A"))),
                Placed.class,
                (placed, context) -> seen.add(placed.id() + placed.symbol()));
        final Orders orders = start();
        orders.publish(new Placed(1, "A"));
        orders.publish(new Cancelled(2));
        orders.publish(new Placed(3, "B"));
        orders.publish(new Placed(4, "A"));
        hermes.step("test");

        assertThat(seen).containsExactly("1A", "4A");
        assertThat(listener("filtered").delivered()).isEqualTo(2);
        assertThat(listener("filtered").filtered()).isEqualTo(1);
        assertThat(listener("filtered").unhandled()).isEqualTo(1);
        assertThat(listener("filtered").backlogBytes()).isZero();
    }

    // batches

    @Test
    void shouldCollectOneTypeToBatches() {
        listen(orders("batches").filteredBy(MessageFilter.of((Placed placed) -> placed.id() != 3)), "inBatches");
        final Orders orders = start();
        final Publisher<Placed> placed = hermes.publisher("orders", Placed.class);
        orders.publish(new Placed(1, "A"));
        orders.publish(new Cancelled(2));
        orders.publish(new Placed(3, "B"));
        placed.publishFor(new Placed(4, "late"), Duration.ofMillis(1));
        placed.publishFor(new Placed(5, "alive"), Duration.ofMillis(3));
        pass(Duration.ofMillis(2));
        hermes.step("test");

        assertThat(seen).containsExactly("batched 1 A", "batched 5 alive");
        assertThat(listener("batches").delivered()).isEqualTo(2);
        assertThat(listener("batches").unhandled()).isEqualTo(1);
        assertThat(listener("batches").filtered()).isEqualTo(1);
        assertThat(listener("batches").expired()).isEqualTo(1);
        assertThat(listener("batches").backlogBytes()).isZero();
    }

    @Test
    void shouldRedriveOneMessageOfABatch() {
        listen(retried(orders("batches"), Duration.ZERO), "inBatches");
        final Orders orders = start();
        poison.add(1L);
        orders.publish(new Placed(1, "A"));
        hermes.step("test");
        poison.clear();
        seen.clear();
        assertThat(hermes.deadLetters("dead").redriveAll()).isEqualTo(1);
        hermes.step("test");

        assertThat(seen).containsExactly("batched 1 A");
        assertThat(hermes.deadLetters("dead").browse()).isEmpty();
    }

    // retries and dead letters

    @Test
    void shouldRedriveToTheHandlerOfTheTypeWhateverTheTime() {
        listenWithClass(retried(orders("desk"), Duration.ZERO));
        final Orders orders = start();
        final Publisher<Placed> placed = hermes.publisher("orders", Placed.class);
        poison.addAll(List.of(1L, 2L));
        placed.publishFor(new Placed(1, "A"), Duration.ofMillis(1));
        orders.publish(new Cancelled(2));
        hermes.step("test");
        assertThat(seen).containsExactly("placed 1 A 1", "placed 1 A 2", "cancelled 2", "cancelled 2");

        poison.clear();
        seen.clear();
        pass(Duration.ofMillis(2));
        assertThat(hermes.deadLetters("dead").redriveAll()).isEqualTo(2);
        hermes.step("test");
        hermes.step("test");

        assertThat(seen).containsExactly("placed 1 A 3", "cancelled 2");
        assertThat(hermes.deadLetters("dead").browse()).isEmpty();
        assertThat(listener("desk").delivered()).isEqualTo(2);
        assertThat(listener("desk").expired()).isZero();
    }

    @Test
    void shouldNotDeliverAMessageThatExpiresWhileItIsRetried() {
        hermes.listen(
                ListenerConfig.of("late", "short")
                        .onLane("test")
                        .onFailure(FailurePolicy.SKIP.retrying(RetryPolicy.fixed(2, Duration.ofMillis(4)))),
                Placed.class,
                (placed, context) -> note("try " + placed.id(), placed.id()));
        final Publisher<Placed> placed = hermes.publisher("short", Placed.class);
        hermes.start();
        poison.add(1L);
        placed.publish(new Placed(1, "A"));
        hermes.step("test");
        pass(TIME_TO_LIVE);
        placed.publish(new Placed(2, "A"));
        hermes.step("test");

        assertThat(seen).containsExactly("try 1", "try 2");
        assertThat(listener("late").expired()).isEqualTo(1);
        assertThat(listener("late").delivered()).isEqualTo(1);
    }

    @Test
    void shouldRefuseRetriesThatOutliveTheMessages() {
        assertThatThrownBy(() -> hermes.listen(
                        retried(ListenerConfig.of("late", "short"), TIME_TO_LIVE),
                        Placed.class,
                        (placed, context) -> {}))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "listener 'late' retries for up to PT0.005S, but its messages live for PT0.005S only; use fewer attempts"
                                + " or shorter delays, or let the messages live longer");
    }

    @Test
    void shouldFailARequestWhenItIsGivenUpNotWhileItIsRetried() {
        listen(retried(orders("executor"), Duration.ofMillis(1)), "answering");
        final Orders orders = start();
        poison.add(1L);
        final CompletableFuture<Cancelled> asked = orders.ask(new Placed(1, "A"));
        hermes.step("test");
        hermes.step("orders.replies");
        assertThat(asked).isNotDone();

        pass(Duration.ofMillis(1));
        hermes.step("test");
        hermes.step("orders.replies");

        assertThat(asked).isCompletedExceptionally();
        assertThat(listener("executor").deadLettered()).isEqualTo(1);
        assertThat(seen).containsExactly("asked 1", "asked 1");
    }

    @Test
    void shouldFailARequestThatTheFailureHandlerLetsGo() {
        listen(orders("executor").onFailure((id, context, failure, attempt) -> FailureAction.CONTINUE), "answering");
        final Orders orders = start();
        poison.add(1L);
        final CompletableFuture<Cancelled> asked = orders.ask(new Placed(1, "A"));
        hermes.step("test");
        hermes.step("orders.replies");

        assertThat(asked).isCompletedExceptionally();
        assertThat(listener("executor").skipped()).isEqualTo(1);
    }

    @Test
    void shouldNotAnswerAMessageThatIsAskedForOnceMore() {
        listen(orders("executor").acknowledging(AckMode.MANUAL), "answeringTwice");
        final Orders orders = start();
        final CompletableFuture<Cancelled> asked = orders.ask(new Placed(1, "A"));
        hermes.step("test");
        hermes.step("orders.replies");
        assertThat(asked).isNotDone();
        hermes.step("test");
        hermes.step("orders.replies");

        assertThat(asked).isCompletedWithValue(new Cancelled(2));
    }

    // what is refused, and what is not the user's

    @Test
    void shouldRefuseWhatIsForOneTypeOnly() {
        assertThatThrownBy(() -> listenWithClass(orders("desk").filteredBy(MessageFilter.of(message -> true))))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "listener 'desk' has a filter, but its class handles messages of several types; ask in the handlers, or"
                                + " make a handler with a filter a listener of its own with @HermesListener");
        assertThatThrownBy(() -> listenWithClass(orders("desk").acknowledging(AckMode.MANUAL)))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "listener 'desk' acknowledges by hand, but has no way to do it; take an Ack parameter in a listener"
                                + " method, or use acknowledge: message");
        assertThatThrownBy(() -> hermes.listen(orders("desk"), new Desk(), methods("acking")))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageContaining(
                        "it takes an Ack, but a class with several handlers acknowledges each message that they"
                                + " return from; leave the Ack out, or make it a listener of its own with @HermesListener");
        assertThatThrownBy(() -> hermes.listen(orders("desk"), new Desk(), methods("inBatches")))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageContaining(
                        "it takes a batch, but a class with several handlers is called with one message at a time;"
                                + " take one message, or make it a listener of its own with @HermesListener");
        assertThatThrownBy(() -> listen(orders("desk"), "answeringBatches"))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageContaining(
                        "it takes a batch and has @SendTo, but a result cannot be the answer to several messages;"
                                + " take one message, or publish with a Publisher");
    }

    @Test
    void shouldKeepItsOwnListenersFromBeingStopped() {
        listen(orders("executor"), "answering");
        final Orders orders = start();
        final CompletableFuture<Cancelled> asked = orders.ask(new Placed(1, "A"));

        assertThat(hermes.listeners().ids()).containsExactly("executor");
        assertThatThrownBy(() -> hermes.listeners().stop("orders.replies (replies)"))
                .hasMessage(
                        "listener 'orders.replies (replies)' is Hermes' own, for replies or for messages that wait for their"
                                + " time: it runs as long as the engine and cannot be controlled");
        assertThatThrownBy(() -> hermes.listeners().unlisten("orders.replies (replies)"))
                .hasMessageContaining("is Hermes' own");
        hermes.step("test");
        hermes.step("orders.replies");
        assertThat(asked).isCompletedWithValue(new Cancelled(1));
    }
}
