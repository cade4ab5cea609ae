package io.hermesmq.test;

import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Lets the lanes of an engine work until something is so. Steps them, or looks at them now and then while they run. */
final class LaneDriver {

    private static final long LOOK_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(200);

    private final Hermes hermes;
    private final LaneMode mode;
    private final Duration patience;

    LaneDriver(final Hermes hermes, final LaneMode mode, final Duration patience) {
        this.hermes = hermes;
        this.mode = mode;
        this.patience = patience;
    }

    LaneMode mode() {
        return mode;
    }

    Duration patience() {
        return patience;
    }

    /** Returns whether it became so: with stepped lanes before nothing was left to do, with running ones in time. */
    boolean runUntil(final BooleanSupplier condition) {
        final long deadlineNs = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            final boolean worked = mode == LaneMode.STEPPED && stepAll() > 0;
            if (worked) {
                if (System.nanoTime() - deadlineNs >= 0) {
                    return condition.getAsBoolean(); // listeners that publish to each other never end
                }
                continue;
            }
            if (mode == LaneMode.STEPPED && !isMovedByOthers()) {
                return condition.getAsBoolean();
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                return false;
            }
            LockSupport.parkNanos(this, LOOK_INTERVAL_NS);
        }
        return true;
    }

    /** The thread of a journal may still let listeners see more. */
    private boolean isMovedByOthers() {
        return hermes.snapshot().channels().stream()
                        .anyMatch(channel ->
                                channel.journal() != null && !channel.journal().failed())
                && !isQuiet();
    }

    /** Whether every listener has handled everything that was published. */
    boolean isQuiet() {
        return hermes.awaitIdle(Duration.ZERO);
    }

    int stepAll() {
        int messages = 0;
        for (final HermesSnapshot.Lane lane : hermes.snapshot().lanes()) {
            messages += hermes.step(lane.name());
        }
        return messages;
    }

    int step(final String lane) {
        return hermes.step(lane);
    }
}
