package io.hermesmq;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a channel. Start from {@link #DEFAULT} and change what differs.
 *
 * @param acknowledge what has happened to a message when its publish returns.
 * @param rollCycle how long one file is written.
 * @param maxAge files whose newest message is older are removed; null keeps them for ever.
 * @param maxSizeBytes the oldest files are removed while all together are larger; 0 for no limit.
 * @param keepUnread whether files are kept that a known listener has not read yet, whatever age and size say.
 * @param minFreeSpaceBytes publishing is refused while the disk has less free space. Hermes keeps at least the capacity of
 *     the ring free besides, so that what was accepted can always be written.
 * @param onLag what a listener does that falls behind.
 */
public record JournalConfig(
        Acknowledge acknowledge,
        RollCycle rollCycle,
        @Nullable Duration maxAge,
        long maxSizeBytes,
        boolean keepUnread,
        long minFreeSpaceBytes,
        OnLag onLag) {

    /** Acknowledged when written, a file a day, kept for ever, 64 MiB of the disk left free. */
    public static final JournalConfig DEFAULT = new JournalConfig(
            Acknowledge.WRITTEN, RollCycle.DAILY, null, 0, true, 64L * 1024 * 1024, OnLag.READ_JOURNAL);

    /**
     * Checks every setting.
     *
     * @param acknowledge what has happened to a message when its publish returns.
     * @param rollCycle how long one file is written.
     * @param maxAge files whose newest message is older are removed; null keeps them for ever.
     * @param maxSizeBytes the oldest files are removed while all together are larger; 0 for no limit.
     * @param keepUnread whether files are kept that a known listener has not read yet, whatever age and size say.
     * @param minFreeSpaceBytes publishing is refused while the disk has less free space.
     * @param onLag what a listener does that falls behind.
     * @throws ConfigurationException where one cannot work.
     */
    public JournalConfig {
        Objects.requireNonNull(acknowledge, "acknowledge");
        Objects.requireNonNull(rollCycle, "rollCycle");
        Objects.requireNonNull(onLag, "onLag");
        if (maxAge != null && (maxAge.isNegative() || maxAge.isZero())) {
            throw new ConfigurationException(
                    "journal.retention.max-age",
                    "max-age " + maxAge + " keeps nothing",
                    "use a time such as 7d, or leave it out to keep everything");
        }
        requireBytes("journal.retention.max-size", maxSizeBytes, "leave it out to keep everything");
        requireBytes("journal.min-free-space", minFreeSpaceBytes, "use 0 to keep free no more than the ring needs");
    }

    private static void requireBytes(final String setting, final long bytes, final String advice) {
        if (bytes < 0) {
            throw new ConfigurationException(setting, setting + " " + bytes + " is negative", advice);
        }
    }

    /**
     * The same journal with another level of durability.
     *
     * @param level what has happened to a message when its publish returns.
     * @return a copy.
     */
    public JournalConfig withAcknowledge(final Acknowledge level) {
        return new JournalConfig(level, rollCycle, maxAge, maxSizeBytes, keepUnread, minFreeSpaceBytes, onLag);
    }

    /**
     * The same journal with longer or shorter files.
     *
     * @param cycle how long one file is written.
     * @return a copy.
     */
    public JournalConfig withRollCycle(final RollCycle cycle) {
        return new JournalConfig(acknowledge, cycle, maxAge, maxSizeBytes, keepUnread, minFreeSpaceBytes, onLag);
    }

    /**
     * The same journal with a limit of age.
     *
     * @param age files whose newest message is older are removed; null keeps them for ever.
     * @return a copy.
     */
    public JournalConfig withMaxAge(final @Nullable Duration age) {
        return new JournalConfig(acknowledge, rollCycle, age, maxSizeBytes, keepUnread, minFreeSpaceBytes, onLag);
    }

    /**
     * The same journal with a limit of size.
     *
     * @param bytes of all files together; 0 for no limit.
     * @return a copy.
     */
    public JournalConfig withMaxSize(final long bytes) {
        return new JournalConfig(acknowledge, rollCycle, maxAge, bytes, keepUnread, minFreeSpaceBytes, onLag);
    }

    /**
     * The same journal with or without protection of what listeners have not read.
     *
     * @param keep whether unread files are kept.
     * @return a copy.
     */
    public JournalConfig withKeepUnread(final boolean keep) {
        return new JournalConfig(acknowledge, rollCycle, maxAge, maxSizeBytes, keep, minFreeSpaceBytes, onLag);
    }

    /**
     * The same journal with another reserve.
     *
     * @param bytes of the disk that stay free.
     * @return a copy.
     */
    public JournalConfig withMinFreeSpace(final long bytes) {
        return new JournalConfig(acknowledge, rollCycle, maxAge, maxSizeBytes, keepUnread, bytes, onLag);
    }

    /**
     * The same journal with another policy for slow listeners.
     *
     * @param policy what a listener does that falls behind.
     * @return a copy.
     */
    public JournalConfig withOnLag(final OnLag policy) {
        return new JournalConfig(acknowledge, rollCycle, maxAge, maxSizeBytes, keepUnread, minFreeSpaceBytes, policy);
    }
}
