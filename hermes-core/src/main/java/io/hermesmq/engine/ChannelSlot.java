package io.hermesmq.engine;

import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.dispatch.JournalLane;
import org.jspecify.annotations.Nullable;

/** A channel of the engine, what it is known to carry, and whether somebody holds it up. Guarded by the engine's lock. */
final class ChannelSlot {

    private final Channel channel;
    private final @Nullable JournalLane journalLane;
    private final @Nullable JournalState journalState;
    private final ChannelTypes types;
    private boolean published;
    private volatile @Nullable String stalledBy;

    ChannelSlot(final Channel channel) {
        this(channel, null, null);
    }

    /** A journaled channel with the lane of its journal and what the journal has told. */
    ChannelSlot(
            final Channel channel, final @Nullable JournalLane journalLane, final @Nullable JournalState journalState) {
        this.channel = channel;
        types = new ChannelTypes(channel);
        this.journalLane = journalLane;
        this.journalState = journalState;
    }

    boolean isJournaled() {
        return journalLane != null;
    }

    @Nullable
    JournalState journalState() {
        return journalState;
    }

    /** Writes what the journal still lacks and closes its files. All lanes must have ended. */
    void close() {
        if (journalLane != null && channel instanceof JournaledChannel journaled) {
            journalLane.close();
            journaled.closeJournal();
        }
    }

    /** Notes that the channel has a publisher. */
    void published() {
        published = true;
    }

    boolean isPublished() {
        return published;
    }

    Channel channel() {
        return channel;
    }

    /** What it carries. */
    ChannelTypes types() {
        return types;
    }

    @Nullable
    Class<? extends Record> record() {
        return types.record();
    }

    /** Notes that somebody publishes or reads messages of a codec. They have to be of a known type; raw bytes are free. */
    void carries(final Class<?> message, final @Nullable PayloadCodec codec, final String user) {
        types.carries(message, codec, user);
    }

    @Nullable
    String stalledBy() {
        return stalledBy;
    }

    void stalledBy(final @Nullable String thread) {
        stalledBy = thread;
    }
}
