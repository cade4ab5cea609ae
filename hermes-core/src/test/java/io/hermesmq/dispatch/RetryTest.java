package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.CircuitBreakerPolicy;
import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.FailurePolicy;
import io.hermesmq.HermesSnapshot.BreakerState;
import io.hermesmq.HermesSnapshot.WaitReason;
import io.hermesmq.HermesSnapshot.Waiting;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.RetryPolicy;
import io.hermesmq.support.CapturedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Waiting in front of a message, with a clock that stands still. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
@Timeout(30)
final class RetryTest {

    private static final long SECOND = 1_000_000_000;

    private final boolean isOverwriting;
    private final TestChannel channel;
    private final CapturedLog log = CapturedLog.ofHermes();
    private final List<String> calls = new ArrayList<>();
    private int failures = Integer.MAX_VALUE;

    RetryTest(final boolean isOverwriting) {
        this.isOverwriting = isOverwriting;
        channel = isOverwriting ? TestChannel.overwriting() : TestChannel.blocking();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** Fails on every text that starts with "bad". */
    private void handle(final String text, final MessageContext context) {
        calls.add(text + context.attempt());
        if (text.startsWith("bad") && failures-- > 0) {
            throw new IllegalStateException("no");
        }
    }

    private Listener listen(final FailurePolicy policy) {
        return channel.listen(ListenerConfig.of("signals", "quotes").onFailure(policy), this::handle);
    }

    private static FailurePolicy retrying(final int attempts) {
        return FailurePolicy.SKIP.retrying(RetryPolicy.fixed(attempts, Duration.ofSeconds(1)));
    }

    private void publish(final String... texts) {
        for (final String text : texts) {
            assertThat(channel.publish(text)).isPositive();
        }
    }

    private void pass(final long timeNs) {
        channel.clock.addAndGet(timeNs);
    }

    @Test
    void shouldWaitInFrontOfTheMessage() {
        failures = 1;
        final Listener listener = listen(retrying(3));
        publish("a", "bad", "c");

        assertThat(listener.poll()).isEqualTo(1);
        assertThat(listener.poll()).as("it waits").isZero();
        assertThat(listener.hasPending()).isTrue();
        assertThat(listener.counters().position().get()).isEqualTo(64);
        pass(SECOND - 1);
        assertThat(listener.poll()).isZero();
        pass(1);
        assertThat(listener.poll()).isEqualTo(2);

        assertThat(calls).containsExactly("a1", "bad1", "bad2", "c1");
        assertThat(listener.counters().retried().get()).isEqualTo(1);
        assertThat(listener.counters().delivered().get()).isEqualTo(3);
        assertThat(listener.counters().skipped().get()).isZero();
        assertThat(listener.waiting()).isNull();
    }

    @Test
    void shouldSayWhatItWaitsFor() {
        final Listener listener = listen(retrying(3));
        channel.clock.set(5);
        publish("bad");
        listener.poll();
        assertThat(listener.waiting()).isEqualTo(new Waiting(WaitReason.RETRY, 1, 5, 5 + SECOND));

        pass(SECOND);
        listener.poll();
        assertThat(listener.waiting()).isEqualTo(new Waiting(WaitReason.RETRY, 2, 5, 5 + 2 * SECOND));
    }

    @Test
    void shouldSkipAfterTheLastAttempt() {
        final Listener listener = listen(retrying(3));
        publish("bad", "b", "bad");
        for (int i = 0; i < 10; i++) {
            listener.poll();
            pass(SECOND);
        }
        assertThat(calls).containsExactly("bad1", "bad2", "bad3", "b1", "bad1", "bad2", "bad3");
        assertThat(listener.counters().failed().get()).isEqualTo(6);
        assertThat(listener.counters().retried().get()).isEqualTo(4);
        assertThat(listener.counters().skipped().get()).isEqualTo(2);
        assertThat(listener.counters().delivered().get()).isEqualTo(3);
    }

    @Test
    void shouldHaltAfterTheLastAttempt() {
        final Listener listener = listen(retrying(2).halting());
        publish("bad", "b");
        listener.poll();
        pass(SECOND);
        listener.poll();

        assertThat(calls).containsExactly("bad1", "bad2");
        assertThat(listener.counters().isHalted()).isTrue();
        assertThat(listener.counters().position().get()).isZero();
        assertThat(log.lines())
                .contains("ERROR listener 'signals' is halted: a message has failed for the last time, at attempt 2;"
                        + " it reads no more messages");
    }

    @Test
    void shouldRetryAtOnceWithoutADelay() {
        final Listener listener = listen(FailurePolicy.SKIP.retrying(RetryPolicy.fixed(4, Duration.ZERO)));
        publish("bad", "b");

        assertThat(listener.poll()).isEqualTo(2);
        assertThat(calls).containsExactly("bad1", "bad2", "bad3", "bad4", "b1");
    }

    @Test
    void shouldAskTheHandlerBeforeThePolicy() {
        final List<FailureAction> answers = new ArrayList<>(
                List.of(FailureAction.POLICY, FailureAction.GIVE_UP, FailureAction.CONTINUE, FailureAction.RETRY));
        final FailureHandler handler =
                (id, context, cause, attempt) -> answers.isEmpty() ? FailureAction.CONTINUE : answers.remove(0);
        final Listener listener = listen(retrying(9).asking(handler));
        publish("bad", "bad-2", "bad-3");
        listener.poll();
        assertThat(calls).containsExactly("bad1");
        pass(SECOND);
        listener.poll();

        assertThat(calls).containsExactly("bad1", "bad2", "bad-21", "bad-31", "bad-32");
        assertThat(listener.counters().skipped().get()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheMessageWhateverHappensToTheRing() {
        failures = 1;
        final Listener listener = listen(retrying(3));
        publish("bad");
        listener.poll();
        final int room = isOverwriting ? 10 * TestChannel.CAPACITY / 64 : TestChannel.CAPACITY / 64 - 1;
        for (int i = 0; i < room; i++) {
            publish("x");
        }
        pass(SECOND);
        while (listener.hasPending()) {
            listener.poll();
        }

        assertThat(calls).startsWith("bad1", "bad2", "x1");
        assertThat(listener.counters().missed().get()
                        + listener.counters().delivered().get())
                .as("every message is accounted for")
                .isEqualTo(room + 1);
    }

    @Test
    void shouldStayInFrontOfTheMessageWhenTheLaneStops() {
        final Listener listener = listen(retrying(3));
        publish("bad", "b");
        listener.poll();
        listener.laneEnds();
        pass(SECOND);

        assertThat(listener.poll()).isZero();
        assertThat(calls).containsExactly("bad1");
        assertThat(listener.counters().position().get()).isZero();
        assertThat(listener.counters().isHalted()).isFalse();
    }

    @Test
    void shouldNotTryAgainWhilePaused() {
        final List<Listener> self = new ArrayList<>();
        final Listener listener = listen(FailurePolicy.SKIP
                .retrying(RetryPolicy.fixed(3, Duration.ZERO))
                .asking((id, context, cause, attempt) -> {
                    self.get(0).loop().hold().pause();
                    return FailureAction.POLICY;
                }));
        self.add(listener);
        publish("bad");
        listener.poll();
        assertThat(calls).containsExactly("bad1");

        failures = 0;
        listener.loop().hold().resume();
        listener.poll();
        assertThat(calls).containsExactly("bad1", "bad2");
    }

    // circuit breaker

    private Listener breaking(final FailurePolicy policy) {
        return listen(policy.breaking(new CircuitBreakerPolicy(0.5, 4, Duration.ofSeconds(30))));
    }

    @Test
    void shouldOpenAfterTooManyFailures() {
        final Listener listener = breaking(FailurePolicy.SKIP);
        publish("a", "bad", "c", "bad", "e", "f");

        assertThat(listener.poll()).isEqualTo(4);
        assertThat(listener.poll()).isZero();
        assertThat(calls).containsExactly("a1", "bad1", "c1", "bad1");
        assertThat(listener.breakerState()).isEqualTo(BreakerState.OPEN);
        assertThat(listener.waiting()).isEqualTo(new Waiting(WaitReason.CIRCUIT_BREAKER, 1, 0, 30 * SECOND));
        assertThat(log.lines())
                .contains("WARN the circuit breaker of listener 'signals' is open: 2 of its last 4 calls failed; it is"
                        + " not called for PT30S");
    }

    @Test
    void shouldNotOpenBeforeTheWindowIsFull() {
        final Listener listener = breaking(FailurePolicy.SKIP);
        publish("bad", "bad", "bad");

        assertThat(listener.poll()).isEqualTo(3);
        assertThat(listener.breakerState()).isEqualTo(BreakerState.CLOSED);
        publish("bad", "b");
        assertThat(listener.poll()).isEqualTo(1);
        assertThat(listener.breakerState()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void shouldNotOpenForFailuresThatAreFarApart() {
        final Listener listener = breaking(FailurePolicy.SKIP);
        for (int i = 0; i < 10; i++) {
            publish("bad", "b", "c", "d");
            assertThat(listener.poll()).isEqualTo(4);
        }
        assertThat(listener.breakerState()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void shouldCloseWhenTheProbeSucceeds() {
        final Listener listener = breaking(FailurePolicy.SKIP);
        publish("bad", "bad", "bad", "bad", "e", "f", "bad", "h");
        listener.poll();
        pass(30 * SECOND);
        assertThat(listener.breakerState()).isEqualTo(BreakerState.HALF_OPEN);

        assertThat(listener.poll()).isEqualTo(4);
        assertThat(listener.breakerState()).as("one failure of a new window").isEqualTo(BreakerState.CLOSED);
        assertThat(calls).endsWith("e1", "f1", "bad1", "h1");
    }

    @Test
    void shouldOpenAgainWhenTheProbeFails() {
        final Listener listener = breaking(FailurePolicy.SKIP);
        publish("bad", "bad", "bad", "bad", "bad-probe", "f");
        listener.poll();
        pass(30 * SECOND);

        assertThat(listener.poll()).isEqualTo(1);
        assertThat(calls).endsWith("bad-probe1");
        assertThat(listener.breakerState()).isEqualTo(BreakerState.OPEN);
        assertThat(log.lines())
                .contains("WARN the circuit breaker of listener 'signals' is open: its probe failed; it is not called"
                        + " for PT30S");
        pass(30 * SECOND);
        listener.poll();
        assertThat(listener.breakerState()).isEqualTo(BreakerState.CLOSED);
        assertThat(calls).endsWith("f1");
    }

    @Test
    void shouldProbeWithTheMessageThatHasAttemptsLeft() {
        failures = 4;
        final Listener listener = breaking(retrying(9));
        publish("bad", "b");
        for (int i = 0; i < 4; i++) {
            listener.poll();
            pass(SECOND);
        }
        assertThat(calls).containsExactly("bad1", "bad2", "bad3", "bad4");
        assertThat(listener.breakerState()).isEqualTo(BreakerState.OPEN);
        listener.poll();
        assertThat(calls).as("not after the delay of the retry").hasSize(4);
        pass(29 * SECOND);
        listener.poll();

        assertThat(calls).endsWith("bad5", "b1");
    }
}
