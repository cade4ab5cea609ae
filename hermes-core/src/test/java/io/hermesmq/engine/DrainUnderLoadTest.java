package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Batch;
import io.hermesmq.BatchLimits;
import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.support.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Closes an engine again and again while publishers do what they can: what was accepted is handled, to the message. */
@Timeout(60)
final class DrainUnderLoadTest {

    private static final int ROUNDS = 30;

    @ParameterizedTest
    @EnumSource(Producers.class)
    void shouldHandleExactlyWhatWasAccepted(final Producers producers) throws Exception {
        final int publishers = producers == Producers.SINGLE ? 1 : 3;
        final ExecutorService threads = Executors.newFixedThreadPool(publishers);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                new Round(producers, publishers).run(threads);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** A batch that waits longer than the close may take is delivered as it is, and nothing is left. */
    @Test
    void shouldDeliverBatchesThatWaitToBeFull() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            final Batches batches = new Batches();
            final Hermes hermes = HermesEngine.create(Engines.config().withDrainTimeout(Duration.ofSeconds(10)));
            hermes.listen(
                    ListenerConfig.of("batches", "quotes")
                            .onLane("parking")
                            .inBatches(new BatchLimits(1_000, Duration.ofHours(1))),
                    batches,
                    Batches.class.getDeclaredMethod("take", Batch.class));
            final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
            hermes.start();
            for (int i = 0; i < 10; i++) {
                quotes.publish(Quote.of(i));
            }
            hermes.close();

            assertThat(batches.messages).as("round %d", round).hasValue(10);
        }
    }

    private static final class Batches {
        private final AtomicInteger messages = new AtomicInteger();

        void take(final Batch<Quote> batch) {
            messages.addAndGet(batch.size());
        }
    }

    private static final class Round {
        private final int publishers;
        private final Hermes hermes;
        private final AtomicLong handled = new AtomicLong();
        private final AtomicLong handedOn = new AtomicLong();
        private final AtomicLong notHandedOn = new AtomicLong();
        private final AtomicLong handledInTheEnd = new AtomicLong();

        Round(final Producers producers, final int publishers) {
            this.publishers = publishers;
            hermes = HermesEngine.create(Engines.config()
                    .withChannel("quotes", Profile.SMALL.channel().withProducers(producers))
                    .withChannel("further", Profile.SMALL.channel().withProducers(producers)));
        }

        void run(final ExecutorService threads) throws Exception {
            final Publisher<Quote> further = hermes.publisher("further", Quote.class);
            hermes.listen(
                    ListenerConfig.of("end", "further").onLane("backing-off"),
                    Quote.class,
                    (quote, context) -> handledInTheEnd.incrementAndGet());
            hermes.listen(ListenerConfig.of("middle", "quotes").onLane("parking"), Quote.class, (quote, context) -> {
                handled.incrementAndGet();
                (further.publish(quote) > 0 ? handedOn : notHandedOn).incrementAndGet();
            });
            hermes.start();
            final List<CompletableFuture<Long>> accepted = new ArrayList<>();
            for (int i = 0; i < publishers; i++) {
                final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
                accepted.add(CompletableFuture.supplyAsync(() -> publishUntilClosed(quotes), threads));
            }
            Soon.await(() -> handled.get() > 1_000);
            hermes.close();

            long sum = 0;
            for (final CompletableFuture<Long> each : accepted) {
                sum += each.get(20, TimeUnit.SECONDS);
            }
            assertThat(handled).hasValue(sum);
            assertThat(notHandedOn).hasValue(0);
            assertThat(handledInTheEnd).hasValue(handedOn.get());
            assertThat(hermes.snapshot().channel("quotes").published()).isEqualTo(sum);
            assertThat(hermes.snapshot().listener("middle").delivered()).isEqualTo(sum);
        }

        private static long publishUntilClosed(final Publisher<Quote> quotes) {
            final Quote quote = Quote.of(1);
            long count = 0;
            for (long result = 0; result != PublishStatus.CLOSED.code(); ) {
                result = quotes.publish(quote);
                count += result > 0 ? 1 : 0;
            }
            return count;
        }
    }
}
