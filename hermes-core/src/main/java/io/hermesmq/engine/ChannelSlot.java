package io.hermesmq.engine;

import io.hermesmq.channel.Channel;
import io.hermesmq.codec.RecordLayout;
import org.jspecify.annotations.Nullable;

/** A channel of the engine, what it is known to carry, and whether somebody holds it up. Guarded by the engine's lock. */
final class ChannelSlot {

    private final Channel channel;
    private @Nullable RecordLayout carried;
    private volatile @Nullable String stalledBy;

    ChannelSlot(final Channel channel) {
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    @Nullable
    Class<? extends Record> record() {
        return carried == null ? null : carried.type();
    }

    /** Notes that somebody publishes or reads a type, which for records has to be the one that is known. */
    void carries(final Class<?> message, final String user) {
        if (!message.isRecord()) {
            return;
        }
        final RecordLayout layout = RecordLayout.of(message.asSubclass(Record.class));
        final RecordLayout known = carried;
        if (known == null) {
            carried = layout;
        } else if (known.fingerprint() != layout.fingerprint()) {
            throw new ChannelTypeMismatchException(channel.name(), known.describe(), layout.describe(), user);
        }
    }

    @Nullable
    String stalledBy() {
        return stalledBy;
    }

    void stalledBy(final @Nullable String thread) {
        stalledBy = thread;
    }
}
