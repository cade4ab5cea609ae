package io.hermesmq.engine;

import io.hermesmq.ChannelConfig;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.ChannelDirectory;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.codec.TypeId;
import io.hermesmq.publish.DelayedChannels;
import io.hermesmq.publish.PublisherFactory;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.agrona.concurrent.EpochNanoClock;

/** The channels in which messages wait, each made with the first message that is delayed. Guarded by the engine's lock. */
final class Delays implements DelayedChannels {

    private final HermesConfig config;
    private final ChannelSet channels;
    private final ListenerSet listeners;
    private final PublisherFactory publishers;
    private final EpochNanoClock clock;
    private final Timers timers;
    private final Map<String, Waiting> waiting = new LinkedHashMap<>();

    /** A channel in which messages wait, and which types it was told of. */
    private record Waiting(Channel channel, DelayedMessages messages, Set<Integer> types) {}

    Delays(
            final HermesConfig config,
            final ChannelSet channels,
            final ListenerSet listeners,
            final PublisherFactory publishers,
            final EpochNanoClock clock,
            final Timers timers) {
        this.config = config;
        this.channels = channels;
        this.listeners = listeners;
        this.publishers = publishers;
        this.clock = clock;
        this.timers = timers;
    }

    @Override
    public Channel of(final Channel target, final PayloadCodec codec) {
        if (target.config().producers() == Producers.SINGLE) {
            throw new HermesException(
                    "channel '" + target.name()
                            + "' has one publishing thread, but delayed messages are published by the timer; use producers: multi");
        }
        final Waiting known = waiting.get(target.name());
        final Waiting found = known == null ? open(target) : known;
        note(found, codec);
        if (known == null) {
            start(target, found);
        }
        return found.channel;
    }

    /** Goes on with what earlier processes left waiting. */
    void resume() {
        for (final ChannelSlot slot : channels.slots()) {
            final Channel target = slot.channel();
            if (slot.isJournaled() && !waiting.containsKey(target.name()) && wasUsed(target)) {
                final Waiting found = open(target);
                slot.types().codecs().forEach(codec -> note(found, codec));
                start(target, found);
            }
        }
    }

    private boolean wasUsed(final Channel target) {
        final String name = target.name() + DelayedMessages.SUFFIX;
        return Files.exists(ChannelDirectory.of(config.directory(), name).positions());
    }

    private Waiting open(final Channel target) {
        final String name = target.name() + DelayedMessages.SUFFIX;
        final ChannelSlot slot = channels.get(name, settings(target, name));
        return new Waiting(
                slot.channel(),
                new DelayedMessages(slot.channel(), target, publishers, clock, timers),
                new HashSet<>());
    }

    /** Those of the target, but nothing that waits is overwritten or expires. */
    private ChannelConfig settings(final Channel target, final String name) {
        final ChannelConfig described = config.channels().get(name);
        final ChannelConfig same = target.config().withTimeToLive(null);
        final ChannelConfig inherited = same.onFull() == OnFull.OVERWRITE ? same.withOnFull(OnFull.BLOCK) : same;
        return described == null ? inherited.withProducers(Producers.MULTI) : described;
    }

    /** Old messages of a record are read in its present layout. */
    private static void note(final Waiting found, final PayloadCodec codec) {
        if (codec instanceof RecordCodec record
                && found.types.add(TypeId.of(codec))
                && found.channel instanceof JournaledChannel journaled) {
            journaled.carries(record.layout(), TypeId.of(codec), true);
        }
    }

    private void start(final Channel target, final Waiting found) {
        found.messages.recover();
        final String name = found.channel.name();
        listeners.addInternal(
                ListenerConfig.of(name + DelayedMessages.LISTENER, name).onLane(name), found.messages::onMessage);
        waiting.put(target.name(), found);
    }

    /** Says what still waits, now that nothing is delivered any more. */
    void report() {
        waiting.values().forEach(each -> each.messages.report());
    }
}
