package io.hermesmq.monitor;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The clock of all timestamps of a process: the monotonic clock, moved to the epoch once. It never steps, so the difference of
 * two of its times is a duration, whoever took them. It does not follow when somebody sets the clock of the machine.
 *
 * <p>Agrona's clock of the same kind starts from milliseconds: two of them differ by up to one.
 */
public final class EpochClock implements EpochNanoClock {

    /** The one clock of this process. */
    public static final EpochClock INSTANCE = new EpochClock();

    private static final int SAMPLES = 20;

    private final long offsetNs;

    private EpochClock() {
        long bestOffsetNs = 0;
        long bestWindowNs = Long.MAX_VALUE;
        for (int i = 0; i < SAMPLES; i++) {
            final long beforeNs = System.nanoTime();
            final Instant now = Instant.now();
            final long windowNs = System.nanoTime() - beforeNs;
            if (windowNs < bestWindowNs) {
                bestWindowNs = windowNs;
                final long epochNs = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
                bestOffsetNs = epochNs - (beforeNs + windowNs / 2);
            }
        }
        offsetNs = bestOffsetNs;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime() + offsetNs;
    }
}
