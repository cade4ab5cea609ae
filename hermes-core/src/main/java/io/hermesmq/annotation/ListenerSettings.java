package io.hermesmq.annotation;

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
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the settings of a listener from its annotation. The one place that knows what each attribute means, for Java and for Spring.
 */
public final class ListenerSettings {

    private static final Pattern TIME = Pattern.compile("(\\d{1,12})\\s*(ns|us|ms|s|m|h|d)");
    private static final Duration DEFAULT_MAX_DELAY = Duration.ofSeconds(10);

    private final Values values;
    private final HermesListener annotation;
    private final String listener;

    private ListenerSettings(final Values values, final HermesListener annotation, final String listener) {
        this.values = values;
        this.annotation = annotation;
        this.listener = listener;
    }

    /** What an attribute says, where it may hold more than its value. */
    @FunctionalInterface
    public interface Values {

        /** Attributes are taken as they are written. */
        Values AS_WRITTEN = (attribute, value) -> value;

        /**
         * Resolves one attribute.
         *
         * @param attribute its name.
         * @param value as it was written.
         * @return the value.
         */
        String resolve(String attribute, String value);

        /**
         * The failure handler that an attribute names. Without beans there is none.
         *
         * @param listener id of the listener.
         * @param name of the handler.
         * @return the handler.
         * @throws ConfigurationException where there is none of that name.
         */
        default FailureHandler errorHandler(final String listener, final String name) {
            throw new ConfigurationException(
                    "errorHandler",
                    "listener '" + listener + "' names the error handler '" + name + "', but there are no beans here",
                    "pass the handler with ListenerConfig.onFailure, or use Spring");
        }
    }

    /**
     * The settings of a listener.
     *
     * @param type the class of its object.
     * @param method the annotated method.
     * @param annotation on the method, with the attributes of annotations of the user's own.
     * @param values how attributes are resolved.
     * @return all settings.
     * @throws ConfigurationException where a setting cannot work; it names the listener and the attribute.
     */
    public static ListenerConfig of(
            final Class<?> type, final Method method, final HermesListener annotation, final Values values) {
        return of(ListenerConfig.defaultId(type, method), annotation, values);
    }

    /**
     * The settings of a listener that is a whole class.
     *
     * @param type the class of its object.
     * @param annotation on the class, with the attributes of annotations of the user's own.
     * @param values how attributes are resolved.
     * @return all settings.
     * @throws ConfigurationException where a setting cannot work; it names the listener and the attribute.
     */
    public static ListenerConfig ofClass(final Class<?> type, final HermesListener annotation, final Values values) {
        return of(ListenerConfig.defaultId(type), annotation, values);
    }

    private static ListenerConfig of(final String defaultId, final HermesListener annotation, final Values values) {
        final String id = values.resolve("id", annotation.id());
        return new ListenerSettings(values, annotation, id.isEmpty() ? defaultId : id).read();
    }

    private ListenerConfig read() {
        ListenerConfig config = ListenerConfig.of(listener, text("channel", annotation.channel()));
        final String lane = text("lane", annotation.lane());
        config = lane.isEmpty() ? config : config.onLane(lane);
        final String from = text("from", annotation.from());
        config = from.isEmpty() ? config : config.startingFrom(from);
        config = annotation.message() == Void.class ? config : config.ofMessage(annotation.message());
        final String filter = text("filter", annotation.filter());
        config = filter.isEmpty() ? config : config.filteredBy(MessageFilter.method(filter));
        return config.acknowledging(annotation.acknowledge())
                .onFailure(naming(this::failure))
                .sharing(naming(this::sharing))
                .inBatches(naming(this::batch))
                .withAutoStartup(autoStartup());
    }

    private Sharing sharing() {
        final String group = text("group", annotation.group());
        final String key = text("key", annotation.key());
        return new Sharing(
                group.isEmpty() ? null : group,
                number("concurrency", annotation.concurrency(), Integer::valueOf, "a number such as 4"),
                key.isEmpty() ? null : key);
    }

    private BatchLimits batch() {
        return new BatchLimits(
                number("batchSize", annotation.batchSize(), Integer::valueOf, "a number such as 500"),
                time("batchWait", annotation.batchWait()));
    }

    private FailurePolicy failure() {
        final String deadLetter = text("deadLetter", annotation.deadLetter());
        final FailurePolicy.Exhausted then = deadLetter.isEmpty() || annotation.onFailure() != Exhausted.SKIP
                ? annotation.onFailure()
                : Exhausted.DEAD_LETTER;
        final String channel = deadLetter.isEmpty() ? null : deadLetter;
        final String handler = text("errorHandler", annotation.errorHandler());
        final FailurePolicy policy = new FailurePolicy(
                handler.isEmpty() ? null : values.errorHandler(listener, handler),
                retry(annotation.retry()),
                then,
                channel,
                null);
        final CircuitBreaker breaker = annotation.circuitBreaker();
        final String rate = text("circuitBreaker.failureRate", breaker.failureRate());
        return rate.isEmpty()
                ? policy
                : policy.breaking(new CircuitBreakerPolicy(
                        number("circuitBreaker.failureRate", rate, Double::valueOf, "a share such as 0.5"),
                        number("circuitBreaker.window", breaker.window(), Integer::valueOf, "a number such as 20"),
                        time("circuitBreaker.openFor", breaker.openFor())));
    }

    private RetryPolicy retry(final Retry retry) {
        final Duration delay = time("retry.delay", retry.delay());
        final String maxDelay = text("retry.maxDelay", retry.maxDelay());
        final Duration limit = delay.compareTo(DEFAULT_MAX_DELAY) > 0 ? delay : DEFAULT_MAX_DELAY;
        return new RetryPolicy(
                number("retry.maxAttempts", retry.maxAttempts(), Integer::valueOf, "a number such as 3"),
                delay,
                number("retry.multiplier", retry.multiplier(), Double::valueOf, "a number such as 2"),
                maxDelay.isEmpty() ? limit : time("retry.maxDelay", maxDelay),
                number("retry.jitter", retry.jitter(), Double::valueOf, "a share such as 0.2"),
                List.of(retry.onlyOn()),
                List.of(retry.except()));
    }

    private boolean autoStartup() {
        final String text = text("autoStartup", annotation.autoStartup());
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong("autoStartup", text, "true or false");
        };
    }

    private String text(final String attribute, final String value) {
        return values.resolve(attribute, value).trim();
    }

    private <N extends Number> N number(
            final String attribute, final String value, final Function<String, N> parser, final String advice) {
        final String text = text(attribute, value);
        try {
            return parser.apply(text);
        } catch (final NumberFormatException e) {
            final ConfigurationException failure = wrong(attribute, text, advice);
            failure.initCause(e);
            throw failure;
        }
    }

    private Duration time(final String attribute, final String value) {
        final String text = text(attribute, value);
        final Matcher simple = TIME.matcher(text.toLowerCase(Locale.ROOT));
        if (simple.matches()) {
            final long amount = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "ns" -> Duration.ofNanos(amount);
                case "us" -> Duration.ofNanos(Math.multiplyExact(amount, 1_000L));
                case "ms" -> Duration.ofMillis(amount);
                case "s" -> Duration.ofSeconds(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "h" -> Duration.ofHours(amount);
                default -> Duration.ofDays(amount);
            };
        }
        try {
            return Duration.parse(text);
        } catch (final DateTimeParseException e) {
            final ConfigurationException failure = wrong(attribute, text, "a time such as 100ms, 2s or PT0.1S");
            failure.initCause(e);
            throw failure;
        }
    }

    private ConfigurationException wrong(final String attribute, final String text, final String advice) {
        return new ConfigurationException(
                attribute, "listener '" + listener + "': " + attribute + " is '" + text + "'", "use " + advice);
    }

    /** What a part of the settings refuses does not know whose they are. */
    private <T> T naming(final Supplier<T> part) {
        try {
            return part.get();
        } catch (final ConfigurationException e) {
            if (e.description().startsWith("listener '")) {
                throw e;
            }
            final ConfigurationException named = new ConfigurationException(
                    e.setting(), "listener '" + listener + "': " + e.description(), e.action());
            named.initCause(e);
            throw named;
        }
    }
}
