package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Ack;
import io.hermesmq.AckMode;
import io.hermesmq.ChannelConfig;
import io.hermesmq.ConfigurationException;
import io.hermesmq.FailurePolicy;
import io.hermesmq.Hermes;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.ListenerState;
import io.hermesmq.MessageContext;
import io.hermesmq.MessageFilter;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.dispatch.ListenerBindingException;
import io.hermesmq.support.CapturedLog;
import io.hermesmq.support.Soon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class AcknowledgeTest {

    @TempDir
    private Path directory;

    private final List<Long> seen = new ArrayList<>();
    private final Methods methods = new Methods();
    private BiConsumer<Long, Ack> behaviour = (number, ack) -> ack.ack();

    record Order(long number) {}

    final class Methods {
        @Nullable
        Ack kept;

        void manual(final Ack ack, final long number, final MessageContext context) {
            seen.add(number);
            kept = ack;
            behaviour.accept(number, ack);
        }

        void without(final Order order) {
            seen.add(order.number());
        }

        void twice(final Order order, final Ack first, final Ack second) {}
    }

    private Hermes open() {
        return HermesEngine.create(Engines.config()
                .withDirectory(directory)
                .withChannel(
                        "journaled",
                        Profile.SMALL
                                .channel()
                                .withCapacity(ChannelConfig.MIN_CAPACITY)
                                .withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0))));
    }

    private Hermes started(final String channel, final String method, final AckMode mode) {
        final Hermes hermes = open();
        listen(hermes, channel, method, mode);
        hermes.start();
        return hermes;
    }

    private void listen(final Hermes hermes, final String channel, final String method, final AckMode mode) {
        hermes.listen(
                ListenerConfig.of("audit", channel)
                        .onLane("test")
                        .ofMessage(Order.class)
                        .acknowledging(mode),
                methods,
                Arrays.stream(Methods.class.getDeclaredMethods())
                        .filter(candidate -> candidate.getName().equals(method))
                        .findFirst()
                        .orElseThrow());
    }

    private static void publish(final Hermes hermes, final int from, final int to) {
        final Publisher<Order> orders = hermes.publisher("journaled", Order.class);
        for (int i = from; i <= to; i++) {
            assertThat(orders.publish(new Order(i))).isPositive();
        }
    }

    @Test
    void shouldBeginBehindTheLastMessageThatWasAcknowledged() {
        behaviour = (number, ack) -> {
            if (number == 3) {
                ack.ack();
            }
        };
        try (Hermes hermes = started("journaled", "manual", AckMode.MANUAL)) {
            publish(hermes, 1, 5);
            hermes.step("test");
            assertThat(seen).containsExactly(1L, 2L, 3L, 4L, 5L);
        }
        seen.clear();
        try (Hermes hermes = started("journaled", "manual", AckMode.MANUAL)) {
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(seen).containsExactly(4L, 5L);
            seen.clear();
            hermes.listeners().stop("audit");
            hermes.listeners().start("audit");
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(seen).containsExactly(4L, 5L);
        }
    }

    private void listenWithDeadLetters(final Hermes hermes) {
        hermes.listen(
                ListenerConfig.of("audit", "journaled")
                        .onLane("test")
                        .ofMessage(Order.class)
                        .acknowledging(AckMode.MANUAL)
                        .filteredBy(MessageFilter.of((Order order) -> order.number() != 3))
                        .onFailure(FailurePolicy.SKIP.deadLetteringTo("dead")),
                methods,
                Arrays.stream(Methods.class.getDeclaredMethods())
                        .filter(candidate -> candidate.getName().equals("manual"))
                        .findFirst()
                        .orElseThrow());
    }

    /** It was acknowledged, but not those of the channel that the listener keeps open. */
    @Test
    void shouldNotTakeTheAcknowledgementOfADeadLetterForThatOfOthers() {
        behaviour = (number, ack) -> {
            if (number == 1 && seen.size() == 1) {
                throw new IllegalStateException("not at the first time");
            }
            if (number == 1) {
                ack.ack();
            }
        };
        try (CapturedLog log = CapturedLog.ofHermes();
                Hermes hermes = open()) {
            listenWithDeadLetters(hermes);
            hermes.start();
            publish(hermes, 1, 2);
            hermes.step("test");
            hermes.deadLetters("dead").redriveAll();
            hermes.step("test");
            assertThat(seen).containsExactly(1L, 2L, 1L);
            publish(hermes, 3, 3);
            hermes.step("test");
            assertThat(log.lines()).isNotEmpty();
        }
        seen.clear();
        try (Hermes hermes = open()) {
            listenWithDeadLetters(hermes);
            hermes.start();
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(seen).containsExactly(2L);
        }
    }

    @Test
    void shouldCommitWhatTheFailurePolicyLetGo() {
        behaviour = (number, ack) -> {
            throw new IllegalStateException("cannot handle " + number);
        };
        try (CapturedLog log = CapturedLog.ofHermes();
                Hermes hermes = started("journaled", "manual", AckMode.MANUAL)) {
            publish(hermes, 1, 5);
            hermes.step("test");
            assertThat(log.causes()).isNotEmpty();
        }
        seen.clear();
        try (Hermes hermes = started("journaled", "manual", AckMode.MANUAL)) {
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldCommitOnceForAllThatWasAtHand() {
        try (Hermes hermes = started("journaled", "without", AckMode.BATCH)) {
            publish(hermes, 1, 50);
            hermes.step("test");
        }
        assertThat(seen).hasSize(50);
        seen.clear();
        try (Hermes hermes = started("journaled", "without", AckMode.BATCH)) {
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void shouldDeliverOnceMoreWhatWasNotAcknowledgedWithADelay() {
        final List<Long> nacked = new ArrayList<>();
        behaviour = (number, ack) -> {
            if (number == 2 && nacked.size() < 3) {
                nacked.add(number);
                ack.nack(Duration.ZERO);
            } else {
                ack.ack();
            }
        };
        try (Hermes hermes = started("journaled", "manual", AckMode.MANUAL)) {
            publish(hermes, 1, 3);
            hermes.step("test");
            assertThat(seen).containsExactly(1L, 2L);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(seen).containsExactly(1L, 2L, 2L, 2L, 2L, 3L);
            assertThat(hermes.snapshot().listener("audit").failed()).isZero();
        }
    }

    @Test
    void shouldNotHoldUpItsLaneWhileItWaits() {
        behaviour = (number, ack) -> ack.nack(Duration.ofMillis(50));
        final List<Long> others = new ArrayList<>();
        try (Hermes hermes = open()) {
            listen(hermes, "quotes", "manual", AckMode.MANUAL);
            hermes.listen(
                    ListenerConfig.of("other", "quotes").onLane("test"),
                    Order.class,
                    (order, context) -> others.add(order.number()));
            final Publisher<Order> orders = hermes.publisher("quotes", Order.class);
            hermes.start();
            orders.publish(new Order(1));
            orders.publish(new Order(2));
            hermes.step("test");

            assertThat(seen).containsExactly(1L);
            assertThat(others).containsExactly(1L, 2L);
            assertThat(hermes.listeners().state("audit")).isEqualTo(ListenerState.WAITING);
            behaviour = (number, ack) -> {};
            Soon.await(() -> hermes.step("test") > 0);
            assertThat(seen).containsExactly(1L, 1L, 2L);
            assertThat(hermes.snapshot().listener("audit").backlogBytes()).isZero();
        }
    }

    @Test
    void shouldRefuseToAcknowledgeOutsideOfTheCall() {
        try (Hermes hermes = started("journaled", "manual", AckMode.MANUAL)) {
            publish(hermes, 1, 1);
            hermes.step("test");
            final Ack kept = methods.kept;
            assertThat(kept).isNotNull();
            assertThatThrownBy(kept::ack)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("ack of listener method Methods.manual came from thread '"
                            + Thread.currentThread().getName()
                            + "' outside of a call of the listener; acknowledge before it returns, on its own thread");
            behaviour = (number, ack) -> {
                assertThatThrownBy(() -> CompletableFuture.runAsync(
                                        ack::ack, task -> new Thread(task, "helper").start())
                                .join())
                        .hasRootCauseMessage(
                                "ack of listener method Methods.manual came from thread 'helper' outside of a"
                                        + " call of the listener; acknowledge before it returns, on its own thread");
                ack.ack();
            };
            publish(hermes, 2, 2);
            hermes.step("test");
            assertThat(hermes.snapshot().listener("audit").failed()).isZero();
        }
    }

    @Test
    void shouldRefuseToAcknowledgeTwice() {
        behaviour = (number, ack) -> {
            ack.ack();
            assertThatThrownBy(ack::ack)
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("ack of listener method Methods.manual came after ack for the same message; acknowledge"
                            + " once");
            assertThatThrownBy(() -> ack.nack(Duration.ZERO))
                    .hasMessage("nack of listener method Methods.manual came after ack for the same message;"
                            + " acknowledge once");
            assertThatThrownBy(() -> ack.nack(Duration.ofSeconds(-1)))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("nack of listener method Methods.manual has a negative delay PT-1S; use 0 or more");
        };
        try (Hermes hermes = started("journaled", "manual", AckMode.MANUAL)) {
            publish(hermes, 1, 1);
            hermes.step("test");
            assertThat(hermes.snapshot().listener("audit").failed()).isZero();
            assertThat(seen).containsExactly(1L);
        }
    }

    @Test
    void shouldRefuseModesThatDoNotFitTheMethod() {
        try (Hermes hermes = open()) {
            assertThatThrownBy(() -> listen(hermes, "quotes", "without", AckMode.MANUAL))
                    .isExactlyInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "listener 'audit' acknowledges by hand, but has no way to do it; take an Ack parameter in a"
                                    + " listener method, or use acknowledge: message");
            assertThatThrownBy(() -> listen(hermes, "quotes", "manual", AckMode.BATCH))
                    .isExactlyInstanceOf(ConfigurationException.class)
                    .hasMessage(
                            "listener 'audit' takes an Ack, but its acknowledge is batch; use acknowledge: manual, or"
                                    + " leave the Ack out");
            assertThatThrownBy(() -> listen(hermes, "quotes", "twice", AckMode.MANUAL))
                    .isExactlyInstanceOf(ListenerBindingException.class)
                    .hasMessageEndingWith("it takes the acknowledgement twice; take one Ack");
        }
    }
}
