package io.hermesmq.engine;

import io.hermesmq.HermesSnapshot;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ChannelCounters;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.dispatch.Lane;
import io.hermesmq.dispatch.Listener;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the counters of an engine into a snapshot. */
final class Snapshots {

    private Snapshots() {}

    static HermesSnapshot take(
            final HermesSnapshot.State state,
            final Collection<ChannelSlot> channels,
            final Collection<Listener> listeners,
            final Collection<Lane> lanes) {
        return new HermesSnapshot(
                state,
                channels.stream().map(slot -> channel(slot, listeners)).toList(),
                listeners.stream().map(Snapshots::listener).toList(),
                lanes.stream()
                        .map(lane -> new HermesSnapshot.Lane(lane.name(), idsOf(lane), lane.isAlive()))
                        .toList());
    }

    private static HermesSnapshot.Channel channel(final ChannelSlot slot, final Collection<Listener> listeners) {
        final Channel channel = slot.channel();
        final ChannelCounters counters = channel.counters();
        final Map<PublishStatus, Long> refused = new EnumMap<>(PublishStatus.class);
        for (final PublishStatus status : PublishStatus.values()) {
            refused.put(status, counters.refused(status).get());
        }
        final long backlog = listeners.stream()
                .filter(listener -> listener.channel() == channel)
                .mapToLong(Snapshots::backlog)
                .max()
                .orElse(0);
        return new HermesSnapshot.Channel(
                channel.name(),
                counters.published().get(),
                channel.limit().get(),
                channel.config().capacityBytes(),
                backlog,
                refused,
                counters.aborted().get(),
                counters.failedEncodings().get(),
                slot.stalledBy(),
                counters.recoveredClaims().get(),
                journal(slot));
    }

    private static HermesSnapshot.@Nullable Journal journal(final ChannelSlot slot) {
        final JournalState state = slot.journalState();
        if (state == null || !(slot.channel() instanceof JournaledChannel channel)) {
            return null;
        }
        return new HermesSnapshot.Journal(
                channel.acknowledge(),
                channel.progress().written().get(),
                channel.progress().synced().get(),
                channel.lastWrittenSequence(),
                channel.currentFile(),
                state.damages(),
                state.repairedDamages(),
                state.lostMessages(),
                state.lastDamage(),
                channel.usableBytes(),
                channel.reserveBytes(),
                state.isDiskFull(),
                channel.progress().isFailed());
    }

    private static HermesSnapshot.Listener listener(final Listener listener) {
        return new HermesSnapshot.Listener(
                listener.config().id(),
                listener.channel().name(),
                listener.lane().name(),
                listener.counters().delivered().get(),
                listener.counters().failed().get(),
                listener.counters().missed().get(),
                listener.counters().position().get(),
                backlog(listener),
                listener.counters().isHalted(),
                listener.state(),
                listener.counters().filtered().get(),
                listener.counters().retried().get(),
                listener.counters().deadLettered().get(),
                listener.counters().skipped().get(),
                listener.breakerState(),
                listener.waiting(),
                listener.group(),
                listener.counters().expired().get(),
                listener.counters().unhandled().get());
    }

    /** The position is read first: it never overtakes a limit that is read after it. */
    private static long backlog(final Listener listener) {
        final long position = listener.counters().position().get();
        return listener.channel().limit().get() - position;
    }

    private static List<String> idsOf(final Lane lane) {
        return lane.listeners().stream().map(listener -> listener.config().id()).toList();
    }
}
