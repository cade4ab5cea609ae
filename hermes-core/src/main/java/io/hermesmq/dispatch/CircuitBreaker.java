package io.hermesmq.dispatch;

import io.hermesmq.CircuitBreakerPolicy;
import io.hermesmq.HermesSnapshot.BreakerState;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The circuit breaker of one listener. It hears of failures only: how many calls there were, successes included, the counters of the
 * listener say anyway.
 *
 * <p>It remembers the numbers of the last {@code k} calls that failed, where {@code k} failures in a window are too many. It opens when the
 * oldest of them lies within the window. Whether the probe succeeded shows at the next failure, or to who looks: then there were more
 * calls than the one that failed last. So a call that succeeds costs nothing.
 */
final class CircuitBreaker {

    private static final long NEVER = -1;

    private final CircuitBreakerPolicy policy;
    private final ListenerCounters counters;
    private final EpochNanoClock clock;
    private final long[] failedCalls;
    private long failures;
    private long windowStart;
    private volatile long openedAtCall = NEVER;
    private volatile long openUntilNs;
    private boolean isProbe;

    CircuitBreaker(final CircuitBreakerPolicy policy, final ListenerCounters counters, final EpochNanoClock clock) {
        this.policy = policy;
        this.counters = counters;
        this.clock = clock;
        failedCalls = new long[(int) Math.max(1, Math.ceil(policy.failureRate() * policy.window()))];
    }

    /** Notes that the last call failed; returns whether the breaker opens. For the thread of the lane. */
    boolean failed() {
        final long call = counters.calls();
        isProbe = call == openedAtCall + 1 && openedAtCall != NEVER;
        if (!isProbe && openedAtCall != NEVER) {
            windowStart = openedAtCall; // the probe succeeded
            openedAtCall = NEVER;
        }
        failedCalls[(int) (failures++ % failedCalls.length)] = call;
        final boolean isFull = failures >= failedCalls.length && call - windowStart >= policy.window();
        if (isProbe || (isFull && failedCalls[(int) (failures % failedCalls.length)] > call - policy.window())) {
            failures = 0;
            openUntilNs = clock.nanoTime() + policy.openFor().toNanos();
            openedAtCall = call;
            return true;
        }
        return false;
    }

    /** Until when it stays open. */
    long openUntilNs() {
        return openUntilNs;
    }

    /** Why it opened last. */
    String cause() {
        return isProbe ? "its probe failed" : failedCalls.length + " of its last " + policy.window() + " calls failed";
    }

    /** Any thread may ask. */
    BreakerState state() {
        final long opened = openedAtCall;
        if (opened == NEVER || counters.calls() > opened) {
            return BreakerState.CLOSED;
        }
        return clock.nanoTime() - openUntilNs < 0 ? BreakerState.OPEN : BreakerState.HALF_OPEN;
    }
}
