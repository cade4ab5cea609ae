package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How often and when a message is delivered again after its listener threw. The listener waits in front of the message meanwhile, so order
 * is kept; other listeners go on. See {@link io.hermesmq.RetryPolicy}.
 *
 * <p>In a Spring application every text may hold a placeholder or an expression.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface Retry {

    /**
     * Deliveries in all, the first included.
     *
     * @return a number of at least 1, which means no retry.
     */
    String maxAttempts() default "1";

    /**
     * The time before the first retry.
     *
     * @return such as {@code 100ms}, {@code 2s} or {@code PT0.1S}.
     */
    String delay() default "0ms";

    /**
     * What the delay is multiplied with from one retry to the next.
     *
     * @return 1 for a fixed delay, or more.
     */
    String multiplier() default "1";

    /**
     * What the delay grows to.
     *
     * @return a time; empty for 10 seconds, or the first delay where that is longer.
     */
    String maxDelay() default "";

    /**
     * The share of each delay that is drawn at random, so that listeners that failed together do not retry together.
     *
     * @return from 0 to 1.
     */
    String jitter() default "0";

    /**
     * Exceptions that are retried, their subclasses included.
     *
     * @return types; empty for all that {@link #except()} does not name.
     */
    Class<? extends Throwable>[] onlyOn() default {};

    /**
     * Exceptions that are not retried, their subclasses included.
     *
     * @return types.
     */
    Class<? extends Throwable>[] except() default {};
}
