package io.hermesmq.test;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.EpochNanoClock;

/**
 * The clock of an engine under test. It stands still until the test moves it, so that a time to live, a retry with back-off, a circuit
 * breaker or a delay is over exactly when the test says so.
 *
 * <p>Begins at {@link #START}. Safe for any thread. Time-outs of waiting threads ({@code block-timeout}, {@code drain-timeout}) are
 * real time all the same: nobody could end them while their thread waits.
 */
public final class TestClock implements EpochNanoClock {

    /** Where every such clock begins: the start of the year 2000, before any recorded journal. */
    public static final Instant START = Instant.parse("2000-01-01T00:00:00Z");

    private final AtomicLong nowNs = new AtomicLong(nanosOf(START));

    /** Creates a clock that shows {@link #START}. */
    public TestClock() {}

    @Override
    public long nanoTime() {
        return nowNs.get();
    }

    /**
     * What the clock shows.
     *
     * @return the time.
     */
    public Instant now() {
        final long ns = nowNs.get();
        final long second = TimeUnit.SECONDS.toNanos(1);
        return Instant.ofEpochSecond(Math.floorDiv(ns, second), Math.floorMod(ns, second));
    }

    /**
     * Moves the clock on. What waited for a time up to then happens with the next step of its lane.
     *
     * @param time by how much.
     * @return this clock.
     * @throws IllegalArgumentException where the time is negative.
     */
    public TestClock advance(final Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a clock does not advance by " + time + "; use set(Instant) to go back");
        }
        nowNs.addAndGet(time.toNanos());
        return this;
    }

    /**
     * Sets the clock, back as well. What waits for a time that was nearer waits longer then.
     *
     * @param time that it shows from now on.
     * @return this clock.
     */
    public TestClock set(final Instant time) {
        nowNs.set(nanosOf(time));
        return this;
    }

    void setNanos(final long time) {
        nowNs.set(time);
    }

    private static long nanosOf(final Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), TimeUnit.SECONDS.toNanos(1)), time.getNano());
    }

    @Override
    public String toString() {
        return now().toString();
    }
}
