package io.hermesmq.benchmarks.dispatch;

import io.hermesmq.CircuitBreakerPolicy;
import io.hermesmq.FailurePolicy;
import io.hermesmq.Profile;
import io.hermesmq.RetryPolicy;
import io.hermesmq.benchmarks.rig.Session;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** Opens the two sides. */
public final class DispatchSides {

    private DispatchSides() {}

    /**
     * A stepped lane.
     *
     * @param listeners how many, 1 or 8.
     * @param profile of the engine.
     * @return the session.
     */
    public static Session hermes(final int listeners, final Profile profile) {
        return new HermesLane(listeners, profile, UnaryOperator.identity());
    }

    /**
     * A stepped lane whose listeners have every policy for what may happen to a message, of which nothing happens.
     *
     * @param listeners how many, 1 or 8.
     * @param profile of the engine.
     * @return the session.
     */
    public static Session policies(final int listeners, final Profile profile) {
        final FailurePolicy failing = FailurePolicy.SKIP
                .retrying(RetryPolicy.exponential(5, Duration.ofMillis(100), Duration.ofSeconds(10))
                        .withJitter(0.2))
                .deadLetteringTo("dead-letters")
                .breaking(new CircuitBreakerPolicy(0.5, 100, Duration.ofSeconds(30)));
        return new HermesLane(listeners, profile, listener -> listener.onFailure(failing));
    }

    /**
     * Loops written by hand.
     *
     * @param listeners how many, 1 or 8.
     * @return the session.
     */
    public static Session handWritten(final int listeners) {
        return new HandWrittenLoops(listeners);
    }
}
