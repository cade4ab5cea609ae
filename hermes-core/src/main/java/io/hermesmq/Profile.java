package io.hermesmq;

import java.time.Duration;

/**
 * A named set of defaults for channels and lanes. What a channel or lane says itself wins.
 *
 * <p>docs/design/threading.md gives the price of each in CPU, memory and latency.
 */
@SuppressWarnings("ImmutableEnumChecker") // the records are immutable; the checker only believes an annotation
public enum Profile {
    /** Lanes that sleep when idle, rings of 1 MiB: good manners on a laptop and in a container with one CPU. */
    BALANCED(
            new ChannelConfig(1 << 20, OnFull.BLOCK, Duration.ofSeconds(5), Producers.MULTI, Timestamps.SAMPLED),
            new LaneConfig(IdleMode.AUTO, LaneConfig.NO_CPU, Duration.ofNanos(100), false),
            false),

    /** Lanes that spin: the shortest way through, for a core per lane. */
    LOW_LATENCY(
            new ChannelConfig(1 << 20, OnFull.BLOCK, Duration.ofSeconds(5), Producers.MULTI, Timestamps.SAMPLED),
            new LaneConfig(IdleMode.BUSY_SPIN, LaneConfig.NO_CPU, Duration.ofNanos(100), false),
            false),

    /**
     * Lanes that spin, and while messages stream in let publishers get ahead by half a microsecond, so that the cores do not
     * fight over a cache line for each message.
     */
    THROUGHPUT(
            new ChannelConfig(1 << 20, OnFull.BLOCK, Duration.ofSeconds(5), Producers.MULTI, Timestamps.SAMPLED),
            new LaneConfig(IdleMode.YIELD, LaneConfig.NO_CPU, Duration.ofNanos(500), false),
            false),

    /** Rings of 64 KiB, no timestamps, and one lane for all listeners that name none: for tests and small containers. */
    SMALL(
            new ChannelConfig(1 << 16, OnFull.BLOCK, Duration.ofSeconds(5), Producers.MULTI, Timestamps.OFF),
            new LaneConfig(IdleMode.PARK, LaneConfig.NO_CPU, Duration.ZERO, false),
            true);

    private final ChannelConfig channel;
    private final LaneConfig lane;
    private final boolean sharesLane;

    Profile(final ChannelConfig channel, final LaneConfig lane, final boolean sharesLane) {
        this.channel = channel;
        this.lane = lane;
        this.sharesLane = sharesLane;
    }

    /**
     * The settings of a channel that says nothing itself.
     *
     * @return the defaults of this profile.
     */
    public ChannelConfig channel() {
        return channel;
    }

    /**
     * The settings of a lane that says nothing itself.
     *
     * @return the defaults of this profile.
     */
    public LaneConfig lane() {
        return lane;
    }

    /**
     * Whether listeners that name no lane share one, called {@code shared}, instead of getting one each.
     *
     * @return true for {@link #SMALL}.
     */
    public boolean sharesLane() {
        return sharesLane;
    }
}
