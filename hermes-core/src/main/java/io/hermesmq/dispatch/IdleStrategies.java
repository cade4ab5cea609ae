package io.hermesmq.dispatch;

import io.hermesmq.IdleMode;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** Makes the idle strategy that an {@link IdleMode} stands for. */
final class IdleStrategies {

    private static final int AUTO_SPINS = 200;
    private static final int AUTO_YIELDS = 20;
    private static final int BACK_OFF_SPINS = 100;
    private static final int BACK_OFF_YIELDS = 20;
    private static final long BACK_OFF_MIN_NS = TimeUnit.MICROSECONDS.toNanos(10);
    private static final long BACK_OFF_MAX_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private IdleStrategies() {}

    /** A strategy for one lane, which says in how many nanoseconds it has something to do: 0 for now. */
    static IdleStrategy of(final IdleMode mode, final LongSupplier dueNs) {
        return switch (mode) {
            case AUTO -> auto(dueNs, ParkingIdleStrategy.LOOK_INTERVAL_NS);
            case BUSY_SPIN -> new BusySpinIdleStrategy();
            case YIELD -> new YieldingIdleStrategy();
            case BACK_OFF -> new BackoffIdleStrategy(BACK_OFF_SPINS, BACK_OFF_YIELDS, BACK_OFF_MIN_NS, BACK_OFF_MAX_NS);
            case PARK -> new ParkingIdleStrategy(0, 0, dueNs, ParkingIdleStrategy.LOOK_INTERVAL_NS);
        };
    }

    /** For a thread that looks for itself after a time, too. */
    static ParkingIdleStrategy auto(final BooleanSupplier hasPending, final long lookIntervalNs) {
        return auto(() -> hasPending.getAsBoolean() ? 0 : Long.MAX_VALUE, lookIntervalNs);
    }

    /** For a thread that nobody waits for, and that looks for itself after a time. */
    static ParkingIdleStrategy park(final BooleanSupplier hasPending, final long lookIntervalNs) {
        return new ParkingIdleStrategy(0, 0, () -> hasPending.getAsBoolean() ? 0 : Long.MAX_VALUE, lookIntervalNs);
    }

    /** On one CPU, spinning only keeps the publisher from its core. */
    private static ParkingIdleStrategy auto(final LongSupplier dueNs, final long lookIntervalNs) {
        final boolean alone = Runtime.getRuntime().availableProcessors() == 1;
        return new ParkingIdleStrategy(alone ? 0 : AUTO_SPINS, alone ? 1 : AUTO_YIELDS, dueNs, lookIntervalNs);
    }

    /** Whether lanes of a mode keep a core busy while idle. */
    static boolean burnsCore(final IdleMode mode) {
        return mode == IdleMode.BUSY_SPIN || mode == IdleMode.YIELD;
    }
}
