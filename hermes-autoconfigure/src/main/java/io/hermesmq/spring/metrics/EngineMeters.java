package io.hermesmq.spring.metrics;

import io.hermesmq.Acknowledge;
import io.hermesmq.HermesSnapshot.Channel;
import io.hermesmq.HermesSnapshot.Journal;
import io.hermesmq.HermesSnapshot.Lane;
import io.hermesmq.HermesSnapshot.Listener;
import io.hermesmq.PublishStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one engine in one registry. Remembers only which channels, listeners and lanes it has met, and the engine
 * keeps those for its life. Meters hold this object weakly; the binder holds it.
 */
final class EngineMeters {

    private static final String MESSAGES = "messages";
    private static final String BYTES = "bytes";

    private final MeterRegistry registry;
    private final RecentSnapshot snapshot;
    private final Set<String> channels = new HashSet<>();
    private final Set<String> listeners = new HashSet<>();
    private final Set<String> lanes = new HashSet<>();

    EngineMeters(final MeterRegistry registry, final RecentSnapshot snapshot) {
        this.registry = registry;
        this.snapshot = snapshot;
        Gauge.builder(
                        "hermes.listeners",
                        this,
                        meters -> meters.snapshot.get().listeners().size())
                .description("Listeners of the engine")
                .register(registry);
        Gauge.builder(
                        "hermes.lanes",
                        this,
                        meters -> meters.snapshot.get().lanes().size())
                .description("Lanes of the engine")
                .register(registry);
    }

    /**
     * Registers the meters of what is new since the last call.
     *
     * @return how many channels there are.
     */
    synchronized int addMissing() {
        final RecentSnapshot.View view = snapshot.get();
        view.channels().values().stream()
                .filter(channel -> channels.add(channel.name()))
                .forEach(this::addChannel);
        view.listeners().values().stream()
                .filter(listener -> listeners.add(listener.id()))
                .forEach(this::addListener);
        view.lanes().values().stream().filter(lane -> lanes.add(lane.name())).forEach(this::addLane);
        return channels.size();
    }

    private void addChannel(final Channel channel) {
        final String name = channel.name();
        final Tags tags = Tags.of("channel", name);
        channelCounter("published", "Messages that listeners may see", tags, name, Channel::published);
        channelCounter("aborted", "Claims and encodings that were given back", tags, name, Channel::aborted);
        channelCounter(
                "encoding.failed", "Messages that threw while they were encoded", tags, name, Channel::failedEncodings);
        channelCounter(
                "claims.recovered", "Open claims of dead threads, given back", tags, name, Channel::recoveredClaims);
        for (final PublishStatus reason : PublishStatus.values()) {
            channelCounter(
                    "refused",
                    "Messages that were not taken",
                    tags.and("reason", tagValue(reason)),
                    name,
                    part -> part.refused().getOrDefault(reason, 0L));
        }
        channelGauge("capacity", "Size of the ring", BYTES, name, Channel::capacityBytes);
        channelGauge("backlog", "What the slowest listener has not handled yet", BYTES, name, Channel::backlogBytes);
        channelGauge(
                "stalled",
                "1 while an open claim holds the channel up",
                null,
                name,
                part -> part.stalledBy() == null ? 0 : 1);
        if (channel.journal() != null) {
            addJournal(name, channel.journal());
        }
    }

    private void addJournal(final String channel, final Journal journal) {
        journalCounter(
                "written", "What the journal has, since its beginning", BYTES, channel, Journal::writtenPosition);
        if (journal.acknowledge() == Acknowledge.SYNCED) {
            journalCounter(
                    "synced", "What is on the disk, since the beginning", BYTES, channel, Journal::syncedPosition);
        }
        journalCounter("damages", "Damage that was found in the files", null, channel, Journal::damages);
        journalCounter("lost", "Messages that damage made unreadable", MESSAGES, channel, Journal::lostMessages);
        journalGauge("disk.full", "1 while messages are refused for want of space", channel, Journal::diskFull);
        journalGauge("failed", "1 after the journal could not be written", channel, Journal::failed);
    }

    private void addListener(final Listener listener) {
        final String id = listener.id();
        final Tags tags = Tags.of("channel", listener.channel(), "listener", id);
        listenerCounter("delivered", "Messages that the listener handled", tags, id, Listener::delivered);
        listenerCounter("failed", "Calls of the listener that threw", tags, id, Listener::failed);
        listenerCounter("missed", "Messages overwritten before the listener read them", tags, id, Listener::missed);
        listenerGauge("lag", "What the listener has not handled yet", BYTES, tags, id, Listener::backlogBytes);
        listenerGauge("halted", "1 after the listener halted", null, tags, id, part -> part.halted() ? 1 : 0);
    }

    private void addLane(final Lane lane) {
        final String name = lane.name();
        Gauge.builder("hermes.lane.alive", this, meters -> {
                    final Lane current = meters.snapshot.get().lanes().get(name);
                    return current != null && current.alive() ? 1 : 0;
                })
                .description("1 while the thread of the lane runs")
                .tag("lane", name)
                .register(registry);
    }

    private void channelCounter(
            final String meter,
            final String description,
            final Tags tags,
            final String channel,
            final ToDoubleFunction<Channel> value) {
        FunctionCounter.builder("hermes." + meter, this, meters -> meters.ofChannel(channel, value))
                .description(description)
                .baseUnit(MESSAGES)
                .tags(tags)
                .register(registry);
    }

    private void channelGauge(
            final String meter,
            final String description,
            final @Nullable String unit,
            final String channel,
            final ToDoubleFunction<Channel> value) {
        Gauge.builder("hermes." + meter, this, meters -> meters.ofChannel(channel, value))
                .description(description)
                .baseUnit(unit)
                .tag("channel", channel)
                .register(registry);
    }

    private void journalCounter(
            final String meter,
            final String description,
            final @Nullable String unit,
            final String channel,
            final ToDoubleFunction<Journal> value) {
        FunctionCounter.builder("hermes.journal." + meter, this, meters -> meters.ofJournal(channel, value))
                .description(description)
                .baseUnit(unit)
                .tag("channel", channel)
                .register(registry);
    }

    private void journalGauge(
            final String meter, final String description, final String channel, final Predicate<Journal> value) {
        channelGauge(
                "journal." + meter,
                description,
                null,
                channel,
                part -> part.journal() != null && value.test(part.journal()) ? 1 : 0);
    }

    private void listenerCounter(
            final String meter,
            final String description,
            final Tags tags,
            final String listener,
            final ToDoubleFunction<Listener> value) {
        FunctionCounter.builder("hermes." + meter, this, meters -> meters.ofListener(listener, value))
                .description(description)
                .baseUnit(MESSAGES)
                .tags(tags)
                .register(registry);
    }

    private void listenerGauge(
            final String meter,
            final String description,
            final @Nullable String unit,
            final Tags tags,
            final String listener,
            final ToDoubleFunction<Listener> value) {
        Gauge.builder("hermes." + meter, this, meters -> meters.ofListener(listener, value))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private double ofChannel(final String name, final ToDoubleFunction<Channel> value) {
        final Channel channel = snapshot.get().channels().get(name);
        return channel == null ? 0 : value.applyAsDouble(channel);
    }

    private double ofJournal(final String channel, final ToDoubleFunction<Journal> value) {
        return ofChannel(channel, part -> part.journal() == null ? 0 : value.applyAsDouble(part.journal()));
    }

    private double ofListener(final String id, final ToDoubleFunction<Listener> value) {
        final Listener listener = snapshot.get().listeners().get(id);
        return listener == null ? 0 : value.applyAsDouble(listener);
    }

    private static String tagValue(final PublishStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
