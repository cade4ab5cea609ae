package io.hermesmq.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When a listener stops calling its method for a while, because too many calls fail. Messages wait in the channel meanwhile. See {@link
 * io.hermesmq.CircuitBreakerPolicy}.
 *
 * <p>In a Spring application every text may hold a placeholder or an expression.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface CircuitBreaker {

    /**
     * The share of the last calls that must have failed.
     *
     * @return above 0 and up to 1, such as {@code 0.5}; empty for no circuit breaker.
     */
    String failureRate() default "";

    /**
     * How many calls the rate is taken over; it does not open before so many were made.
     *
     * @return a number of at least 1.
     */
    String window() default "20";

    /**
     * How long it stays open before one message is tried.
     *
     * @return a time such as {@code 30s}.
     */
    String openFor() default "30s";
}
