package io.hermesmq.dispatch;

import io.hermesmq.InvalidMessageException;
import io.hermesmq.RetryPolicy;
import io.hermesmq.codec.MessageDecodingException;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Which failures a {@link RetryPolicy} retries, and after what time. For the thread of the lane, off the hot path. */
final class RetryRules {

    /** Chains of causes can be circles. */
    private static final int MAX_CAUSES = 100;

    private final RetryPolicy policy;
    private final DoubleSupplier random;

    /** Rules that draw the jitter from numbers in [0, 1). */
    RetryRules(final RetryPolicy policy, final DoubleSupplier random) {
        this.policy = policy;
        this.random = random;
    }

    /** Whether a message that has failed so often is delivered again after this failure. */
    boolean retries(final Throwable failure, final int attempt) {
        return attempt < policy.maxAttempts() && isRetried(failure);
    }

    private boolean isRetried(final Throwable failure) {
        boolean isHopeless = false;
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            if (isAny(policy.notOn(), cause)) {
                return false;
            }
            if (isAny(policy.retryOn(), cause)) {
                return true;
            }
            isHopeless |= cause instanceof Error
                    || cause instanceof MessageDecodingException
                    || cause instanceof InvalidMessageException;
            cause = cause.getCause();
        }
        return policy.retryOn().isEmpty() && !isHopeless;
    }

    private static boolean isAny(final List<Class<? extends Throwable>> types, final Throwable failure) {
        for (final Class<? extends Throwable> type : types) {
            if (type.isInstance(failure)) {
                return true;
            }
        }
        return false;
    }

    /** How long a message waits that has failed so often. */
    long delayNs(final int attempt) {
        final double grown = (double) policy.delay().toNanos() * Math.pow(policy.multiplier(), attempt - 1.0);
        final double delayNs = Math.min(grown, (double) policy.maxDelay().toNanos());
        return (long) (delayNs * (1 - policy.jitter() * random.getAsDouble()));
    }
}
