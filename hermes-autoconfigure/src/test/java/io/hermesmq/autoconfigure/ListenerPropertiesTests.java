package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.AckMode;
import io.hermesmq.BatchLimits;
import io.hermesmq.CircuitBreakerPolicy;
import io.hermesmq.ConfigurationException;
import io.hermesmq.FailureHandler;
import io.hermesmq.FailurePolicy;
import io.hermesmq.ListenerConfig;
import io.hermesmq.RetryPolicy;
import io.hermesmq.Sharing;
import io.hermesmq.StartFrom;
import io.hermesmq.spring.ListenerOverride;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.ByteArrayResource;

/** What a listener's properties change of its annotation. */
final class ListenerPropertiesTests {

    private static final FailureHandler HANDLER = FailureHandler.CONTINUE;

    /** The settings of an annotation that says everything, so that what a property leaves alone is seen. */
    private static final ListenerConfig ANNOTATED = ListenerConfig.of("signals", "quotes")
            .onLane("slow")
            .startingFrom(StartFrom.EARLIEST)
            .acknowledging(AckMode.BATCH)
            .sharing(new Sharing("workers", 2, "symbol"))
            .inBatches(new BatchLimits(10, Duration.ofMillis(5)))
            .onFailure(FailurePolicy.SKIP
                    .retrying(RetryPolicy.fixed(3, Duration.ofSeconds(1)))
                    .deadLetteringTo("quotes.dead")
                    .breaking(new CircuitBreakerPolicy(0.25, 8, Duration.ofSeconds(2))));

    private static ListenerOverride override(final String yaml) {
        final String text = "hermes: { listeners: { signals: " + yaml + " } }";
        try {
            final var sources = new YamlPropertySourceLoader()
                    .load("test.yml", new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8), "test.yml"));
            final HermesProperties properties = new Binder(ConfigurationPropertySources.from(sources))
                    .bind("hermes", HermesProperties.class)
                    .get();
            final Map<String, ListenerOverride> overrides = ListenerProperties.overrides(properties);
            assertThat(overrides).containsOnlyKeys("signals");
            return overrides.get("signals");
        } catch (final IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ListenerConfig config(final String yaml) {
        return override(yaml).settings().apply(ANNOTATED, name -> {
            assertThat(name).isEqualTo("handler");
            return HANDLER;
        });
    }

    @Test
    void leavesTheAnnotationAsItIs() {
        assertThat(override("{ enabled: true }").enabled()).isTrue();
        assertThat(config("{ enabled: true }")).isEqualTo(ANNOTATED);
    }

    @Test
    void switchesAListenerOff() {
        assertThat(override("{ enabled: false }").enabled()).isFalse();
    }

    @Test
    void changesWhatItNames() {
        assertThat(config("{ lane: trading }")).isEqualTo(ANNOTATED.onLane("trading"));
        assertThat(config("{ from: LATEST }")).isEqualTo(ANNOTATED.startingFrom(StartFrom.LATEST));
        assertThat(config("{ from: 42 }")).isEqualTo(ANNOTATED.startingFrom(StartFrom.sequence(42)));
        assertThat(config("{ from: 2026-03-01T09:30:00Z }"))
                .isEqualTo(ANNOTATED.startingFrom(StartFrom.timestamp(Instant.parse("2026-03-01T09:30:00Z"))));
        assertThat(config("{ auto-startup: false }")).isEqualTo(ANNOTATED.withAutoStartup(false));
        assertThat(config("{ acknowledge: manual }")).isEqualTo(ANNOTATED.acknowledging(AckMode.MANUAL));
        assertThat(config("{ concurrency: 4 }")).isEqualTo(ANNOTATED.sharing(new Sharing("workers", 4, "symbol")));
        assertThat(config("{ group: others, key: side }"))
                .isEqualTo(ANNOTATED.sharing(new Sharing("others", 2, "side")));
        assertThat(config("{ batch: { max-messages: 20 } }"))
                .isEqualTo(ANNOTATED.inBatches(new BatchLimits(20, Duration.ofMillis(5))));
        assertThat(config("{ batch: { max-wait: 1s } }"))
                .isEqualTo(ANNOTATED.inBatches(new BatchLimits(10, Duration.ofSeconds(1))));
    }

    @Test
    void changesOnePartOfThePolicyForFailures() {
        final FailurePolicy policy = ANNOTATED.failure();

        assertThat(config("{ retry: { max-attempts: 5 } }").failure())
                .isEqualTo(policy.retrying(RetryPolicy.fixed(5, Duration.ofSeconds(1))));
        assertThat(config("{ retry: { delay: 20s, jitter: 0.5, except: [java.io.IOException] } }")
                        .failure())
                .isEqualTo(policy.retrying(RetryPolicy.fixed(3, Duration.ofSeconds(20))
                        .withJitter(0.5)
                        .except(List.of(IOException.class))));
        assertThat(config("{ retry: { multiplier: 2, max-delay: 8s, only-on: [java.io.IOException] } }")
                        .failure())
                .isEqualTo(policy.retrying(RetryPolicy.exponential(3, Duration.ofSeconds(1), Duration.ofSeconds(8))
                        .onlyOn(List.of(IOException.class))));
        assertThat(config("{ circuit-breaker: { window: 16 } }").failure())
                .isEqualTo(policy.breaking(new CircuitBreakerPolicy(0.25, 16, Duration.ofSeconds(2))));
        assertThat(config("{ error-handler: handler }").failure()).isEqualTo(policy.asking(HANDLER));
    }

    @Test
    void changesWhereMessagesEnd() {
        final FailurePolicy policy = ANNOTATED.failure();

        assertThat(config("{ dead-letter: graves }").failure()).isEqualTo(policy.deadLetteringTo("graves"));
        assertThat(config("{ on-failure: halt }").failure()).isEqualTo(policy.halting());
        assertThat(config("{ on-failure: dead-letter }").failure()).isEqualTo(policy);
        assertThat(config("{ on-failure: dead-letter, dead-letter: graves }").failure())
                .isEqualTo(policy.deadLetteringTo("graves"));
        assertThatThrownBy(() -> config("{ on-failure: halt, dead-letter: graves }"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "dead-letter channel 'graves' is named, but messages end with HALT; leave the channel out, or let"
                                + " messages end as dead letters");
    }

    @Test
    void namesThePropertyThatCannotWork() {
        assertThatThrownBy(() -> config("{ retry: { max-attempts: 0 } }"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.setting()).isEqualTo("hermes.listeners.signals.retry.max-attempts"))
                .hasMessage("retry: max-attempts is 0; use at least 1, which means no retry");
        assertThatThrownBy(() -> config("{ circuit-breaker: { failure-rate: 1.5 } }"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.setting())
                                .isEqualTo("hermes.listeners.signals.circuit-breaker.failure-rate"));
        assertThatThrownBy(() -> config("{ batch: { max-messages: 0 } }"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.setting()).isEqualTo("hermes.listeners.signals.batch.max-messages"));
        assertThatThrownBy(() -> config("{ concurrency: 0 }"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.setting()).isEqualTo("hermes.listeners.signals.concurrency"));
        assertThatThrownBy(() -> override("{ from: yesterday }"))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.setting()).isEqualTo("hermes.listeners.signals.from"));
    }
}
