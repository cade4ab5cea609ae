package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Ack;
import io.hermesmq.AckMode;
import io.hermesmq.Batch;
import io.hermesmq.BatchFailedException;
import io.hermesmq.BatchLimits;
import io.hermesmq.ChannelConfig;
import io.hermesmq.FailureAction;
import io.hermesmq.Hermes;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.ListenerState;
import io.hermesmq.MessageContext;
import io.hermesmq.MessageFilter;
import io.hermesmq.OnFull;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.StartFrom;
import io.hermesmq.Timestamps;
import io.hermesmq.dispatch.ListenerBindingException;
import io.hermesmq.support.CapturedLog;
import io.hermesmq.support.Soon;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class BatchTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final List<List<Long>> calls = new ArrayList<>();
    private final Methods methods = new Methods();
    private Behaviour behaviour = batch -> {};

    record Order(long number) {}

    interface Behaviour {
        void handle(Batch<Order> batch);
    }

    final class Methods {
        @Nullable
        Batch<Order> kept;

        void on(final Batch<Order> batch) {
            note(batch);
        }

        void manual(final Batch<Order> batch, final MessageContext context, final Ack ack) {
            note(batch);
            if (batch.get(0).number() == 1 && calls.size() == 1) {
                ack.nack(Duration.ZERO);
            } else {
                ack.ack();
            }
        }

        boolean isEven(final long number) {
            return number % 2 == 0;
        }

        @SuppressWarnings("rawtypes") // what it is about
        void raw(final Batch batch) {}

        void mixed(final Batch<Order> batch, final long number) {}

        void foreign(final Batch<Thread> batch) {}

        private void note(final Batch<Order> batch) {
            kept = batch;
            final List<Long> numbers = new ArrayList<>();
            for (final Order order : batch) {
                numbers.add(order.number());
            }
            calls.add(numbers);
            behaviour.handle(batch);
        }
    }

    private Hermes open() {
        final ChannelConfig small = Profile.SMALL.channel().withCapacity(ChannelConfig.MIN_CAPACITY);
        return HermesEngine.create(Engines.config()
                .withDirectory(directory)
                .withChannel("memory", small)
                .withChannel("overwrite", small.withOnFull(OnFull.OVERWRITE))
                .withChannel(
                        "journaled",
                        small.withTimestamps(Timestamps.EVERY).withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0))));
    }

    private void listen(
            final Hermes hermes,
            final String channel,
            final String method,
            final UnaryOperator<ListenerConfig> change) {
        hermes.listen(
                change.apply(ListenerConfig.of("batches", channel).onLane("test")),
                methods,
                Arrays.stream(Methods.class.getDeclaredMethods())
                        .filter(candidate -> candidate.getName().equals(method))
                        .findFirst()
                        .orElseThrow());
    }

    private Hermes started(final String channel, final UnaryOperator<ListenerConfig> change) {
        final Hermes hermes = open();
        listen(hermes, channel, "on", change);
        hermes.start();
        return hermes;
    }

    private static UnaryOperator<ListenerConfig> limits(final int count, final Duration wait) {
        return config -> config.inBatches(new BatchLimits(count, wait));
    }

    private static void publish(final Hermes hermes, final String channel, final int from, final int to) {
        final Publisher<Order> orders = hermes.publisher(channel, Order.class);
        for (int i = from; i <= to; i++) {
            assertThat(orders.publish(new Order(i))).isPositive();
        }
    }

    private static List<Long> numbers(final long from, final long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "overwrite", "journaled"})
    void shouldDeliverWhatIsThereUpToTheLimit(final String channel) {
        try (Hermes hermes = started(channel, limits(4, Duration.ZERO))) {
            publish(hermes, channel, 1, 10);
            while (hermes.step("test") > 0) {
                assertThat(calls).isNotEmpty();
            }
            assertThat(calls).containsExactly(numbers(1, 4), numbers(5, 8), numbers(9, 10));
            assertThat(hermes.snapshot().listener("batches").delivered()).isEqualTo(10);
            assertThat(hermes.snapshot().listener("batches").backlogBytes()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "overwrite", "journaled"})
    void shouldWaitForABatchToFillWithoutHoldingItsLane(final String channel) {
        final List<String> others = new ArrayList<>();
        try (Hermes hermes = started(channel, limits(3, Duration.ofDays(1)))) {
            hermes.listen(
                    ListenerConfig.of("other", "quotes").onLane("test"),
                    String.class,
                    (text, context) -> others.add(text));
            publish(hermes, channel, 1, 2);
            hermes.publisher("quotes", String.class).publish("meanwhile");
            hermes.step("test");
            hermes.step("test");
            assertThat(calls).isEmpty();
            assertThat(others).containsExactly("meanwhile");
            assertThat(hermes.listeners().state("batches")).isEqualTo(ListenerState.WAITING);
            publish(hermes, channel, 3, 4);
            hermes.step("test");
            assertThat(calls).containsExactly(numbers(1, 3));
        }
        assertThat(calls).as("the end waits for no batch").containsExactly(numbers(1, 3), numbers(4, 4));
    }

    @Test
    void shouldDeliverABatchThatIsNotFullWhenItsTimeIsOver() {
        try (Hermes hermes = started("memory", limits(100, Duration.ofMillis(20)))) {
            publish(hermes, "memory", 1, 2);
            hermes.step("test");
            Soon.await(() -> hermes.step("test") > 0);
            assertThat(calls).containsExactly(numbers(1, 2));
        }
    }

    @Test
    void shouldFillABatchOnAParkedLane() {
        try (Hermes hermes = open()) {
            listen(hermes, "memory", "on", config -> config.onLane("own").inBatches(new BatchLimits(3, LONG)));
            hermes.start();
            publish(hermes, "memory", 1, 2);
            Soon.await(() -> hermes.listeners().state("batches") == ListenerState.WAITING);
            publish(hermes, "memory", 3, 3);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(10))).isTrue();
            assertThat(calls).containsExactly(numbers(1, 3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "journaled"})
    void shouldDeliverMoreThanTheRingHoldsInOrder(final String channel) {
        final Hermes hermes = open();
        listen(hermes, channel, "on", config -> config.onLane("own").inBatches(new BatchLimits(7, Duration.ZERO)));
        hermes.start();
        publish(hermes, channel, 1, 2000);
        assertThat(hermes.awaitIdle(LONG)).isTrue();
        hermes.close();
        assertThat(calls.stream().flatMap(List::stream)).containsExactlyElementsOf(numbers(1, 2000));
        assertThat(calls).allMatch(call -> call.size() <= 7);
    }

    @Test
    void shouldReadBatchesFromTheJournalAndResumeBehindThem() {
        try (Hermes hermes = open()) {
            hermes.start();
            publish(hermes, "journaled", 1, 1000);
        }
        try (Hermes hermes = started(
                "journaled",
                config -> config.startingFrom(StartFrom.EARLIEST).inBatches(new BatchLimits(64, Duration.ZERO)))) {
            assertThat(hermes.awaitIdle(LONG)).isTrue();
            publish(hermes, "journaled", 1001, 1100);
            assertThat(hermes.awaitIdle(LONG)).isTrue();
            assertThat(calls.stream().flatMap(List::stream)).containsExactlyElementsOf(numbers(1, 1100));
            calls.clear();
            hermes.listeners().seek("batches", StartFrom.sequence(1095));
            assertThat(hermes.awaitIdle(LONG)).isTrue();
            assertThat(calls.stream().flatMap(List::stream)).containsExactlyElementsOf(numbers(1095, 1100));
        }
        calls.clear();
        try (Hermes hermes = started("journaled", config -> config)) {
            assertThat(hermes.awaitIdle(LONG)).isTrue();
        }
        assertThat(calls).isEmpty();
    }

    @Test
    void shouldCountWhatWasOverwrittenBeforeABatch() {
        final List<Long> missed = new ArrayList<>();
        behaviour = batch -> missed.add(batch.missed(0));
        try (Hermes hermes = started("overwrite", limits(100, Duration.ZERO))) {
            publish(hermes, "overwrite", 1, 1);
            assertThat(hermes.awaitIdle(LONG)).isTrue();
            publish(hermes, "overwrite", 2, 1001);
            assertThat(hermes.awaitIdle(LONG)).isTrue();
            assertThat(missed).containsExactly(0L, 999L);
            assertThat(hermes.snapshot().listener("batches").missed()).isEqualTo(999);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "overwrite", "journaled"})
    void shouldDeliverABatchAgainThatFailedAsAWhole(final String channel) {
        behaviour = batch -> {
            if (calls.size() < 3) {
                throw new IllegalStateException("not now");
            }
        };
        try (CapturedLog log = CapturedLog.ofHermes();
                Hermes hermes = started(
                        channel,
                        config -> config.onFailure((id, context, cause, attempt) ->
                                attempt < 3 ? FailureAction.RETRY : FailureAction.HALT))) {
            publish(hermes, channel, 1, 3);
            hermes.step("test");
            assertThat(calls).containsExactly(numbers(1, 3), numbers(1, 3), numbers(1, 3));
            assertThat(hermes.snapshot().listener("batches").delivered()).isEqualTo(3);
            assertThat(log.causes()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "overwrite", "journaled"})
    void shouldApplyThePolicyToTheMessageThatFailed(final String channel) {
        final List<Long> judged = new ArrayList<>();
        behaviour = batch -> {
            for (int i = 0; i < batch.size(); i++) {
                if (batch.get(i).number() == 3) {
                    throw new BatchFailedException(i, new IllegalStateException("poison"));
                }
            }
        };
        try (CapturedLog log = CapturedLog.ofHermes();
                Hermes hermes = started(
                        channel,
                        config -> config.onFailure((id, context, cause, attempt) -> {
                            assertThat(cause).hasMessage("poison");
                            judged.add(context.sequence());
                            return attempt < 2 ? FailureAction.RETRY : FailureAction.CONTINUE;
                        }))) {
            publish(hermes, channel, 1, 5);
            hermes.step("test");
            assertThat(calls).containsExactly(numbers(1, 5), numbers(3, 5), numbers(4, 5));
            assertThat(judged).containsExactly(3L, 3L);
            assertThat(log.causes()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "journaled"})
    void shouldHaltInFrontOfWhatItHasNotHandled(final String channel) {
        behaviour = batch -> {
            if (calls.size() == 1) {
                throw new BatchFailedException(2, new IllegalStateException("poison"));
            }
        };
        try (CapturedLog log = CapturedLog.ofHermes();
                Hermes hermes = started(
                        channel, config -> config.onFailure((id, context, cause, attempt) -> FailureAction.HALT))) {
            publish(hermes, channel, 1, 5);
            hermes.step("test");
            assertThat(hermes.listeners().state("batches")).isEqualTo(ListenerState.HALTED);
            assertThat(hermes.snapshot().listener("batches").delivered()).isEqualTo(2);
            hermes.listeners().start("batches");
            publish(hermes, channel, 6, 6);
            assertThat(hermes.awaitIdle(LONG)).isTrue();
            assertThat(calls.get(1)).isEqualTo(channel.equals("journaled") ? numbers(3, 6) : numbers(6, 6));
            assertThat(hermes.snapshot().listener("batches").missed()).isEqualTo(channel.equals("journaled") ? 0 : 3);
            assertThat(log.causes()).hasSize(1);
        }
    }

    @Test
    void shouldAcknowledgeABatchByHandOrAskForItOnceMore() {
        try (Hermes hermes = open()) {
            listen(hermes, "journaled", "manual", config -> config.acknowledging(AckMode.MANUAL));
            hermes.start();
            publish(hermes, "journaled", 1, 3);
            assertThat(hermes.awaitIdle(LONG)).isTrue();
            assertThat(calls).containsExactly(numbers(1, 3), numbers(1, 3));
            assertThat(hermes.snapshot().listener("batches").failed()).isZero();
        }
        calls.clear();
        try (Hermes hermes = open()) {
            listen(hermes, "journaled", "manual", config -> config.acknowledging(AckMode.MANUAL));
            hermes.start();
            assertThat(hermes.awaitIdle(LONG)).isTrue();
        }
        assertThat(calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "overwrite", "journaled"})
    void shouldFilterBeforeItCollects(final String channel) {
        try (Hermes hermes = started(channel, config -> config.filteredBy(MessageFilter.method("isEven")))) {
            publish(hermes, channel, 1, 5);
            hermes.step("test");
            assertThat(calls).containsExactly(List.of(2L, 4L));
            assertThat(hermes.snapshot().listener("batches").filtered()).isEqualTo(3);
            assertThat(hermes.snapshot().listener("batches").backlogBytes()).isZero();
        }
    }

    @Test
    void shouldTellSequencesTimesAndPayloads() {
        behaviour = batch -> {
            assertThat(batch.size()).isEqualTo(2);
            assertThat(batch.sequence(1)).isEqualTo(2);
            assertThat(batch.timestamp(0)).isPositive();
            assertThat(batch.length(1)).isEqualTo(Long.BYTES);
            assertThat(batch.buffer().getLong(batch.offset(1))).isEqualTo(2);
            assertThatThrownBy(() -> batch.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
        };
        try (Hermes hermes = started("journaled", config -> config)) {
            publish(hermes, "journaled", 1, 2);
            hermes.step("test");
            assertThat(hermes.snapshot().listener("batches").failed()).isZero();
            assertThat(calls).hasSize(1);
        }
    }

    @Test
    void shouldRefuseToBeUsedAfterTheCall() {
        try (Hermes hermes = started("memory", config -> config)) {
            publish(hermes, "memory", 1, 2);
            hermes.step("test");
            final Batch<Order> kept = methods.kept;
            assertThat(kept).isNotNull();
            assertThatThrownBy(() -> kept.get(0))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessage("the batch was used after the call that it was for had returned; copy what is needed"
                            + " longer");
            assertThatThrownBy(kept::size).isExactlyInstanceOf(IllegalStateException.class);
            assertThatThrownBy(kept::buffer).isExactlyInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldRefuseBatchesThatSayTooLittleOrTooMuch() {
        try (Hermes hermes = open()) {
            assertThatThrownBy(() -> listen(hermes, "memory", "raw", config -> config))
                    .isExactlyInstanceOf(ListenerBindingException.class)
                    .hasMessageContaining("it does not say which messages the batch is of; write Batch<YourRecord>");
            assertThatThrownBy(() -> listen(hermes, "memory", "mixed", config -> config))
                    .isExactlyInstanceOf(ListenerBindingException.class)
                    .hasMessageEndingWith(
                            "it takes a batch and other parameters of a message; take the Batch alone, beside a"
                                    + " MessageContext and an Ack");
            assertThatThrownBy(() -> listen(hermes, "memory", "foreign", config -> config))
                    .isExactlyInstanceOf(ListenerBindingException.class)
                    .hasMessageContaining("no codec decodes it");
        }
    }
}
