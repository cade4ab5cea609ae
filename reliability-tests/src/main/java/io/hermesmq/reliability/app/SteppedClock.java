package io.hermesmq.reliability.app;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;

/** The time of the machine, moved by steps in either direction. For any thread. */
final class SteppedClock implements EpochNanoClock {

    private final EpochNanoClock machine = new SystemEpochNanoClock();
    private final AtomicLong movedNs = new AtomicLong();

    void step(final Duration step) {
        movedNs.addAndGet(step.toNanos());
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime() + movedNs.get();
    }
}
