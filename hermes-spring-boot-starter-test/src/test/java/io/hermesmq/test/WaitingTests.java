package io.hermesmq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.hermesmq.FailurePolicy;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.RetryPolicy;
import io.hermesmq.codec.Codecs;
import io.hermesmq.engine.HermesEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners that wait for a time, which the test moves. */
class WaitingTests {

    private final TestClock clock = new TestClock();
    private final Hermes hermes = HermesEngine.create(
            HermesConfig.of(Profile.SMALL)
                    .withDrainTimeout(Duration.ZERO)
                    .withEveryLane(Profile.SMALL.lane().withStepped(true)),
            new Codecs(List.of()),
            clock);
    private final HermesProbe probe = new HermesProbe(hermes, LaneMode.STEPPED, Duration.ofSeconds(10));
    private final List<String> seen = new ArrayList<>();
    private int failures;

    @AfterEach
    void close() {
        hermes.close();
    }

    private Publisher<String> listen(final FailurePolicy policy, final int failing) {
        hermes.listen(ListenerConfig.of("desk", "texts").onFailure(policy), String.class, (text, context) -> {
            if (failures++ < failing) {
                throw new IllegalStateException(text);
            }
            seen.add(text);
        });
        final Publisher<String> texts = hermes.publisher("texts", String.class);
        hermes.start();
        return texts;
    }

    @Test
    void aRetryIsDueWhenTheClockSaysSo() {
        final Publisher<String> texts =
                listen(FailurePolicy.SKIP.retrying(RetryPolicy.fixed(3, Duration.ofMillis(50))), 1);
        texts.publish("hello");

        probe.await("desk").failed(1).consumed(0);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("desk").consumed(1))
                .withMessageStartingWith(
                        "listener 'desk' has consumed 0 messages instead of 1, and nothing is left to do that would change it:")
                .withMessageEndingWith(
                        "    it waits: the message in front of it has failed 1 times and is delivered again in 50 ms of"
                                + " the engine's clock, which TestClock.advance(..) moves");
        clock.advance(Duration.ofMillis(49));
        probe.await("desk").consumed(0);
        clock.advance(Duration.ofMillis(1));

        probe.await("desk").consumed(1).retried(1).deadLettered(0).skipped(0).idle();
        assertThat(seen).containsExactly("hello");
    }

    @Test
    void deadLettersAreCounted() {
        final Publisher<String> texts = listen(FailurePolicy.SKIP.deadLetteringTo("dead"), 1);
        texts.publish("bad");
        texts.publish("good");

        probe.await("desk").deadLettered(1).failed(1).idle();
        assertThat(seen).containsExactly("good");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> probe.await("desk").deadLettered(2))
                .withMessageStartingWith(
                        "listener 'desk' has dead-lettered 1 messages instead of 2, and nothing is left");
    }
}
