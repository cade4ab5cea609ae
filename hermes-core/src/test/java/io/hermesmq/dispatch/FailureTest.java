package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.support.CapturedLog;
import java.io.IOException;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Both loops, as what they do about failures is written twice. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
@Timeout(30)
final class FailureTest {

    private final TestChannel channel;
    private final CapturedLog log = CapturedLog.ofHermes();
    private final List<String> calls = new ArrayList<>();
    private Throwable failure = new IOException("no route to the exchange");
    private int failuresPerMessage = Integer.MAX_VALUE;
    private int failuresOfThisMessage;

    FailureTest(final boolean overwriting) {
        channel = overwriting ? TestChannel.overwriting() : TestChannel.blocking();
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    /** Fails on every text that starts with "bad". */
    private void handle(final String text, final MessageContext context) throws Exception {
        calls.add(text);
        if (text.startsWith("bad") && failuresOfThisMessage++ < failuresPerMessage) {
            sneak(failure);
        }
        failuresOfThisMessage = 0;
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(final Throwable failure) throws E {
        throw (E) failure;
    }

    private Listener listen(final FailureHandler handler) {
        return channel.listen(ListenerConfig.of("signals", "quotes").onFailure(handler), this::handle);
    }

    private static FailureHandler always(final FailureAction action) {
        return (listener, context, cause, attempt) -> action;
    }

    private void publish(final String... texts) {
        for (final String text : texts) {
            assertThat(channel.publish(text)).isPositive();
        }
    }

    @Test
    void shouldGoOnWithTheNextMessage() {
        final Listener listener = listen(FailureHandler.CONTINUE);
        publish("a", "bad", "c");

        assertThat(listener.loop().poll()).isEqualTo(3);
        assertThat(calls).containsExactly("a", "bad", "c");
        assertThat(listener.counters().failed().get()).isEqualTo(1);
        assertThat(listener.counters().delivered().get()).isEqualTo(3);
    }

    @Test
    void shouldLogTheFailureWithItsCauseAndItsPlace() {
        final Listener listener = listen(FailureHandler.CONTINUE);
        publish("a", "bad");
        listener.loop().poll();

        assertThat(log.lines())
                .containsExactly("ERROR listener 'signals' failed on message 2 of channel 'quotes' (position 128)");
        assertThat(log.causes()).containsExactly(failure);
    }

    @Test
    void shouldTellTheFailureHandlerEverything() {
        final List<String> told = new ArrayList<>();
        final Listener listener = listen((id, context, cause, attempt) -> {
            told.add(id + " " + context.channel() + " #" + context.sequence() + " to " + context.position() + " "
                    + cause.getMessage() + " " + attempt);
            return FailureAction.CONTINUE;
        });
        publish("a", "bad");
        listener.loop().poll();

        assertThat(told).containsExactly("signals quotes #2 to 128 no route to the exchange 1");
    }

    /** An Error is a failure as any other: a lane that died of it would take its other listeners with it. */
    @Test
    void shouldTakeAnErrorForAFailure() {
        failure = new StackOverflowError();
        final Listener listener = listen(FailureHandler.CONTINUE);
        publish("bad", "b");

        assertThat(listener.loop().poll()).isEqualTo(2);
        assertThat(log.causes()).containsExactly(failure);
    }

    @Test
    void shouldDeliverAgainUntilItWorks() {
        failuresPerMessage = 3;
        final List<Integer> attempts = new ArrayList<>();
        final Listener listener = listen((id, context, cause, attempt) -> {
            attempts.add(attempt);
            return FailureAction.RETRY;
        });
        publish("bad", "b");

        assertThat(listener.loop().poll()).isEqualTo(2);
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(calls).containsExactly("bad", "bad", "bad", "bad", "b");
        assertThat(listener.counters().failed().get()).isEqualTo(3);
        assertThat(listener.counters().delivered().get()).isEqualTo(2);
    }

    @Test
    void shouldLogAMessageOnceHoweverOftenItIsTried() {
        failuresPerMessage = 3;
        final Listener listener = listen(always(FailureAction.RETRY));
        publish("bad");
        listener.loop().poll();

        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void shouldGiveUpWhenTheFailureHandlerDoes() {
        final Listener listener =
                listen((id, context, cause, attempt) -> attempt < 3 ? FailureAction.RETRY : FailureAction.CONTINUE);
        publish("bad", "b");
        listener.loop().poll();

        assertThat(calls).containsExactly("bad", "bad", "bad", "b");
        assertThat(listener.counters().delivered().get()).isEqualTo(2);
    }

    @Test
    void shouldStopInFrontOfTheMessage() {
        final Listener listener = listen(always(FailureAction.HALT));
        publish("a", "b", "bad", "d");

        assertThat(listener.loop().poll()).isEqualTo(2);
        assertThat(listener.loop().poll()).isZero();

        assertThat(calls).containsExactly("a", "b", "bad");
        assertThat(listener.counters().isHalted()).isTrue();
        assertThat(listener.counters().delivered().get()).isEqualTo(2);
        assertThat(listener.counters().failed().get()).isEqualTo(1);
        assertThat(listener.counters().position().get()).isEqualTo(128);
        assertThat(listener.loop().hasPending()).isFalse();
    }

    @Test
    void shouldSayThatItHalts() {
        final Listener listener = listen(always(FailureAction.HALT));
        publish("bad");
        listener.loop().poll();

        assertThat(log.lines())
                .containsExactly(
                        "ERROR listener 'signals' failed on message 1 of channel 'quotes' (position 64)",
                        "ERROR listener 'signals' is halted: its failure handler said so; it reads no more messages");
    }

    @Test
    void shouldNotHoldPublishersOnceItIsHalted() {
        final Listener listener = listen(always(FailureAction.HALT));
        publish("bad");
        listener.loop().poll();

        for (int i = 0; i < 10 * TestChannel.CAPACITY / 64; i++) {
            publish("a");
        }
        assertThat(calls).containsExactly("bad");
    }

    @Test
    void shouldGoOnWhereTheFailureHandlerThrows() {
        final IllegalStateException broken = new IllegalStateException("broken");
        final Listener listener = listen((id, context, cause, attempt) -> {
            throw broken;
        });
        publish("bad", "b");

        assertThat(listener.loop().poll()).isEqualTo(2);
        assertThat(log.texts(Level.ERROR))
                .containsExactly(
                        "listener 'signals' failed on message 1 of channel 'quotes' (position 64)",
                        "the failure handler of listener 'signals' threw; going on as the policy says");
        assertThat(log.causes()).containsExactly(failure, broken);
    }

    @Test
    void shouldGoOnWhereTheFailureHandlerDecidesNothing() {
        final Listener listener = listen(always(null));
        publish("bad", "b");

        assertThat(listener.loop().poll()).isEqualTo(2);
        assertThat(log.texts(Level.ERROR))
                .contains("the failure handler of listener 'signals' returned null; going on as the policy says");
    }

    @Test
    void shouldGoOnWhereTheFailureCannotEvenBeLogged() {
        failure = new IllegalStateException() {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no text either");
            }
        };
        final Listener listener = listen(FailureHandler.CONTINUE);
        publish("bad", "b");

        assertThat(listener.loop().poll()).isEqualTo(2);
        assertThat(listener.counters().failed().get()).isEqualTo(1);
    }

    @Test
    void shouldLogAFailureOfAnotherKindAtOnce() {
        final Listener listener = listen(FailureHandler.CONTINUE);
        publish("bad");
        listener.loop().poll();
        failure = new IllegalArgumentException("something else");
        publish("bad", "bad");
        listener.loop().poll();

        assertThat(log.causes()).hasSize(2).endsWith(failure);
    }

    @Test
    void shouldNotCallItHaltedWhenTheLaneStops() {
        final AtomicReference<Listener> self = new AtomicReference<>();
        final Listener listener = listen((id, context, cause, attempt) -> {
            self.get().loop().stop();
            return FailureAction.RETRY;
        });
        self.set(listener);
        publish("bad");
        listener.loop().poll();

        assertThat(listener.counters().isHalted()).isFalse();
        assertThat(log.lines()).hasSize(1);
    }

    @Test
    void shouldHaltInsteadOfTryingAgainWhenTheLaneStops() {
        final AtomicReference<Listener> self = new AtomicReference<>();
        final Listener listener = listen((id, context, cause, attempt) -> {
            if (attempt == 5) {
                self.get().loop().stop();
            }
            return FailureAction.RETRY;
        });
        self.set(listener);
        publish("bad", "b");

        assertThat(listener.loop().poll()).isZero();
        assertThat(calls).hasSize(5).containsOnly("bad");
        assertThat(listener.counters().position().get()).isZero();
    }

    @Test
    void shouldLogAListenerThatAlwaysFailsOnceInAWhile() throws ReflectiveOperationException {
        final Listener listener = listen(FailureHandler.CONTINUE);
        for (int i = 0; i < 1_000; i++) {
            publish("bad");
            listener.loop().poll();
        }
        final List<String> lines = log.lines();
        assertThat(lines.size()).isLessThan(50);
        assertThat(lines.get(0)).endsWith("failed on message 1 of channel 'quotes' (position 64)");
        assertThat(listener.counters().failed().get()).isEqualTo(1_000);

        letAWhilePass(listener);
        publish("bad");
        listener.loop().poll();

        assertThat(log.lines()).hasSize(lines.size() + 1);
        assertThat(log.lines().get(lines.size()))
                .matches("ERROR listener 'signals' failed on message 1001 of channel 'quotes' \\(position \\d+\\);"
                        + " \\d+ failures since the last report");
    }

    /** As if the time between two reports were over. */
    private static void letAWhilePass(final Listener listener) throws ReflectiveOperationException {
        final Field failures = DrainState.class.getDeclaredField("failures");
        failures.setAccessible(true);
        final Field failureLog = FailureSupervisor.class.getDeclaredField("log");
        failureLog.setAccessible(true);
        final Field next = FailureLog.class.getDeclaredField("nextNs");
        next.setAccessible(true);
        next.setLong(failureLog.get(failures.get(listener.loop())), System.nanoTime());
    }
}
