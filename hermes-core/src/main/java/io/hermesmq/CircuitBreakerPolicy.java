package io.hermesmq;

import java.time.Duration;
import java.util.Objects;

/**
 * When the circuit breaker of a listener opens, and for how long: it calls its method no more until then, and messages wait in the
 * channel. Then one message is the probe: where it succeeds the breaker closes, where it fails it opens again.
 *
 * @param failureRate share of the last calls that must have failed, above 0 and up to 1.
 * @param window how many calls the rate is taken over; it does not open before so many were made.
 * @param openFor how long it stays open.
 */
public record CircuitBreakerPolicy(double failureRate, int window, Duration openFor) {

    /**
     * Checks the settings.
     *
     * @param failureRate share of the last calls that must have failed, above 0 and up to 1.
     * @param window how many calls the rate is taken over.
     * @param openFor how long it stays open.
     * @throws ConfigurationException where one cannot work.
     */
    public CircuitBreakerPolicy {
        Objects.requireNonNull(openFor, "openFor");
        if (!(failureRate > 0 && failureRate <= 1)) {
            throw new ConfigurationException(
                    "failure-rate",
                    "circuit-breaker: failure-rate is " + failureRate,
                    "use a share above 0 and up to 1, such as 0.5");
        }
        if (window < 1) {
            throw new ConfigurationException(
                    "window", "circuit-breaker: window is " + window, "use the number of calls to look at, such as 20");
        }
        HermesConfig.validTime("open-for", openFor, "30s");
    }
}
