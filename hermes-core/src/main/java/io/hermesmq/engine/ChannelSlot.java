package io.hermesmq.engine;

import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.codec.RecordLayout;
import io.hermesmq.monitor.Counters;
import org.jspecify.annotations.Nullable;

/** A channel of the engine, what it is known to carry, and whether somebody holds it up. Guarded by the engine's lock. */
final class ChannelSlot {

    private static final String TEXT = "text";

    private final Channel channel;
    private @Nullable RecordLayout carried;
    private @Nullable String carriedInWords;
    private volatile @Nullable String stalledBy;

    private @Nullable ReadCursor beforeStart;

    ChannelSlot(final Channel channel) {
        this.channel = channel;
    }

    /** Keeps what is published before the engine starts for the listeners that are registered until then. */
    void holdUntilStart(final Counters counters) {
        beforeStart = channel.openCursor("(start)", counters.allocate("start of " + channel.name()), 0);
    }

    void releaseAtStart() {
        if (beforeStart != null) {
            channel.closeCursor(beforeStart);
            beforeStart = null;
        }
    }

    Channel channel() {
        return channel;
    }

    @Nullable
    Class<? extends Record> record() {
        return carried == null ? null : carried.type();
    }

    /** Notes that somebody publishes or reads a type. Records and text have to be the same for all; raw bytes are free. */
    void carries(final Class<?> message, final String user) {
        if (message.isRecord()) {
            final RecordLayout layout = RecordLayout.of(message.asSubclass(Record.class));
            requireSame(layout.describe(), user);
            carried = carried == null ? layout : carried;
        } else if (CharSequence.class.isAssignableFrom(message)) {
            requireSame(TEXT, user);
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
