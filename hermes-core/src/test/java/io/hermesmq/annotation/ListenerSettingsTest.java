package io.hermesmq.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.AckMode;
import io.hermesmq.BatchLimits;
import io.hermesmq.CircuitBreakerPolicy;
import io.hermesmq.ConfigurationException;
import io.hermesmq.FailureHandler;
import io.hermesmq.FailurePolicy;
import io.hermesmq.FailurePolicy.Exhausted;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageFilter;
import io.hermesmq.RetryPolicy;
import io.hermesmq.Sharing;
import io.hermesmq.StartFrom;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListenerSettingsTest {

    @SuppressWarnings("unused") // read by reflection
    private static final class Listeners {

        @HermesListener(channel = "quotes")
        void plain() {}

        @HermesListener(
                channel = "quotes",
                id = "all",
                lane = "trading",
                from = "earliest",
                message = Record.class,
                group = "workers",
                concurrency = "4",
                key = "symbol",
                acknowledge = AckMode.MANUAL,
                retry =
                        @Retry(
                                maxAttempts = "5",
                                delay = "100ms",
                                multiplier = "2",
                                maxDelay = "PT3S",
                                jitter = "0.25",
                                onlyOn = IOException.class,
                                except = InterruptedException.class),
                deadLetter = "quotes.dead",
                circuitBreaker = @CircuitBreaker(failureRate = "0.5", window = "10", openFor = "2m"),
                filter = "isLarge",
                batchSize = "20",
                batchWait = "50us",
                autoStartup = "False")
        void all() {}

        @HermesListener(channel = "quotes", onFailure = Exhausted.HALT, retry = @Retry(maxAttempts = "2", delay = "1h"))
        void halting() {}

        @HermesListener(channel = "quotes", onFailure = Exhausted.DEAD_LETTER)
        void nowhere() {}

        @HermesListener(channel = "quotes", onFailure = Exhausted.HALT, deadLetter = "quotes.dead")
        void both() {}

        @HermesListener(channel = "quotes", concurrency = "many")
        void many() {}

        @HermesListener(channel = "quotes", concurrency = "0")
        void none() {}

        @HermesListener(channel = "quotes", batchWait = "a while")
        void patient() {}

        @HermesListener(channel = "quotes", autoStartup = "maybe")
        void maybe() {}

        @HermesListener(channel = "quotes", retry = @Retry(maxAttempts = "2", delay = "2s", maxDelay = "1s"))
        void shrinking() {}

        @HermesListener(channel = "quotes", errorHandler = "handler")
        void asking() {}
    }

    private static ListenerConfig read(final String name, final ListenerSettings.Values values) {
        final Method method = Arrays.stream(Listeners.class.getDeclaredMethods())
                .filter(candidate -> candidate.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return ListenerSettings.of(Listeners.class, method, method.getAnnotation(HermesListener.class), values);
    }

    private static ListenerConfig read(final String name) {
        return read(name, ListenerSettings.Values.AS_WRITTEN);
    }

    @Test
    void shouldTakeTheDefaults() {
        final ListenerConfig config = read("plain");

        assertThat(config.onFailure(FailurePolicy.SKIP)).isEqualTo(ListenerConfig.of("listeners.plain", "quotes"));
        assertThat(config.failure().retry().maxAttempts()).isOne();
        assertThat(config.failure().then()).isEqualTo(Exhausted.SKIP);
        assertThat(config.failure().breaker()).isNull();
    }

    @Test
    void shouldReadEveryAttribute() {
        final RetryPolicy retry = RetryPolicy.exponential(5, Duration.ofMillis(100), Duration.ofSeconds(3))
                .withJitter(0.25)
                .onlyOn(List.of(IOException.class))
                .except(List.of(InterruptedException.class));

        assertThat(read("all"))
                .isEqualTo(ListenerConfig.of("all", "quotes")
                        .onLane("trading")
                        .startingFrom(StartFrom.EARLIEST)
                        .ofMessage(Record.class)
                        .sharing(new Sharing("workers", 4, "symbol"))
                        .acknowledging(AckMode.MANUAL)
                        .filteredBy(MessageFilter.method("isLarge"))
                        .inBatches(new BatchLimits(20, Duration.ofNanos(50_000)))
                        .withAutoStartup(false)
                        .onFailure(FailurePolicy.SKIP
                                .retrying(retry)
                                .deadLetteringTo("quotes.dead")
                                .breaking(new CircuitBreakerPolicy(0.5, 10, Duration.ofMinutes(2)))));
    }

    @Test
    void shouldLetTheDelayGrowToItselfWhereItIsLong() {
        assertThat(read("halting").failure())
                .isEqualTo(FailurePolicy.SKIP.halting().retrying(RetryPolicy.fixed(2, Duration.ofHours(1))));
    }

    @Test
    void shouldResolveEveryText() {
        final ListenerConfig config =
                read("plain", (attribute, value) -> "group".equals(attribute) ? "workers" : value);

        assertThat(config.sharing().group()).isEqualTo("workers");
    }

    @Test
    void shouldNameTheListenerAndTheAttributeThatCannotWork() {
        assertWrong("many", "listener 'listeners.many': concurrency is 'many'; use a number such as 4");
        assertWrong(
                "none",
                "listener 'listeners.none': concurrency is 0; use the number of lanes to share the messages, at least 1");
        assertWrong(
                "patient",
                "listener 'listeners.patient': batchWait is 'a while'; use a time such as 100ms, 2s or PT0.1S");
        assertWrong("maybe", "listener 'listeners.maybe': autoStartup is 'maybe'; use true or false");
        assertWrong(
                "shrinking",
                "listener 'listeners.shrinking': retry: max-delay is PT1S; use at least the first delay, PT2S, from which it"
                        + " grows");
        assertWrong(
                "nowhere",
                "listener 'listeners.nowhere': messages that fail for the last time are to become dead letters, but no"
                        + " channel is named for them; name the dead-letter channel");
        assertWrong(
                "both",
                "listener 'listeners.both': dead-letter channel 'quotes.dead' is named, but messages end with HALT; leave the"
                        + " channel out, or let messages end as dead letters");
        assertWrong(
                "asking",
                "listener 'listeners.asking' names the error handler 'handler', but there are no beans here; pass the handler"
                        + " with ListenerConfig.onFailure, or use Spring");
    }

    private static void assertWrong(final String method, final String text) {
        assertThatThrownBy(() -> read(method))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage(text);
    }

    @Test
    void shouldAskForTheErrorHandlerByItsName() {
        final ListenerConfig config = read("asking", new ListenerSettings.Values() {
            @Override
            public String resolve(final String attribute, final String value) {
                return value;
            }

            @Override
            public FailureHandler errorHandler(final String listener, final String name) {
                assertThat(listener).isEqualTo("listeners.asking");
                assertThat(name).isEqualTo("handler");
                return FailureHandler.CONTINUE;
            }
        });

        assertThat(config.failure().handler()).isSameAs(FailureHandler.CONTINUE);
    }
}
