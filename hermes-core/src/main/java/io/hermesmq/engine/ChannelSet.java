package io.hermesmq.engine;

import io.hermesmq.ChannelConfig;
import io.hermesmq.HermesConfig;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.dispatch.JournalLane;
import io.hermesmq.monitor.Counters;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.agrona.concurrent.EpochNanoClock;

/** The channels of an engine: each is made when it is first named. Guarded by the engine's lock. */
final class ChannelSet {

    private final HermesConfig config;
    private final Counters counters;
    private final EpochNanoClock clock;
    private final Predicate<Thread> insider;
    private final Map<String, ChannelSlot> slots = new LinkedHashMap<>();
    private boolean started;

    /**
     * Makes an empty set.
     *
     * @param config of the engine.
     * @param counters where channels allocate theirs.
     * @param clock of the engine.
     * @param insider tells the threads that may publish while channels drain.
     */
    ChannelSet(
            final HermesConfig config,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider) {
        this.config = config;
        this.counters = counters;
        this.clock = clock;
        this.insider = insider;
    }

    /** The channel of a name; it is made where it does not exist yet. */
    ChannelSlot get(final String name) {
        return get(name, config.channel(name));
    }

    /** Whether the channel of a name is journaled, or would be. */
    boolean isJournaled(final String name) {
        return config.channel(name).journal() != null;
    }

    /** The same for the dead letters of a channel: where no settings are given, with room for its largest message and more. */
    ChannelSlot forDeadLetters(final String name, final ChannelConfig source) {
        final ChannelConfig settings = config.channel(name);
        final int capacity = (int) Math.min(ChannelConfig.MAX_CAPACITY, 2L * source.capacityBytes());
        return get(
                name,
                config.channels().containsKey(name) || settings.capacityBytes() >= capacity
                        ? settings
                        : settings.withCapacity(capacity));
    }

    /** The channel of a name; it is made with these settings where it does not exist yet. */
    ChannelSlot get(final String name, final ChannelConfig settings) {
        final ChannelSlot known = slots.get(name);
        if (known != null) {
            return known;
        }
        final ChannelSlot slot = settings.journal() == null ? inMemory(name, settings) : journaled(name, settings);
        slots.put(name, slot);
        if (!started) {
            slot.channel().holdUntilStart(counters.allocate("start of " + name));
        }
        return slot;
    }

    private ChannelSlot inMemory(final String name, final ChannelConfig settings) {
        return new ChannelSlot(RingChannel.create(
                name, settings, counters, clock, insider, config.stallTimeout().toNanos()));
    }

    private ChannelSlot journaled(final String name, final ChannelConfig channel) {
        JvmAccess.requireForJournal();
        final JournalState state = new JournalState(name);
        final JournaledChannel journaled = JournaledChannel.open(
                name,
                config.directory(),
                channel,
                counters,
                clock,
                insider,
                config.stallTimeout().toNanos(),
                state);
        state.opened();
        final JournalLane lane = new JournalLane(journaled);
        final ChannelSlot slot = new ChannelSlot(journaled, lane, state);
        boolean running = false;
        try {
            lane.start(); // publishers may wait for it before the engine is started
            running = true;
        } finally {
            if (!running) {
                slot.close(); // gives the directory back
            }
        }
        return slot;
    }

    /** Starts the channels that exist, and those to come with their first use. */
    void start() {
        started = true;
        slots.values().forEach(slot -> slot.channel().start());
    }

    List<Channel> channels() {
        return slots.values().stream().map(ChannelSlot::channel).toList();
    }

    Collection<ChannelSlot> slots() {
        return List.copyOf(slots.values());
    }
}
