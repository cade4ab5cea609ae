package io.hermesmq;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a message whose listener threw.
 *
 * <p>The handler is asked first, where there is one; it may decide itself or leave it to the rest ({@link FailureAction#POLICY}). Then the message is delivered again as the retries say; the listener waits in
 * front of it meanwhile, other listeners of its lane go on. When it has failed for the last time, it ends as {@code then} says.
 *
 * @param handler asked about every failure before anything else, or null.
 * @param retry how often and when it is delivered again.
 * @param then where it ends when it has failed for the last time.
 * @param deadLetterChannel that takes it with {@link Exhausted#DEAD_LETTER}; null otherwise.
 * @param breaker opens after too many failures, or null.
 */
public record FailurePolicy(
        @Nullable FailureHandler handler,
        RetryPolicy retry,
        Exhausted then,
        @Nullable String deadLetterChannel,
        @Nullable CircuitBreakerPolicy breaker) {

    /** Logs and counts the failure and goes on with the next message: the default. Errors are treated as exceptions are. */
    public static final FailurePolicy SKIP = new FailurePolicy(null, RetryPolicy.NONE, Exhausted.SKIP, null, null);

    /** Where a message ends that failed for the last time. */
    public enum Exhausted {
        /** It counts as handled; the listener goes on with the next. */
        SKIP,

        /** It goes to the dead-letter channel with what is known of its failure. */
        DEAD_LETTER,

        /** The listener stops in front of it, and its health is down. */
        HALT
    }

    /**
     * Checks that the parts go together.
     *
     * @param handler asked about every failure before anything else, or null.
     * @param retry how often and when the message is delivered again.
     * @param then where it ends when it has failed for the last time.
     * @param deadLetterChannel that takes it with {@link Exhausted#DEAD_LETTER}; null otherwise.
     * @param breaker opens after too many failures, or null.
     * @throws ConfigurationException where they do not.
     */
    public FailurePolicy {
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(then, "then");
        if (then == Exhausted.DEAD_LETTER && (deadLetterChannel == null || deadLetterChannel.isBlank())) {
            throw new ConfigurationException(
                    "dead-letter",
                    "messages that fail for the last time are to become dead letters, but no channel is named for them",
                    "name the dead-letter channel");
        }
        if (then != Exhausted.DEAD_LETTER && deadLetterChannel != null) {
            throw new ConfigurationException(
                    "dead-letter",
                    "dead-letter channel '" + deadLetterChannel + "' is named, but messages end with " + then,
                    "leave the channel out, or let messages end as dead letters");
        }
    }

    /**
     * The same with a handler that is asked first.
     *
     * @param asked about every failure.
     * @return a copy.
     */
    public FailurePolicy asking(final FailureHandler asked) {
        return new FailurePolicy(asked, retry, then, deadLetterChannel, breaker);
    }

    /**
     * The same with retries.
     *
     * @param policy how often and when.
     * @return a copy.
     */
    public FailurePolicy retrying(final RetryPolicy policy) {
        return new FailurePolicy(handler, policy, then, deadLetterChannel, breaker);
    }

    /**
     * The same with messages ending in a dead-letter channel.
     *
     * @param channel name of the channel.
     * @return a copy.
     */
    public FailurePolicy deadLetteringTo(final String channel) {
        return new FailurePolicy(handler, retry, Exhausted.DEAD_LETTER, channel, breaker);
    }

    /**
     * The same with the listener halting when a message has failed for the last time.
     *
     * @return a copy.
     */
    public FailurePolicy halting() {
        return new FailurePolicy(handler, retry, Exhausted.HALT, null, breaker);
    }

    /**
     * The same with a circuit breaker.
     *
     * @param policy when it opens, and for how long.
     * @return a copy.
     */
    public FailurePolicy breaking(final CircuitBreakerPolicy policy) {
        return new FailurePolicy(handler, retry, then, deadLetterChannel, policy);
    }
}
