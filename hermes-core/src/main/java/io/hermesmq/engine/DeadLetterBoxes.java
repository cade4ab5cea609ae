package io.hermesmq.engine;

import io.hermesmq.ChannelConfig;
import io.hermesmq.ConfigurationException;
import io.hermesmq.FailurePolicy;
import io.hermesmq.HermesException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.dispatch.DeadLetterSink;
import io.hermesmq.dispatch.Listener;
import io.hermesmq.monitor.Counters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;

/** The dead-letter channels of an engine, and who sends dead letters where. Guarded by the engine's lock. */
final class DeadLetterBoxes {

    private final ChannelSet channels;
    private final Counters counters;
    private final EpochNanoClock clock;
    private final Function<String, @Nullable Listener> listeners;
    private final Map<String, DeadLetterBox> boxes = new LinkedHashMap<>();
    private final List<ListenerConfig> senders = new ArrayList<>();
    private boolean started;

    DeadLetterBoxes(
            final ChannelSet channels,
            final Counters counters,
            final EpochNanoClock clock,
            final Function<String, @Nullable Listener> listeners) {
        this.channels = channels;
        this.counters = counters;
        this.clock = clock;
        this.listeners = listeners;
    }

    void start() {
        started = true;
    }

    /** Notes where a listener sends its dead letters; refuses one whose dead letters would come back to it. */
    void add(final ListenerConfig listener) {
        final String target = listener.failure().deadLetterChannel();
        if (target != null) {
            requireNoCircle(listener, target);
            senders.add(listener);
        }
    }

    /** Forgets a listener that could not be registered. */
    void remove(final ListenerConfig listener) {
        senders.removeIf(sender -> sender.id().equals(listener.id()));
    }

    private void requireNoCircle(final ListenerConfig listener, final String target) {
        final Deque<String> open = new ArrayDeque<>(List.of(target));
        final Map<String, ListenerConfig> reachedBy = new LinkedHashMap<>();
        final Set<String> seen = new HashSet<>(open);
        while (!open.isEmpty()) {
            final String channel = open.remove();
            if (channel.equals(listener.channel())) {
                throw circle(listener, reachedBy.get(channel));
            }
            for (final ListenerConfig sender : senders) {
                final String next = sender.failure().deadLetterChannel();
                if (next != null && sender.channel().equals(channel) && seen.add(next)) {
                    reachedBy.put(next, sender);
                    open.add(next);
                }
            }
        }
    }

    private static ConfigurationException circle(final ListenerConfig listener, final @Nullable ListenerConfig last) {
        final String target = listener.failure().deadLetterChannel();
        final String way = last == null
                ? "the channel that it reads"
                : "from where listener '" + last.id() + "' sends them to '" + listener.channel() + "', which it reads";
        return new ConfigurationException(
                "dead-letter",
                "listener '" + listener.id() + "' sends its dead letters to '" + target + "', " + way
                        + ": a message that always fails would go round for ever",
                "use a channel of its own for dead letters, or let one of the listeners end with skip or halt");
    }

    /** The channel that takes the dead letters of a listener, or null where it has none. */
    @Nullable
    Channel channelFor(final ListenerConfig listener, final Channel source, final int maxLength) {
        final FailurePolicy policy = listener.failure();
        final String name = policy.deadLetterChannel();
        if (name == null) {
            return null;
        }
        final Channel channel = channels.forDeadLetters(name, source.config()).channel();
        requireFit(listener, source, channel, maxLength);
        box(name, channel);
        return channel;
    }

    private static void requireFit(
            final ListenerConfig listener, final Channel source, final Channel channel, final int maxLength) {
        final int needed = DeadLetterSink.lengthFor(source.name(), listener.id(), maxLength);
        if (maxLength != PayloadCodec.UNBOUNDED && needed > channel.maxPayloadLength()) {
            throw new ConfigurationException(
                    "dead-letter",
                    "a dead letter of listener '" + listener.id() + "' takes up to " + needed
                            + " bytes, but the largest message of channel '" + channel.name() + "' has "
                            + channel.maxPayloadLength(),
                    "give channel '" + channel.name() + "' a capacity of "
                            + ChannelConfig.nextCapacity(RingChannel.capacityFor(needed)));
        }
    }

    /**
     * The dead letters of a channel that takes some, or has some from earlier. Any other channel is left alone: letters that nobody deals
     * with hold what is behind them.
     */
    DeadLetterBox get(final String name) {
        final DeadLetterBox known = boxes.get(name);
        if (known != null) {
            return known;
        }
        if (channels.isJournaled(name)
                && channels.get(name).channel() instanceof JournaledChannel journaled
                && JournalLetterLog.hadLetters(journaled)) {
            return box(name, journaled);
        }
        throw new HermesException("no listener sends its dead letters to channel '" + name
                + "'; those that take some are " + boxes.keySet());
    }

    /** The channels that take dead letters. */
    Set<String> names() {
        return Set.copyOf(boxes.keySet());
    }

    private DeadLetterBox box(final String name, final Channel channel) {
        final DeadLetterBox known = boxes.get(name);
        if (known != null) {
            return known;
        }
        requireSafe(channel);
        final DeadLetterLog log = channel instanceof JournaledChannel journaled
                ? new JournalLetterLog(journaled)
                : new RingLetterLog(channel, counters, started ? Channel.LATEST : 0);
        final DeadLetterBox box = new DeadLetterBox(log, new DeadLetterSink(channel, clock), clock, listeners);
        boxes.put(name, box);
        return box;
    }

    private static void requireSafe(final Channel channel) {
        final ChannelConfig config = channel.config();
        if (config.onFull() == OnFull.OVERWRITE) {
            throw new ConfigurationException(
                    "on-full",
                    "channel '" + channel.name() + "' takes dead letters, but on-full: overwrite loses them",
                    "use on-full: block or fail");
        }
        if (config.producers() == Producers.SINGLE) {
            throw new ConfigurationException(
                    "producers",
                    "channel '" + channel.name() + "' takes dead letters from lanes, but says producers: single",
                    "use producers: multi");
        }
    }

    Collection<DeadLetterBox> all() {
        return List.copyOf(boxes.values());
    }
}
