package io.hermesmq.channel.journal;

import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.core.time.TimeProvider;

/**
 * Says to which file a run goes. It never steps back, whatever the clock of the machine does, and can be told to begin a file at
 * once: so a file is never written to after a younger one was begun, and readers meet messages in their order.
 *
 * <p>Set by the thread that appends.
 */
final class RollClock implements TimeProvider {

    private final long rollNs;
    private long period = Long.MIN_VALUE;
    private volatile int cycle;

    RollClock(final long rollNs, final int lastCycle) {
        this.rollNs = rollNs;
        this.cycle = lastCycle;
    }

    int cycle() {
        return cycle;
    }

    /** Begins a file whose name is free, and is the time where the clock allows it. */
    void beginCycle(final long nowNs) {
        cycle = Math.max(cycle + 1, (int) (TimeUnit.NANOSECONDS.toMillis(nowNs) / CycleNames.CYCLE_MS));
        period = Math.max(period, Math.floorDiv(nowNs, rollNs));
    }

    /** Goes on in the file of the current cycle. One that was begun in the future is taken as begun now. */
    void resumeCycle(final long nowNs) {
        final long begunNs = TimeUnit.MILLISECONDS.toNanos(cycle * CycleNames.CYCLE_MS);
        period = Math.floorDiv(Math.min(begunNs, nowNs), rollNs);
    }

    /** Whether a later roll cycle has begun than the one of the current file. */
    boolean isDue(final long nowNs) {
        return Math.floorDiv(nowNs, rollNs) > period;
    }

    @Override
    public long currentTimeMillis() {
        return cycle * CycleNames.CYCLE_MS;
    }
}
