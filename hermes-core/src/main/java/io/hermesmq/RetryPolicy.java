package io.hermesmq;

import java.time.Duration;
import java.util.List;

/**
 * How often and when a message that failed is delivered again. The listener waits in front of the message meanwhile, so order is kept.
 *
 * <p>Which failures are retried is decided along the chain of causes, from what the listener threw inwards: the first exception that
 * {@code notOn} or {@code retryOn} names decides, and {@code notOn} wins where both do. Where neither names any of them, a failure is retried
 * if {@code retryOn} is empty, no {@link Error} is in the chain, and it is not a payload that cannot be decoded: those fail
 * again however often they are tried. An {@code OutOfMemoryError} is an error as any other; name it in {@code retryOn} to try again.
 *
 * @param maxAttempts deliveries in all, the first included; 1 for no retry.
 * @param delay before the first retry.
 * @param multiplier of the delay from one retry to the next; 1 for a fixed delay.
 * @param maxDelay that it grows to.
 * @param jitter the share of each delay that is drawn at random, from 0 to 1; a delay is never longer for it.
 * @param retryOn only exceptions of these types are retried; empty for all but errors.
 * @param notOn exceptions of these types are not retried.
 */
public record RetryPolicy(
        int maxAttempts,
        Duration delay,
        double multiplier,
        Duration maxDelay,
        double jitter,
        List<Class<? extends Throwable>> retryOn,
        List<Class<? extends Throwable>> notOn) {

    /** No retry. */
    public static final RetryPolicy NONE = new RetryPolicy(1, Duration.ZERO, 1, Duration.ZERO, 0, List.of(), List.of());

    /**
     * Checks and copies the settings.
     *
     * @param maxAttempts deliveries in all, the first included; 1 for no retry.
     * @param delay before the first retry.
     * @param multiplier of the delay from one retry to the next; 1 for a fixed delay.
     * @param maxDelay that it grows to.
     * @param jitter the share of each delay that is drawn at random, from 0 to 1; a delay is never longer for it.
     * @param retryOn only exceptions of these types are retried; empty for all but errors.
     * @param notOn exceptions of these types are not retried.
     * @throws ConfigurationException where a number is out of range.
     */
    public RetryPolicy {
        require(maxAttempts >= 1, "max-attempts", maxAttempts, "at least 1, which means no retry");
        HermesConfig.validTime("delay", delay, "100ms");
        HermesConfig.validTime("max-delay", maxDelay, "10s");
        require(multiplier >= 1, "multiplier", multiplier, "1 for a fixed delay, or more for a growing one");
        require(jitter >= 0 && jitter <= 1, "jitter", jitter, "a share from 0 to 1");
        require(
                maxDelay.compareTo(delay) >= 0,
                "max-delay",
                maxDelay,
                "at least the first delay, " + delay + ", from which it grows");
        retryOn = List.copyOf(retryOn);
        notOn = List.copyOf(notOn);
    }

    private static void require(final boolean holds, final String setting, final Object value, final String advice) {
        if (!holds) {
            throw new ConfigurationException(setting, "retry: " + setting + " is " + value, "use " + advice);
        }
    }

    /**
     * How long a message waits for all its retries together, at most.
     *
     * @return the sum of the delays.
     */
    public Duration longestWait() {
        final double maxNs = (double) maxDelay.toNanos();
        double delayNs = (double) delay.toNanos();
        double sumNs = 0;
        for (int retry = 1; retry < maxAttempts; retry++) {
            if (delayNs == 0 || delayNs >= maxNs || multiplier == 1) { // from here on all are the same
                sumNs += Math.min(delayNs, maxNs) * (maxAttempts - retry);
                break;
            }
            sumNs += delayNs;
            delayNs *= multiplier;
        }
        return Duration.ofNanos((long) sumNs);
    }

    /**
     * Checks that a message does not expire while it waits for its retries.
     *
     * @param timeToLive of the messages.
     * @param listener id of the listener.
     * @throws ConfigurationException where the delays together are not shorter.
     */
    public void requireWithin(final Duration timeToLive, final String listener) {
        if (longestWait().compareTo(timeToLive) >= 0) {
            throw new ConfigurationException(
                    "retry",
                    "listener '" + listener + "' retries for up to " + longestWait() + ", but its messages live for "
                            + timeToLive + " only",
                    "use fewer attempts or shorter delays, or let the messages live longer");
        }
    }

    /**
     * Retries after the same time again and again.
     *
     * @param maxAttempts deliveries in all, the first included.
     * @param delay between two of them.
     * @return the policy.
     */
    public static RetryPolicy fixed(final int maxAttempts, final Duration delay) {
        return new RetryPolicy(maxAttempts, delay, 1, delay, 0, List.of(), List.of());
    }

    /**
     * Retries after twice the time before, up to a limit.
     *
     * @param maxAttempts deliveries in all, the first included.
     * @param delay before the first retry.
     * @param maxDelay that it grows to.
     * @return the policy.
     */
    public static RetryPolicy exponential(final int maxAttempts, final Duration delay, final Duration maxDelay) {
        return new RetryPolicy(maxAttempts, delay, 2, maxDelay, 0, List.of(), List.of());
    }

    /**
     * The same with a share of each delay drawn at random, so that listeners that failed together do not retry together.
     *
     * @param share from 0 to 1.
     * @return a copy.
     */
    public RetryPolicy withJitter(final double share) {
        return new RetryPolicy(maxAttempts, delay, multiplier, maxDelay, share, retryOn, notOn);
    }

    /**
     * The same for some types of exceptions only.
     *
     * @param types to retry; their subclasses as well.
     * @return a copy.
     */
    public RetryPolicy onlyOn(final List<Class<? extends Throwable>> types) {
        return new RetryPolicy(maxAttempts, delay, multiplier, maxDelay, jitter, types, notOn);
    }

    /**
     * The same, but not for some types of exceptions.
     *
     * @param types not to retry, nor their subclasses.
     * @return a copy.
     */
    public RetryPolicy except(final List<Class<? extends Throwable>> types) {
        return new RetryPolicy(maxAttempts, delay, multiplier, maxDelay, jitter, retryOn, types);
    }
}
