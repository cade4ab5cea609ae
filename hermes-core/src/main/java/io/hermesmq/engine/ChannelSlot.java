package io.hermesmq.engine;

import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.codec.RecordLayout;
import io.hermesmq.dispatch.JournalLane;
import java.util.List;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.agrona.sbe.MessageEncoderFlyweight;
import org.jspecify.annotations.Nullable;

/** A channel of the engine, what it is known to carry, and whether somebody holds it up. Guarded by the engine's lock. */
final class ChannelSlot {

    private static final List<Class<?>> SBE_TYPES =
            List.of(MessageEncoderFlyweight.class, MessageDecoderFlyweight.class);

    private final Channel channel;
    private final @Nullable JournalLane journalLane;
    private final @Nullable JournalState journalState;
    private @Nullable RecordLayout carried;
    private @Nullable String carriedInWords;
    private boolean published;
    private volatile @Nullable String stalledBy;

    ChannelSlot(final Channel channel) {
        this(channel, null, null);
    }

    /** A journaled channel with the lane of its journal and what the journal has told. */
    ChannelSlot(
            final Channel channel, final @Nullable JournalLane journalLane, final @Nullable JournalState journalState) {
        this.channel = channel;
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

    @Nullable
    Class<? extends Record> record() {
        return carried == null ? null : carried.type();
    }

    /** Notes that somebody publishes or reads messages of a codec. All have to be of one kind; raw bytes are free. */
    void carries(final Class<?> message, final @Nullable PayloadCodec codec, final String user) {
        if (codec instanceof RecordCodec recordCodec) {
            requireSame(recordCodec.describe(), user);
            if (carried == null) {
                if (channel instanceof JournaledChannel journaled) {
                    journaled.carries(recordCodec.layout()); // refuses what the journal cannot be read as
                }
                carried = recordCodec.layout();
            }
        } else if (CharSequence.class.isAssignableFrom(message)) {
            requireSame("text", user);
        } else if (SBE_TYPES.stream().anyMatch(type -> type.isAssignableFrom(message))) {
            requireSame("SBE messages", user);
        } else if (codec != null && codec.runsUserCode()) {
            requireSame(codec.describe(), user);
        }
    }

    private void requireSame(final String wanted, final String user) {
        final String known = carriedInWords;
        if (known != null && !known.equals(wanted)) {
            throw new ChannelTypeMismatchException(channel.name(), known, wanted, user);
        }
        carriedInWords = wanted;
    }

    @Nullable
    String stalledBy() {
        return stalledBy;
    }

    void stalledBy(final @Nullable String thread) {
        stalledBy = thread;
    }
}
