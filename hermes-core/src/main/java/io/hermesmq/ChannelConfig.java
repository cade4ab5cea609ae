package io.hermesmq;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one channel. Start from {@link Profile#channel()} and change what differs.
 *
 * @param capacityBytes size of the ring; a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}. A message may
 *     take an eighth of it.
 * @param onFull what a publish does when there is no room.
 * @param blockTimeout how long {@link OnFull#BLOCK} waits before it refuses.
 * @param producers how many threads publish.
 * @param timestamps which messages carry their time.
 * @param journal the journal of the channel, or null for a channel in memory only.
 * @param timeToLive how long messages are delivered after they were published, or null for as long as they are there.
 */
public record ChannelConfig(
        int capacityBytes,
        OnFull onFull,
        Duration blockTimeout,
        Producers producers,
        Timestamps timestamps,
        @Nullable JournalConfig journal,
        @Nullable Duration timeToLive) {

    /** The smallest ring: 4 KiB. */
    public static final int MIN_CAPACITY = 4 * 1024;

    /** The largest ring: 1 GiB. */
    public static final int MAX_CAPACITY = 1 << 30;

    /**
     * Checks every setting.
     *
     * @param capacityBytes size of the ring; a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}. A message may
     *     take an eighth of it.
     * @param onFull what a publish does when there is no room.
     * @param blockTimeout how long {@link OnFull#BLOCK} waits before it refuses.
     * @param producers how many threads publish.
     * @param timestamps which messages carry their time.
     * @param journal the journal of the channel, or null for a channel in memory only.
     * @param timeToLive how long messages are delivered after they were published, or null for as long as they are there.
     * @throws ConfigurationException where one cannot work; it names the next value that does.
     */
    public ChannelConfig {
        Objects.requireNonNull(onFull, "onFull");
        Objects.requireNonNull(blockTimeout, "blockTimeout");
        Objects.requireNonNull(producers, "producers");
        Objects.requireNonNull(timestamps, "timestamps");
        validCapacity(capacityBytes);
        HermesConfig.validTime("block-timeout", blockTimeout, "0s to refuse at once");
        if (journal != null && onFull == OnFull.OVERWRITE) {
            throw new ConfigurationException(
                    "on-full",
                    "on-full: overwrite loses messages, and a journal keeps them",
                    "use on-full: block, fail or drop-newest; slow listeners of a journaled channel hold up nobody"
                            + " (journal.on-lag: read-journal)");
        }
        if (timeToLive != null) {
            validTimeToLive(timeToLive, timestamps);
        }
    }

    private static void validTimeToLive(final Duration timeToLive, final Timestamps timestamps) {
        HermesConfig.validTime("time-to-live", timeToLive, "no time-to-live for messages that live on");
        if (timeToLive.isZero()) {
            throw new ConfigurationException(
                    "time-to-live",
                    "time-to-live is 0, so no message would ever be delivered",
                    "use a time above zero, or none for messages that live on");
        }
        if (timestamps != Timestamps.EVERY) {
            throw new ConfigurationException(
                    "time-to-live",
                    "time-to-live " + timeToLive + " needs the time of every message, but timestamps are " + timestamps,
                    "use timestamps: every, or no time-to-live");
        }
    }

    /**
     * A channel whose messages live on.
     *
     * @param capacityBytes size of the ring; a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}. A message may
     *     take an eighth of it.
     * @param onFull what a publish does when there is no room.
     * @param blockTimeout how long {@link OnFull#BLOCK} waits before it refuses.
     * @param producers how many threads publish.
     * @param timestamps which messages carry their time.
     * @param journal the journal of the channel, or null for a channel in memory only.
     * @throws ConfigurationException where one cannot work; it names the next value that does.
     */
    public ChannelConfig(
            final int capacityBytes,
            final OnFull onFull,
            final Duration blockTimeout,
            final Producers producers,
            final Timestamps timestamps,
            final @Nullable JournalConfig journal) {
        this(capacityBytes, onFull, blockTimeout, producers, timestamps, journal, null);
    }

    /**
     * A channel in memory only.
     *
     * @param capacityBytes size of the ring; a power of two from {@link #MIN_CAPACITY} to {@link #MAX_CAPACITY}. A message may
     *     take an eighth of it.
     * @param onFull what a publish does when there is no room.
     * @param blockTimeout how long {@link OnFull#BLOCK} waits before it refuses.
     * @param producers how many threads publish.
     * @param timestamps which messages carry their time.
     * @throws ConfigurationException where one cannot work; it names the next value that does.
     */
    public ChannelConfig(
            final int capacityBytes,
            final OnFull onFull,
            final Duration blockTimeout,
            final Producers producers,
            final Timestamps timestamps) {
        this(capacityBytes, onFull, blockTimeout, producers, timestamps, null);
    }

    /**
     * Checks a capacity that may be larger than an int.
     *
     * @param capacityBytes the capacity that was asked for.
     * @return the same as an int.
     * @throws ConfigurationException where it is no power of two within the limits; the action names the next valid one.
     */
    public static int validCapacity(final long capacityBytes) {
        if (capacityBytes < MIN_CAPACITY || capacityBytes > MAX_CAPACITY || Long.bitCount(capacityBytes) != 1) {
            throw new ConfigurationException(
                    "capacity",
                    "capacity " + capacityBytes + " is not a power of two from " + MIN_CAPACITY + " to " + MAX_CAPACITY,
                    "use " + nextCapacity(capacityBytes));
        }
        return (int) capacityBytes;
    }

    /**
     * The smallest valid capacity that is at least as large as another.
     *
     * @param capacityBytes any number.
     * @return a power of two within the limits.
     */
    public static int nextCapacity(final long capacityBytes) {
        if (capacityBytes <= MIN_CAPACITY) {
            return MIN_CAPACITY;
        }
        if (capacityBytes >= MAX_CAPACITY) {
            return MAX_CAPACITY;
        }
        return Math.toIntExact(Long.highestOneBit(capacityBytes - 1) << 1);
    }

    /**
     * The same settings with another capacity.
     *
     * @param bytes size of the ring.
     * @return a copy.
     */
    public ChannelConfig withCapacity(final int bytes) {
        return new ChannelConfig(bytes, onFull, blockTimeout, producers, timestamps, journal, timeToLive);
    }

    /**
     * The same settings with another policy for a full ring.
     *
     * @param policy what a publish does when there is no room.
     * @return a copy.
     */
    public ChannelConfig withOnFull(final OnFull policy) {
        return new ChannelConfig(capacityBytes, policy, blockTimeout, producers, timestamps, journal, timeToLive);
    }

    /**
     * The same settings with another time limit.
     *
     * @param timeout how long a publish may wait for room.
     * @return a copy.
     */
    public ChannelConfig withBlockTimeout(final Duration timeout) {
        return new ChannelConfig(capacityBytes, onFull, timeout, producers, timestamps, journal, timeToLive);
    }

    /**
     * The same settings for one or many publishing threads.
     *
     * @param threads how many publish.
     * @return a copy.
     */
    public ChannelConfig withProducers(final Producers threads) {
        return new ChannelConfig(capacityBytes, onFull, blockTimeout, threads, timestamps, journal, timeToLive);
    }

    /**
     * The same settings with other timestamps.
     *
     * @param which messages carry their time.
     * @return a copy.
     */
    public ChannelConfig withTimestamps(final Timestamps which) {
        return new ChannelConfig(capacityBytes, onFull, blockTimeout, producers, which, journal, timeToLive);
    }

    /**
     * The same settings with a journal: messages survive the process, and listeners resume where they were. Every message carries
     * its time then, so that a listener can begin at one; {@link #withTimestamps} behind this may say otherwise.
     *
     * @param settings of the journal, or null for a channel in memory only.
     * @return a copy.
     */
    public ChannelConfig withJournal(final @Nullable JournalConfig settings) {
        final Timestamps times = settings != null && timestamps == Timestamps.SAMPLED ? Timestamps.EVERY : timestamps;
        return new ChannelConfig(capacityBytes, onFull, blockTimeout, producers, times, settings, timeToLive);
    }

    /**
     * The same settings with a time to live: a listener that gets to a message later passes over it and counts it. Every message
     * carries its time then.
     *
     * @param time after the publish, above zero; or null for messages that live on.
     * @return a copy.
     * @throws ConfigurationException where timestamps are {@link Timestamps#OFF}.
     */
    public ChannelConfig withTimeToLive(final @Nullable Duration time) {
        final Timestamps times = time != null && timestamps == Timestamps.SAMPLED ? Timestamps.EVERY : timestamps;
        return new ChannelConfig(capacityBytes, onFull, blockTimeout, producers, times, journal, time);
    }
}
