package io.hermesmq.channel.journal;

import io.hermesmq.JournalConfig;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.agrona.concurrent.EpochNanoClock;

/**
 * What a journal is opened with.
 *
 * @param channel name of the channel, for texts.
 * @param directory of the channel; the files of the journal lie in {@code queue} below it.
 * @param config of the journal.
 * @param clock of the roll cycles and of runs without a timestamp.
 * @param events told about damage and removed files.
 * @param maxFrameLength the longest frame in bytes, its header included.
 * @param slowestKnownSequence the sequence up to which every known listener has read; asked by retention.
 *     {@link Long#MAX_VALUE} where there is no listener.
 */
public record JournalSettings(
        String channel,
        Path directory,
        JournalConfig config,
        EpochNanoClock clock,
        JournalEvents events,
        int maxFrameLength,
        LongSupplier slowestKnownSequence) {

    /** The longest frame that a journal takes: 256 MiB. */
    public static final int MAX_FRAME_LENGTH = 256 * 1024 * 1024;

    /**
     * Checks every setting.
     *
     * @param channel name of the channel, for texts.
     * @param directory of the channel.
     * @param config of the journal.
     * @param clock of the roll cycles and of runs without a timestamp.
     * @param events told about damage and removed files.
     * @param maxFrameLength the longest frame in bytes, its header included.
     * @param slowestKnownSequence the sequence up to which every known listener has read.
     * @throws IllegalArgumentException where the longest frame is shorter than a header or longer than the limit.
     */
    public JournalSettings {
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(directory, "directory");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(events, "events");
        Objects.requireNonNull(slowestKnownSequence, "slowestKnownSequence");
        if (maxFrameLength < RunLayout.FRAME_ALIGNMENT || maxFrameLength > MAX_FRAME_LENGTH) {
            throw new IllegalArgumentException("the longest frame of channel '" + channel + "' has " + maxFrameLength
                    + " bytes; a journal takes " + RunLayout.FRAME_ALIGNMENT + " to " + MAX_FRAME_LENGTH);
        }
    }

    Path queueDirectory() {
        return directory.resolve(CycleNames.QUEUE);
    }

    Path damagedDirectory() {
        return directory.resolve(CycleNames.DAMAGED);
    }
}
