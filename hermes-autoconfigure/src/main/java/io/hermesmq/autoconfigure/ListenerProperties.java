package io.hermesmq.autoconfigure;

import io.hermesmq.BatchLimits;
import io.hermesmq.CircuitBreakerPolicy;
import io.hermesmq.FailureHandler;
import io.hermesmq.FailurePolicy;
import io.hermesmq.ListenerConfig;
import io.hermesmq.RetryPolicy;
import io.hermesmq.Sharing;
import io.hermesmq.StartFrom;
import io.hermesmq.spring.ListenerOverride;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the properties of listeners into what they change of the annotations. What is not set stays as the annotation says. */
final class ListenerProperties {

    private static final CircuitBreakerPolicy DEFAULT_BREAKER =
            new CircuitBreakerPolicy(0.5, 20, Duration.ofSeconds(30));

    private final HermesProperties.Listener properties;

    private ListenerProperties(final HermesProperties.Listener properties) {
        this.properties = properties;
    }

    static Map<String, ListenerOverride> overrides(final HermesProperties properties) {
        return properties.listeners().entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey, listener -> override(listener.getKey(), listener.getValue())));
    }

    private static ListenerOverride override(final String id, final HermesProperties.Listener properties) {
        final String prefix = PropertyNames.entry("hermes.listeners", id);
        final String start = properties.from();
        final StartFrom from = start == null ? null : PropertiesToConfig.naming(prefix, () -> StartFrom.parse(start));
        return new ListenerOverride(
                properties.enabled(),
                (config, handlers) -> PropertiesToConfig.naming(
                        prefix, () -> new ListenerProperties(properties).apply(config, from, handlers)));
    }

    private ListenerConfig apply(
            final ListenerConfig annotated,
            final @Nullable StartFrom from,
            final Function<String, FailureHandler> handlers) {
        ListenerConfig config = properties.lane() == null ? annotated : annotated.onLane(properties.lane());
        config = from == null ? config : config.startingFrom(from);
        config = properties.autoStartup() == null ? config : config.withAutoStartup(properties.autoStartup());
        config = properties.acknowledge() == null ? config : config.acknowledging(properties.acknowledge());
        return config.sharing(sharing(annotated.sharing()))
                .inBatches(batch(annotated.batch()))
                .onFailure(failure(annotated.failure(), handlers));
    }

    private Sharing sharing(final Sharing annotated) {
        return new Sharing(
                or(properties.group(), annotated.group()),
                Objects.requireNonNullElse(properties.concurrency(), annotated.concurrency()),
                or(properties.key(), annotated.key()));
    }

    private BatchLimits batch(final BatchLimits annotated) {
        final HermesProperties.Batch batch = properties.batch();
        return batch == null
                ? annotated
                : PropertiesToConfig.naming(
                        "batch",
                        () -> new BatchLimits(
                                Objects.requireNonNullElse(batch.maxMessages(), annotated.maxMessages()),
                                Objects.requireNonNullElse(batch.maxWait(), annotated.maxWait())));
    }

    private FailurePolicy failure(final FailurePolicy annotated, final Function<String, FailureHandler> handlers) {
        FailurePolicy policy = annotated;
        policy = properties.retry() == null ? policy : policy.retrying(retry(properties.retry(), annotated.retry()));
        policy = properties.circuitBreaker() == null
                ? policy
                : policy.breaking(breaker(properties.circuitBreaker(), annotated));
        policy = properties.errorHandler() == null ? policy : policy.asking(handlers.apply(properties.errorHandler()));
        return end(policy);
    }

    /** A channel for dead letters says enough; another end takes the place of both. */
    private FailurePolicy end(final FailurePolicy policy) {
        final String channel = properties.deadLetter();
        final FailurePolicy.Exhausted end = properties.onFailure();
        if (end == null) {
            return channel == null ? policy : policy.deadLetteringTo(channel);
        }
        final String kept =
                end == FailurePolicy.Exhausted.DEAD_LETTER ? or(channel, policy.deadLetterChannel()) : channel;
        return new FailurePolicy(policy.handler(), policy.retry(), end, kept, policy.breaker());
    }

    private static RetryPolicy retry(final HermesProperties.Retry retry, final RetryPolicy annotated) {
        final Duration delay = Objects.requireNonNullElse(retry.delay(), annotated.delay());
        final Duration known = annotated.maxDelay().compareTo(delay) < 0 ? delay : annotated.maxDelay();
        return PropertiesToConfig.naming(
                "retry",
                () -> new RetryPolicy(
                        Objects.requireNonNullElse(retry.maxAttempts(), annotated.maxAttempts()),
                        delay,
                        Objects.requireNonNullElse(retry.multiplier(), annotated.multiplier()),
                        Objects.requireNonNullElse(retry.maxDelay(), known),
                        Objects.requireNonNullElse(retry.jitter(), annotated.jitter()),
                        Objects.requireNonNullElse(retry.onlyOn(), annotated.retryOn()),
                        Objects.requireNonNullElse(retry.except(), annotated.notOn())));
    }

    private static CircuitBreakerPolicy breaker(
            final HermesProperties.CircuitBreaker breaker, final FailurePolicy annotated) {
        final CircuitBreakerPolicy known = Objects.requireNonNullElse(annotated.breaker(), DEFAULT_BREAKER);
        return PropertiesToConfig.naming(
                "circuit-breaker",
                () -> new CircuitBreakerPolicy(
                        Objects.requireNonNullElse(breaker.failureRate(), known.failureRate()),
                        Objects.requireNonNullElse(breaker.window(), known.window()),
                        Objects.requireNonNullElse(breaker.openFor(), known.openFor())));
    }

    private static <T> @Nullable T or(final @Nullable T first, final @Nullable T second) {
        return first == null ? second : first;
    }
}
