package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Acknowledge;
import io.hermesmq.ChannelConfig;
import io.hermesmq.Confirmations;
import io.hermesmq.FailureAction;
import io.hermesmq.FailurePolicy;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.ListenerState;
import io.hermesmq.MessageContext;
import io.hermesmq.PayloadChecks;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.RetryPolicy;
import io.hermesmq.StartFrom;
import io.hermesmq.Timestamps;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.channel.journal.JournalException;
import io.hermesmq.codec.Codecs;
import io.hermesmq.support.Soon;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class JournaledChannelsTest {

    record Order(long number, @MaxLength(40) String note) {}

    @TempDir
    private Path directory;

    private final List<Long> handled = Collections.synchronizedList(new ArrayList<>());

    private Hermes open(final Acknowledge acknowledge) {
        return open(JournalConfig.DEFAULT.withAcknowledge(acknowledge).withMinFreeSpace(0));
    }

    private Hermes open(final JournalConfig journal) {
        return HermesEngine.create(HermesConfig.of(Profile.BALANCED)
                .withDirectory(directory)
                .withChannel(
                        "orders",
                        Profile.BALANCED
                                .channel()
                                .withCapacity(ChannelConfig.MIN_CAPACITY)
                                .withJournal(journal)));
    }

    private void listen(final Hermes hermes, final String id, final StartFrom from) {
        hermes.listen(
                ListenerConfig.of(id, "orders").startingFrom(from),
                Order.class,
                (order, context) -> handled.add(order.number()));
    }

    private static void publish(final Hermes hermes, final int from, final int to) {
        final Publisher<Order> orders = hermes.publisher("orders", Order.class);
        for (int i = from; i <= to; i++) {
            assertThat(orders.publish(new Order(i, "note " + i))).isPositive();
        }
    }

    private static Long[] numbers(final int from, final int to) {
        return LongStream.rangeClosed(from, to).boxed().toArray(Long[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void shouldResumeBehindWhatWasHandled(final Acknowledge acknowledge) {
        try (Hermes hermes = open(acknowledge)) {
            listen(hermes, "audit", StartFrom.LATEST);
            hermes.start();
            publish(hermes, 1, 500);
        }
        assertThat(handled).containsExactly(numbers(1, 500));
        handled.clear();

        try (Hermes hermes = open(acknowledge)) {
            hermes.start();
            publish(hermes, 501, 1000); // nobody listens
        }
        try (Hermes hermes = open(acknowledge)) {
            listen(hermes, "audit", StartFrom.LATEST);
            hermes.start();
            publish(hermes, 1001, 1500);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(handled).containsExactly(numbers(501, 1500));
    }

    @Test
    void shouldShowTheStateOfTheJournal() {
        try (Hermes hermes = open(Acknowledge.SYNCED)) {
            hermes.start();
            publish(hermes, 1, 10);
            final HermesSnapshot.Journal journal =
                    hermes.snapshot().channel("orders").journal();
            assertThat(journal).isNotNull();
            assertThat(journal.lastWrittenSequence()).isEqualTo(10);
            assertThat(journal.currentFile())
                    .exists()
                    .hasParent(directory.resolve("orders").resolve("queue"));
            assertThat(journal.freeBytes())
                    .isGreaterThan(journal.reserveBytes())
                    .isLessThan(Long.MAX_VALUE);
            assertThat(journal.reserveBytes()).isEqualTo(ChannelConfig.MIN_CAPACITY + (64 << 20));
            assertThat(journal.repairedDamages()).isZero();
        }
    }

    @Test
    void shouldTellDamageFromBeforeTheStartApart() throws IOException {
        final Path file;
        try (Hermes hermes = open(Acknowledge.SYNCED)) {
            hermes.start();
            publish(hermes, 1, 10);
            file = hermes.snapshot().channel("orders").journal().currentFile();
        }
        final String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        try (FileChannel cut = FileChannel.open(file, StandardOpenOption.WRITE)) {
            cut.truncate(bytes.indexOf("note 10"));
        }
        try (Hermes hermes = open(Acknowledge.SYNCED)) {
            hermes.start();
            publish(hermes, 11, 11);
            final HermesSnapshot.Journal journal =
                    hermes.snapshot().channel("orders").journal();
            assertThat(journal.damages()).isPositive();
            assertThat(journal.repairedDamages()).isEqualTo(journal.damages());
            assertThat(journal.lostMessages()).isPositive();
        }
        try (Hermes hermes = open(Acknowledge.SYNCED)) {
            hermes.start();
            assertThat(hermes.publisher("orders", Order.class).publish(new Order(12, "")))
                    .isPositive();
            assertThat(hermes.snapshot().channel("orders").journal().damages()).isZero();
        }
    }

    @Test
    void shouldGoByTheClockItIsGiven() {
        final AtomicLong now = new AtomicLong(TimeUnit.DAYS.toNanos(20_000));
        final List<Long> times = Collections.synchronizedList(new ArrayList<>());
        try (Hermes hermes = HermesEngine.create(
                HermesConfig.of(Profile.BALANCED)
                        .withDirectory(directory)
                        .withChannel(
                                "orders",
                                Profile.BALANCED.channel().withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0))),
                new Codecs(List.of()),
                PayloadChecks.NONE,
                now::get)) {
            assertThat(hermes.clock().nanoTime()).isEqualTo(now.get());
            hermes.listen(
                    ListenerConfig.of("audit", "orders"),
                    Order.class,
                    (order, context) -> times.add(context.timestamp()));
            hermes.start();
            publish(hermes, 1, 1);
            assertThat(hermes.snapshot().channel("orders").journal().currentFile())
                    .hasFileName("20241004-0000.cq4");
            now.addAndGet(-TimeUnit.DAYS.toNanos(1));
            publish(hermes, 2, 2);
            now.addAndGet(TimeUnit.DAYS.toNanos(2));
            publish(hermes, 3, 3);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(times)
                .containsExactly(
                        TimeUnit.DAYS.toNanos(20_000), TimeUnit.DAYS.toNanos(19_999), TimeUnit.DAYS.toNanos(20_001));
    }

    private void listenFailing(
            final Hermes hermes, final long poison, final RetryPolicy retry, final List<Integer> attempts) {
        hermes.listen(
                ListenerConfig.of("risk", "orders")
                        .startingFrom(StartFrom.EARLIEST)
                        .onFailure(FailurePolicy.SKIP.retrying(retry)),
                Order.class,
                (order, context) -> {
                    if (order.number() == poison) {
                        attempts.add(context.attempt());
                        throw new IllegalStateException("no");
                    }
                    handled.add(order.number());
                });
    }

    /** Also where it has left the ring meanwhile, which takes some sixty of them. */
    @ParameterizedTest
    @EnumSource
    void shouldDeliverAgainWhatFailed(final Acknowledge acknowledge) {
        final List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
        try (Hermes hermes = open(acknowledge)) {
            listenFailing(hermes, 40, RetryPolicy.fixed(3, Duration.ofMillis(20)), attempts);
            hermes.start();
            publish(hermes, 1, 500);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(hermes.snapshot().listener("risk").skipped()).isEqualTo(1);
            assertThat(hermes.snapshot().listener("risk").missed()).isZero();
        }
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(handled).hasSize(499).isSorted().doesNotContain(40L);
    }

    @ParameterizedTest
    @EnumSource
    void shouldGoOnInFrontOfAMessageThatWaitedForItsRetry(final Acknowledge acknowledge) {
        final List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
        try (Hermes hermes = open(acknowledge)) {
            listenFailing(hermes, 40, RetryPolicy.fixed(3, Duration.ofHours(1)), attempts);
            hermes.start();
            publish(hermes, 1, 500);
        }
        assertThat(handled).hasSizeLessThan(40);
        try (Hermes hermes = open(acknowledge)) {
            listen(hermes, "risk", StartFrom.EARLIEST);
            hermes.start();
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(handled).containsExactly(numbers(1, 500));
    }

    @ParameterizedTest
    @EnumSource
    void shouldSeekAwayFromAMessageThatWaits(final Acknowledge acknowledge) {
        final List<Integer> attempts = Collections.synchronizedList(new ArrayList<>());
        try (Hermes hermes = open(acknowledge)) {
            listenFailing(hermes, 1, RetryPolicy.fixed(3, Duration.ofHours(1)), attempts);
            hermes.start();
            publish(hermes, 1, 100);
            Soon.await(() -> hermes.snapshot().listener("risk").waiting() != null);
            hermes.seek("risk", StartFrom.sequence(2));
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(attempts).containsExactly(1);
        assertThat(handled).containsExactly(numbers(2, 100));
    }

    @ParameterizedTest
    @EnumSource
    void shouldReadFromTheBeginningAndFromASequence(final Acknowledge acknowledge) {
        try (Hermes hermes = open(acknowledge)) {
            hermes.start();
            publish(hermes, 1, 1000);
            listen(hermes, "early", StartFrom.EARLIEST);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(numbers(1, 1000));
            handled.clear();

            listen(hermes, "middle", StartFrom.sequence(600));
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(numbers(600, 1000));
            handled.clear();

            listen(hermes, "late", StartFrom.LATEST);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            publish(hermes, 1001, 1001);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(1001L, 1001L, 1001L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCatchUpFromTheJournalWithoutHoldingPublishersAndJoinTheRing(final Acknowledge acknowledge)
            throws InterruptedException {
        final CountDownLatch blocked = new CountDownLatch(1);
        final CountDownLatch go = new CountDownLatch(1);
        final List<Long> quick = Collections.synchronizedList(new ArrayList<>());
        try (Hermes hermes = open(acknowledge)) {
            hermes.listen(ListenerConfig.of("slow", "orders"), Order.class, (order, context) -> {
                if (order.number() == 10) {
                    blocked.countDown();
                    assertThat(go.await(60, TimeUnit.SECONDS)).isTrue();
                }
                handled.add(order.number());
                assertThat(context.missed()).isZero();
                assertThat(context.sequence()).isEqualTo(order.number());
            });
            hermes.listen(
                    ListenerConfig.of("quick", "orders"), Order.class, (order, context) -> quick.add(order.number()));
            hermes.start();
            publish(hermes, 1, 10);
            assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();
            publish(hermes, 11, 3000); // many times the ring
            go.countDown();
            assertThat(hermes.awaitIdle(Duration.ofSeconds(60))).isTrue();
            publish(hermes, 3001, 3500);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(60))).isTrue();
            assertThat(hermes.snapshot().listener("slow").failed()).isZero();
        }
        assertThat(handled).containsExactly(numbers(1, 3500));
        assertThat(quick).containsExactly(numbers(1, 3500));
    }

    static final class Audit {
        private final List<Long> seen = new ArrayList<>();

        @HermesListener(channel = "orders", id = "annotated", from = "4")
        void on(final Order order) {
            seen.add(order.number());
        }
    }

    @Test
    void shouldReadFromWhereAnAnnotationSays() {
        final Audit audit = new Audit();
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            hermes.start();
            publish(hermes, 1, 6);
            hermes.listen(audit);
        }
        assertThat(audit.seen).containsExactly(4L, 5L, 6L);
    }

    @Test
    void shouldSeekAListener() {
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            listen(hermes, "audit", StartFrom.LATEST);
            hermes.start();
            publish(hermes, 1, 300);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            handled.clear();

            hermes.seek("audit", StartFrom.sequence(200));
            publish(hermes, 301, 301);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(numbers(200, 301));
        }
    }

    @Test
    void shouldRefuseToSeekWithoutAJournal() {
        try (Hermes hermes = HermesEngine.create(HermesConfig.of(Profile.BALANCED))) {
            listen(hermes, "audit", StartFrom.LATEST);

            assertThatThrownBy(() -> hermes.seek("audit", StartFrom.EARLIEST))
                    .hasMessage("listener 'audit' cannot seek: channel 'orders' has no journal; switch it on with"
                            + " journal.enabled: true");
            assertThatThrownBy(() -> hermes.seek("other", StartFrom.EARLIEST))
                    .hasMessage("there is no listener 'other'; there are [audit]");
        }
    }

    @Test
    void shouldRefuseASecondEngineInTheSameDirectory() {
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            publish(hermes, 1, 1);
            try (Hermes second = open(Acknowledge.WRITTEN)) {
                assertThatThrownBy(() -> publish(second, 1, 1)).isInstanceOf(JournalException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldKeepOrderAndSequencesOfManyPublishers(final Acknowledge acknowledge) {
        final List<Long> sequences = new ArrayList<>();
        try (Hermes hermes = open(acknowledge)) {
            hermes.listen(
                    ListenerConfig.of("audit", "orders"),
                    Order.class,
                    (Order order, MessageContext context) -> sequences.add(context.sequence()));
            hermes.start();
            final List<Thread> publishers = IntStream.range(0, 4)
                    .mapToObj(n -> new Thread(() -> publish(hermes, n * 1000 + 1, n * 1000 + 1000)))
                    .toList();
            publishers.forEach(Thread::start);
            for (final Thread publisher : publishers) {
                try {
                    publisher.join();
                } catch (final InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            assertThat(hermes.awaitIdle(Duration.ofSeconds(60))).isTrue();
        }
        assertThat(sequences).containsExactly(numbers(1, 4000));
    }

    @ParameterizedTest
    @EnumSource
    void shouldConfirmWhatWasPublishedWithoutWaiting(final Acknowledge acknowledge) {
        try (Hermes hermes = open(acknowledge)) {
            final Publisher<Order> orders = hermes.publisher("orders", Order.class);
            final Confirmations confirmations = hermes.confirmations("orders");
            assertThat(confirmations.position()).isZero();

            final long position = orders.publishAsync(new Order(1, "async"));

            assertThat(position).isPositive();
            assertThat(confirmations.await(position, Duration.ofSeconds(20))).isTrue();
            assertThat(confirmations.position()).isEqualTo(position);
            assertThat(confirmations.await(position + 32, Duration.ZERO)).isFalse();
        }
    }

    @Test
    void shouldHaveNothingToConfirmWithoutAJournal() {
        try (Hermes hermes = HermesEngine.create(HermesConfig.of(Profile.BALANCED))) {
            assertThatThrownBy(() -> hermes.confirmations("quotes"))
                    .hasMessage("channel 'quotes' has no journal that could confirm anything; switch it on with"
                            + " journal.enabled: true");
        }
    }

    @Test
    void shouldSeekBeforeItCountsAsIdle() {
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            listen(hermes, "audit", StartFrom.LATEST);
            hermes.start();
            publish(hermes, 1, 50);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            handled.clear();

            hermes.seek("audit", StartFrom.EARLIEST);

            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(numbers(1, 50));
        }
    }

    @Test
    void shouldRememberASeekOfAListenerThatHandledNothingSince() {
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            listen(hermes, "audit", StartFrom.LATEST);
            hermes.start();
            publish(hermes, 1, 50);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            hermes.seek("audit", StartFrom.sequence(20));
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            hermes.seek("audit", StartFrom.sequence(51));
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        handled.clear();
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            listen(hermes, "audit", StartFrom.LATEST);
            hermes.start();
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(handled).isEmpty();
    }

    @Test
    void shouldRefuseASeekOutsideOfTheJournal() {
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            listen(hermes, "audit", StartFrom.LATEST);
            hermes.start();
            assertThatThrownBy(() -> hermes.seek("audit", StartFrom.sequence(2)))
                    .isExactlyInstanceOf(HermesException.class)
                    .hasMessage(
                            "listener 'audit' cannot seek to sequence 2: the journal of channel 'orders' has no messages;"
                                    + " seek to 1 to wait for the next");
            publish(hermes, 1, 50);
            assertThatThrownBy(() -> hermes.listeners().seek("audit", StartFrom.sequence(52)))
                    .isExactlyInstanceOf(HermesException.class)
                    .hasMessage(
                            "listener 'audit' cannot seek to sequence 52: the journal of channel 'orders' has sequences"
                                    + " 1 to 50; seek to one of these, or to 51 to wait for the next");
        }
    }

    @Test
    void shouldKeepItsPositionWhileStoppedAndGoWhereItWasTold() {
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            listen(hermes, "audit", StartFrom.LATEST);
            hermes.start();
            publish(hermes, 1, 50);
            assertThat(hermes.listeners().drain("audit", Duration.ofSeconds(20)))
                    .isTrue();
            hermes.listeners().stop("audit");
            publish(hermes, 51, 1000);
            hermes.listeners().start("audit");
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(numbers(1, 1000));
            handled.clear();

            hermes.listeners().stop("audit");
            hermes.listeners().seek("audit", StartFrom.sequence(991));
            hermes.listeners().start("audit");
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(numbers(991, 1000));
            handled.clear();

            hermes.listeners().unlisten("audit");
            publish(hermes, 1001, 1010);
            listen(hermes, "audit", StartFrom.LATEST);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(numbers(1001, 1010));
        }
    }

    @Test
    void shouldGoOnInFrontOfTheMessageThatItHaltedOn() {
        final AtomicBoolean poisoned = new AtomicBoolean(true);
        try (Hermes hermes = open(Acknowledge.WRITTEN)) {
            hermes.listen(
                    ListenerConfig.of("audit", "orders").onFailure((id, context, cause, attempt) -> FailureAction.HALT),
                    Order.class,
                    (order, context) -> {
                        if (order.number() == 20 && poisoned.get()) {
                            throw new IllegalStateException("poisoned");
                        }
                        handled.add(order.number());
                    });
            hermes.start();
            publish(hermes, 1, 50);
            Soon.await(() -> hermes.listeners().state("audit") == ListenerState.HALTED);
            assertThat(handled).containsExactly(numbers(1, 19));
            poisoned.set(false);
            hermes.listeners().start("audit");
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
            assertThat(handled).containsExactly(numbers(1, 50));
            assertThat(hermes.snapshot().listener("audit").missed()).isZero();
        }
    }

    @Test
    void shouldCloseOnAnInterruptedThread() {
        final Hermes hermes = open(Acknowledge.ACCEPTED);
        hermes.start();
        publish(hermes, 1, 50);
        Thread.currentThread().interrupt();
        hermes.close();
        assertThat(Thread.interrupted()).isTrue();

        try (Hermes again = open(Acknowledge.ACCEPTED)) {
            listen(again, "audit", StartFrom.EARLIEST);
            again.start();
            assertThat(again.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(handled).containsExactly(numbers(1, 50));
    }

    /** Where messages carry no time of their own, a listener begins too early rather than too late. */
    @ParameterizedTest
    @EnumSource
    void shouldBeginAtATime(final Timestamps timestamps) {
        final ChannelConfig channel = Profile.BALANCED
                .channel()
                .withCapacity(ChannelConfig.MIN_CAPACITY)
                .withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0))
                .withTimestamps(timestamps);
        try (Hermes hermes = HermesEngine.create(
                HermesConfig.of(Profile.BALANCED).withDirectory(directory).withChannel("orders", channel))) {
            hermes.start();
            publish(hermes, 1, 200);
            final StartFrom now =
                    new StartFrom(StartFrom.Anchor.TIMESTAMP, hermes.clock().nanoTime());
            publish(hermes, 201, 400);
            listen(hermes, "audit", now);
            assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        }
        assertThat(handled).containsSubsequence(numbers(201, 400));
        if (timestamps == Timestamps.EVERY) {
            assertThat(handled).containsExactly(numbers(201, 400));
        }
    }
}
