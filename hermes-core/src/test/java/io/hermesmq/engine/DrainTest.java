package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.hermesmq.FailureAction;
import io.hermesmq.FailurePolicy;
import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.RetryPolicy;
import io.hermesmq.support.CapturedLog;
import io.hermesmq.support.Soon;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class DrainTest {

    private final CapturedLog log = CapturedLog.ofHermes();
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private Hermes hermes = Engines.create();

    @AfterEach
    void close() {
        hermes.close();
        log.close();
    }

    private void listen(final String id, final String channel, final String lane) {
        hermes.listen(
                ListenerConfig.of(id, channel).onLane(lane),
                Quote.class,
                (quote, context) -> seen.add(id + " " + quote.instrument()));
    }

    private Publisher<Quote> publisher(final String channel) {
        return hermes.publisher(channel, Quote.class);
    }

    @Test
    void shouldHandleWhatWasAccepted() {
        listen("signals", "quotes", "own");
        final Publisher<Quote> quotes = publisher("quotes");
        hermes.start();
        for (int i = 0; i < 500; i++) {
            quotes.publish(Quote.of(i));
        }
        hermes.close();

        assertThat(seen).hasSize(500);
        assertThat(log.lines()).isEmpty();
    }

    @Test
    void shouldStepSteppedLanes() {
        listen("signals", "quotes", "test");
        final Publisher<Quote> quotes = publisher("quotes");
        hermes.start();
        for (int i = 0; i < 500; i++) {
            quotes.publish(Quote.of(i));
        }
        hermes.close();

        assertThat(seen).hasSize(500);
    }

    /** Three listeners in a row, in several orders of their registration. */
    @Test
    void shouldLetListenersHandOnWhatTheyRead() {
        for (final List<Integer> order : List.of(List.of(0, 1, 2), List.of(2, 1, 0), List.of(1, 2, 0))) {
            hermes = Engines.create();
            seen.clear();
            for (final int stage : order) {
                final Publisher<Quote> next = publisher("stage-" + Math.min(stage + 1, 2));
                hermes.listen(
                        ListenerConfig.of("listener-" + stage, "stage-" + stage)
                                .onLane(stage == 1 ? "test" : "lane-" + stage),
                        Quote.class,
                        (quote, context) -> {
                            assertThat(stage == 2 ? 1 : next.publish(quote)).isPositive();
                            seen.add(stage + " " + quote.instrument());
                        });
            }
            final Publisher<Quote> first = publisher("stage-0");
            hermes.start();
            for (int i = 0; i < 300; i++) {
                first.publish(Quote.of(i));
            }
            hermes.close();

            assertThat(seen).hasSize(900).contains("2 299");
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void shouldRefuseWhatComesFromOutsideMeanwhile() throws Exception {
        final CountDownLatch handling = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        hermes.listen(ListenerConfig.of("slow", "quotes").onLane("own"), Quote.class, (quote, context) -> {
            handling.countDown();
            goOn.await();
            seen.add("" + quote.instrument());
        });
        final Publisher<Quote> quotes = publisher("quotes");
        hermes.start();
        quotes.publish(Quote.of(1));
        handling.await();
        final CompletableFuture<Void> closing = CompletableFuture.runAsync(hermes::close);
        Soon.await(() -> quotes.publish(Quote.of(2)) == PublishStatus.CLOSED.code());
        assertThat(hermes.snapshot().state()).isEqualTo(HermesSnapshot.State.DRAINING);
        goOn.countDown();
        closing.get(20, TimeUnit.SECONDS);

        assertThat(hermes.snapshot().state()).isEqualTo(HermesSnapshot.State.CLOSED);
        assertThat(seen).startsWith("1");
    }

    @Test
    void shouldReportWhatAListenerLeavesThatGetsStuck() throws Exception {
        hermes = HermesEngine.create(Engines.config().withDrainTimeout(Duration.ofMillis(10)));
        final CountDownLatch handling = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final AtomicBoolean interrupted = new AtomicBoolean();
        hermes.listen(ListenerConfig.of("stuck", "quotes").onLane("own"), Quote.class, (quote, context) -> {
            handling.countDown();
            try {
                goOn.await();
            } catch (final InterruptedException e) {
                interrupted.set(true);
            }
        });
        final Publisher<Quote> quotes = publisher("quotes");
        hermes.start();
        for (int i = 0; i < 10; i++) {
            quotes.publish(Quote.of(i));
        }
        handling.await();
        hermes.close(); // interrupts the listener in the end

        assertThat(interrupted).isTrue();
        assertThat(log.texts(Level.WARN))
                .contains("lane 'own' does not stop: a listener has not returned; interrupting it")
                .contains("listener 'stuck' was stopped 576 bytes in front of the end of channel 'quotes': the drain"
                        + " timeout was over");
        assertThat(log.causes())
                .singleElement()
                .satisfies(where -> assertThat(where)
                        .hasMessage("thread 'hermes-lane-own' is here")
                        .hasStackTraceContaining("CountDownLatch.await"));
        assertThat(hermes.snapshot().listener("stuck").backlogBytes()).isEqualTo(576);
        assertThat(hermes.snapshot().state()).isEqualTo(HermesSnapshot.State.CLOSED);
    }

    @Test
    void shouldStopASlowListenerBetweenTwoMessages() throws Exception {
        hermes = HermesEngine.create(Engines.config().withDrainTimeout(Duration.ZERO));
        final CountDownLatch handling = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        hermes.listen(ListenerConfig.of("slow", "quotes").onLane("own"), Quote.class, (quote, context) -> {
            seen.add("" + quote.instrument());
            handling.countDown();
            goOn.await();
        });
        final Publisher<Quote> quotes = publisher("quotes");
        hermes.start();
        for (int i = 0; i < 10; i++) {
            quotes.publish(Quote.of(i));
        }
        handling.await();
        final CompletableFuture<Void> closing = CompletableFuture.runAsync(hermes::close);
        Soon.await(() -> hermes.snapshot().lanes().stream().noneMatch(HermesSnapshot.Lane::alive));
        goOn.countDown();
        closing.get(20, TimeUnit.SECONDS);

        assertThat(seen).containsExactly("0");
    }

    @Test
    void shouldReportWhatAHaltedListenerLeaves() {
        hermes.listen(
                ListenerConfig.of("halted", "quotes")
                        .onLane("own")
                        .onFailure((id, context, cause, attempt) -> FailureAction.HALT),
                Quote.class,
                (quote, context) -> {
                    throw new IllegalStateException("no");
                });
        final Publisher<Quote> quotes = publisher("quotes");
        hermes.start();
        quotes.publish(Quote.of(1));
        quotes.publish(Quote.of(2));
        hermes.close();

        assertThat(log.texts(Level.WARN))
                .containsExactly("listener 'halted' was stopped 128 bytes in front of the end of channel 'quotes':"
                        + " it was halted");
    }

    /** Not even for the time of the drain, which would be in vain. */
    @Test
    void shouldReportAMessageThatWaitsForItsRetry() {
        hermes = HermesEngine.create(Engines.config().withDrainTimeout(Duration.ofDays(1)));
        hermes.listen(
                ListenerConfig.of("risk", "quotes")
                        .onLane("own")
                        .onFailure(FailurePolicy.SKIP.retrying(RetryPolicy.fixed(2, Duration.ofDays(2)))),
                Quote.class,
                (quote, context) -> {
                    throw new IllegalStateException("no");
                });
        final Publisher<Quote> quotes = publisher("quotes");
        hermes.start();
        quotes.publish(Quote.of(1));
        quotes.publish(Quote.of(2));
        hermes.close();

        assertThat(log.texts(Level.WARN))
                .containsExactly(
                        "listener 'risk' was stopped 128 bytes in front of the end of channel 'quotes': it waits"
                                + " (RETRY) after attempt 1");
    }

    @Test
    void shouldReportWhatIsLeftWhereItWasNeverStarted() {
        listen("signals", "quotes", "own");
        publisher("quotes").publish(Quote.of(1));
        hermes.close();

        assertThat(seen).isEmpty();
        assertThat(log.texts(Level.WARN))
                .containsExactly("listener 'signals' was stopped 64 bytes in front of the end of channel 'quotes':"
                        + " it was never started");
    }

    @Test
    void shouldWaitForAClaimThatIsOpen() throws Exception {
        listen("signals", "quotes", "own");
        final Publisher<Quote> quotes = publisher("quotes");
        final CountDownLatch claimed = new CountDownLatch(1);
        final CountDownLatch mayCommit = new CountDownLatch(1);
        hermes.start();
        final CompletableFuture<Long> late = CompletableFuture.supplyAsync(() -> {
            final var claim = quotes.claim(29);
            claimed.countDown();
            try {
                mayCommit.await();
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            claim.buffer().setMemory(claim.offset(), 29, (byte) 0);
            return claim.commit();
        });
        claimed.await();
        final CompletableFuture<Void> closing = CompletableFuture.runAsync(hermes::close);
        Soon.await(() -> quotes.publish(Quote.of(2)) == PublishStatus.CLOSED.code());
        mayCommit.countDown();
        closing.get(20, TimeUnit.SECONDS);

        assertThat(late.get()).isPositive();
        assertThat(seen).startsWith("signals 0");
        assertThat(log.lines()).isEmpty();
    }
}
