package io.hermesmq;

import java.time.Duration;
import java.util.Objects;

/**
 * The settings of one lane: a thread that polls one or more listeners. Start from {@link Profile#lane()}.
 *
 * @param idle what the lane does while there is nothing to read.
 * @param cpu the CPU that the thread is pinned to, or {@link #NO_CPU}.
 * @param linger how long the lane leaves publishers alone after a batch while messages stream in, that is, from the second poll
 *     in a row that delivered; zero takes each message at once. At most a millisecond.
 * @param stepped whether there is no thread at all and a test steps the lane by hand.
 */
public record LaneConfig(IdleMode idle, int cpu, Duration linger, boolean stepped) {

    /** The lane runs wherever the operating system puts it. */
    public static final int NO_CPU = -1;

    private static final Duration MAX_LINGER = Duration.ofMillis(1);

    /**
     * Checks every setting.
     *
     * @param idle what the lane does while there is nothing to read.
     * @param cpu the CPU that the thread is pinned to, or {@link #NO_CPU}.
     * @param linger how long the lane leaves publishers alone after a batch while messages stream in, that is, from the second poll
     *     in a row that delivered; zero takes each message at once. At most a millisecond.
     * @param stepped whether there is no thread at all and a test steps the lane by hand.
     * @throws ConfigurationException where one cannot work.
     */
    public LaneConfig {
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(linger, "linger");
        if (cpu < NO_CPU) {
            throw new ConfigurationException(
                    "cpu", "cpu " + cpu + " is not the number of a CPU", "use a number from 0, or leave it out");
        }
        if (linger.isNegative() || linger.compareTo(MAX_LINGER) > 0) {
            throw new ConfigurationException(
                    "linger",
                    "linger " + linger + " is not within 0 and 1 ms",
                    "use 100ns for latency, 500ns for throughput, 0s for neither");
        }
    }

    /**
     * The same settings with another idle mode.
     *
     * @param mode what the lane does while there is nothing to read.
     * @return a copy.
     */
    public LaneConfig withIdle(final IdleMode mode) {
        return new LaneConfig(mode, cpu, linger, stepped);
    }

    /**
     * The same settings on a CPU of its own.
     *
     * @param number of the CPU, or {@link #NO_CPU}.
     * @return a copy.
     */
    public LaneConfig withCpu(final int number) {
        return new LaneConfig(idle, number, linger, stepped);
    }

    /**
     * The same settings with another linger.
     *
     * @param time that the lane leaves publishers alone after a batch.
     * @return a copy.
     */
    public LaneConfig withLinger(final Duration time) {
        return new LaneConfig(idle, cpu, time, stepped);
    }

    /**
     * The same settings without a thread: {@link Hermes#step(String)} polls the lane.
     *
     * @param byHand true to step the lane by hand.
     * @return a copy.
     */
    public LaneConfig withStepped(final boolean byHand) {
        return new LaneConfig(idle, cpu, linger, byHand);
    }
}
