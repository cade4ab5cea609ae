package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.hermesmq.FailureAction;
import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.PayloadChecks;
import io.hermesmq.PublishRefusedException;
import io.hermesmq.RequestFailedException;
import io.hermesmq.RequestTimeoutException;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.HermesRequest;
import io.hermesmq.annotation.SendTo;
import io.hermesmq.codec.Codecs;
import io.hermesmq.dispatch.ListenerBindingException;
import io.hermesmq.publish.PublisherBindingException;
import io.hermesmq.support.CapturedLog;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@SuppressWarnings("unused") // methods of listeners
final class RequestReplyTest {

    record Order(long id, int amount) {}

    record Filled(long id, int price) {}

    @HermesPublisher("orders")
    interface Orders {
        long publish(Order order);

        @HermesRequest(timeout = 500)
        CompletableFuture<Filled> ask(Order order);

        CompletableFuture<Filled> askFor(Order order, Duration timeout);
    }

    private final AtomicLong nowNs = new AtomicLong(1_700_000_000_000_000_000L);
    private final List<String> seen = new ArrayList<>();
    private final Hermes hermes = HermesEngine.create(
            Engines.config()
                    .withLane("orders.replies", Engines.STEPPED)
                    .withLane(Timers.LANE, Engines.STEPPED)
                    .withDrainTimeout(Duration.ZERO),
            new Codecs(List.of()),
            PayloadChecks.NONE,
            nowNs::get);

    private final class Executor {
        @SendTo("fills")
        @HermesListener(channel = "orders", id = "executor", lane = "test")
        Filled on(final Order order) {
            if (order.amount() < 0) {
                throw new IllegalStateException("no funds");
            }
            return order.amount() == 0 ? null : new Filled(order.id(), order.amount() * 2);
        }
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    private void step() {
        hermes.step("test");
        hermes.step("orders.replies");
    }

    private static Throwable failureOf(final CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        try {
            future.join();
            throw new AssertionError("it has a result");
        } catch (final CompletionException e) {
            return e.getCause();
        }
    }

    @Test
    void shouldCompleteTheFutureWithTheReply() {
        hermes.listen(new Executor());
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();

        final CompletableFuture<Filled> first = orders.ask(new Order(1, 10));
        final CompletableFuture<Filled> second = orders.askFor(new Order(2, 20), Duration.ofSeconds(1));
        assertThat(first).isNotDone();
        step();

        assertThat(first).isCompletedWithValue(new Filled(1, 20));
        assertThat(second).isCompletedWithValue(new Filled(2, 40));
        nowNs.addAndGet(Duration.ofSeconds(2).toNanos());
        assertThat(hermes.step(Timers.LANE)).isZero(); // their time limits are gone
    }

    @Test
    void shouldSendWhatAnswersNoRequestToTheNamedChannel() {
        hermes.listen(new Executor());
        hermes.listen(
                ListenerConfig.of("fills", "fills").onLane("test"),
                Filled.class,
                (filled, context) -> seen.add(filled.id() + " to " + context.correlationId()));
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();

        orders.publish(new Order(1, 10));
        orders.publish(new Order(2, 0)); // null: nothing to send
        final CompletableFuture<Filled> asked = orders.ask(new Order(3, 30));
        step();
        step();

        assertThat(seen).containsExactly("1 to 0");
        assertThat(asked).isCompletedWithValue(new Filled(3, 60));
    }

    @Test
    void shouldShowTheListenerTheNumberOfTheRequest() {
        final List<Long> numbers = new ArrayList<>();
        hermes.listen(
                ListenerConfig.of("spy", "orders").onLane("test"),
                Order.class,
                (order, context) -> numbers.add(context.correlationId()));
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();

        orders.ask(new Order(1, 1));
        orders.publish(new Order(2, 1));
        hermes.step("test");

        assertThat(numbers).containsExactly(nowNs.get() + 1, 0L);
    }

    @Test
    void shouldFailTheFutureWhenTheListenerFails() {
        hermes.listen(new Executor());
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();

        final CompletableFuture<Filled> failing = orders.ask(new Order(1, -1));
        final CompletableFuture<Filled> nothing = orders.ask(new Order(2, 0));
        step();

        assertThat(failureOf(failing))
                .isExactlyInstanceOf(RequestFailedException.class)
                .hasMessage(
                        "request " + (nowNs.get() + 1) + " to channel 'orders' failed: listener 'executor' failed on"
                                + " message 1 of channel 'orders': java.lang.IllegalStateException: no funds");
        assertThat(failureOf(nothing))
                .hasMessageContaining("Executor.on returned null, but a request is answered by a message");
        assertThat(hermes.snapshot().listener("executor").failed()).isEqualTo(2);
    }

    /** It is answered when it has failed for the last time only. */
    @Test
    void shouldNotAnswerBeforeTheLastAttempt() throws NoSuchMethodException {
        final Method method = Executor.class.getDeclaredMethod("on", Order.class);
        hermes.listen(
                ListenerConfig.of("executor", "orders")
                        .onLane("test")
                        .onFailure((listener, context, failure, attempt) ->
                                attempt < 3 ? FailureAction.RETRY : FailureAction.CONTINUE),
                new Executor(),
                method);
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();

        final CompletableFuture<Filled> failing = orders.ask(new Order(1, -1));
        step();

        assertThat(failing).isCompletedExceptionally();
        assertThat(hermes.snapshot().listener("executor").failed()).isEqualTo(3);
        assertThat(hermes.snapshot().channel("orders.replies").published()).isEqualTo(1);
    }

    @Test
    void shouldEndAWaitThatTakesTooLongAndCountTheLateReply() {
        hermes.listen(new Executor());
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();

        final CompletableFuture<Filled> late = orders.ask(new Order(1, 10));
        nowNs.addAndGet(Duration.ofMillis(499).toNanos());
        hermes.step(Timers.LANE);
        assertThat(late).isNotDone();
        nowNs.addAndGet(Duration.ofMillis(3).toNanos());
        hermes.step(Timers.LANE);

        final long number = 1_700_000_000_000_000_001L;
        assertThat(failureOf(late))
                .isExactlyInstanceOf(RequestTimeoutException.class)
                .hasMessage("request " + number
                        + " to channel 'orders' was not answered within PT0.5S; it may be handled all" + " the same");
        try (CapturedLog log = CapturedLog.ofHermes()) {
            orders.ask(new Order(2, 10)).completeExceptionally(new IllegalStateException("not wanted"));
            step();
            assertThat(log.texts(Level.WARN))
                    .containsExactly("message 1 of channel 'orders.replies' is a reply to request " + number
                            + ", for which nobody waits (any more)");
        }
        assertThat(hermes.snapshot().listener("orders.replies (replies)").unhandled())
                .isEqualTo(1);
    }

    @Test
    void shouldEndAllWaitsWhenItCloses() {
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();
        final CompletableFuture<Filled> waiting = orders.ask(new Order(1, 10));

        hermes.close();

        assertThat(failureOf(waiting))
                .isExactlyInstanceOf(RequestFailedException.class)
                .hasMessage("request " + (nowNs.get() + 1)
                        + " to channel 'orders' was not answered: Hermes was closed while it waited");
        assertThat(failureOf(orders.ask(new Order(2, 10)))).isExactlyInstanceOf(PublishRefusedException.class);
    }

    @Test
    void shouldFailTheFutureWhenTheMessageCannotBeEncoded() {
        final Orders orders = hermes.publisher(Orders.class);

        assertThat(failureOf(orders.ask(null))).hasMessage("channel 'orders': message is null; publish a Order");
    }

    // what is refused

    interface NoLimit {
        CompletableFuture<Filled> ask(Order order);
    }

    interface NoReply {
        @HermesRequest(timeout = 1)
        CompletableFuture<?> ask(Order order);
    }

    interface TextReply {
        @HermesRequest(timeout = 1)
        CompletableFuture<String> ask(Order order);
    }

    private void assertRefused(final Class<?> type, final String text) {
        assertThatThrownBy(() -> hermes.publisherOf("orders", type))
                .isExactlyInstanceOf(PublisherBindingException.class)
                .hasMessage("publisher method " + type.getName() + ".ask(Order): " + text);
    }

    @Test
    void shouldRefuseAFutureWithoutATimeLimit() {
        assertRefused(
                NoLimit.class,
                "its future has no time limit, so a reply that never comes would be waited for; add"
                        + " @HermesRequest(timeout = 500), in milliseconds, or a last parameter of type Duration");
    }

    @Test
    void shouldRefuseRepliesOfNoType() {
        assertRefused(
                NoReply.class,
                "it returns java.util.concurrent.CompletableFuture<?>; return CompletableFuture<Reply> or"
                        + " CompletionStage<Reply> with the class of the reply");
        assertRefused(TextReply.class, "its reply, String, has no type of its own in a frame; make the reply a record");
    }

    private static final class Nothing {
        @SendTo("fills")
        @HermesListener(channel = "orders")
        void on(final Order order) {}
    }

    private static final class Text {
        @SendTo("fills")
        @HermesListener(channel = "orders")
        String on(final Order order) {
            return "";
        }
    }

    @Test
    void shouldRefuseResultsThatCannotBeSent() {
        assertThatThrownBy(() -> hermes.listen(new Nothing()))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessage("listener method " + Nothing.class.getName()
                        + ".on(Order): it has @SendTo but returns nothing to send to 'fills'; return the message, or remove"
                        + " @SendTo");
        assertThatThrownBy(() -> hermes.listen(new Text()))
                .hasMessage("listener method " + Text.class.getName()
                        + ".on: what it returns, String, has no type of its own in a frame; return a record, or remove"
                        + " @SendTo");
    }

    private static final class ToRequestsOnly {
        @SendTo
        @HermesListener(channel = "orders", id = "executor", lane = "test")
        Filled on(final Order order, final MessageContext context) {
            return new Filled(order.id(), 1);
        }
    }

    @Test
    void shouldFailOnAReplyThatHasNowhereToGo() {
        hermes.listen(new ToRequestsOnly());
        final Orders orders = hermes.publisher(Orders.class);
        hermes.start();

        try (CapturedLog log = CapturedLog.ofHermes()) {
            orders.publish(new Order(1, 10));
            final CompletableFuture<Filled> asked = orders.ask(new Order(2, 10));
            step();
            assertThat(asked).isCompletedWithValue(new Filled(2, 1));
            assertThat(log.causes())
                    .singleElement()
                    .satisfies(cause -> assertThat(cause)
                            .hasMessage("message 1 of channel 'orders' names no channel for its reply, and @SendTo of"
                                    + " ToRequestsOnly.on names none; name one, or send requests only"));
        }
    }
}
