package io.hermesmq.engine;

import io.hermesmq.AckMode;
import io.hermesmq.ConfigurationException;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.LaneConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.channel.journal.GroupPositions;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.codec.KeyHash;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.codec.RecordCodec;
import io.hermesmq.dispatch.GroupMember;
import io.hermesmq.dispatch.Lane;
import io.hermesmq.dispatch.ListenerGroup;
import io.hermesmq.monitor.Counters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Listeners that share messages, from their registration until they are members of their groups. How many members there are decides who
 * gets what; so groups are opened when the engine starts, and do not grow afterwards. Guarded by the engine's lock.
 */
final class GroupSet {

    private static final String NUMBER = "#";

    private final HermesConfig config;
    private final Counters counters;
    private final Map<String, Group> groups = new LinkedHashMap<>();

    /** Makes a listener of one member: with its own id and lane. */
    interface MemberOpening {
        void open(ListenerSet.Candidate member, GroupMember place, ListenerGroup group);
    }

    private static final class Group {
        private final String name;
        private final ChannelSlot slot;
        private final List<ListenerSet.Candidate> candidates = new ArrayList<>();
        private @Nullable ListenerGroup opened;

        Group(final String name, final ChannelSlot slot) {
            this.name = name;
            this.slot = slot;
        }

        ListenerConfig first() {
            return candidates.get(0).config();
        }

        int members() {
            return candidates.stream()
                    .mapToInt(candidate -> candidate.config().sharing().concurrency())
                    .sum();
        }
    }

    GroupSet(final HermesConfig config, final Counters counters) {
        this.config = config;
        this.counters = counters;
    }

    /** Whether a listener has to do with a group: now, or when its channel was open before. */
    static boolean concerns(final ListenerConfig listener, final ChannelSlot slot) {
        return listener.sharing().isShared()
                || (slot.channel() instanceof JournaledChannel journaled
                        && GroupPositions.isKnown(journaled.positions(), listener.id()));
    }

    static String nameOf(final ListenerConfig listener) {
        return Objects.requireNonNullElse(listener.sharing().group(), listener.id());
    }

    void add(final ListenerSet.Candidate candidate, final ChannelSlot slot) {
        final ListenerConfig listener = candidate.config();
        final String name = nameOf(listener);
        final Group known = groups.get(name);
        requireMeaning(listener, slot);
        if (known != null) {
            requireSame(name, known, candidate);
        }
        final Group group = known == null ? new Group(name, slot) : known;
        group.candidates.add(candidate);
        groups.put(name, group);
    }

    private static ConfigurationException conflict(
            final String name,
            final String setting,
            final String listener,
            final Object its,
            final String other,
            final Object others) {
        return new ConfigurationException(
                "group",
                "group '" + name + "' has conflicting settings: " + setting + " is " + its + " of listener '" + listener
                        + "', but " + others + " of listener '" + other + "'",
                "give all its listeners the same, or name another group");
    }

    private static void requireSame(final String name, final Group group, final ListenerSet.Candidate candidate) {
        final ListenerConfig listener = candidate.config();
        final ListenerConfig first = group.first();
        if (!first.id().equals(listener.id())
                && !Objects.equals(first.sharing().group(), listener.sharing().group())) {
            throw sameName(name);
        }
        if (group.opened != null) {
            throw new ConfigurationException(
                    "group",
                    "listener '" + listener.id() + "' comes too late for group '" + name
                            + "', which shares its messages among " + group.members() + " members already",
                    "register all its listeners before the engine is started");
        }
        requireEqual(name, "channel", first, first.channel(), listener, listener.channel());
        requireEqual(
                name,
                "key",
                first,
                first.sharing().key(),
                listener,
                listener.sharing().key());
        requireEqual(name, "acknowledge", first, first.acknowledge(), listener, listener.acknowledge());
        requireEqual(name, "from", first, first.from(), listener, listener.from());
        if (group.slot.types().isTyped()) {
            requireEqual(name, "type", first, typesOf(group.candidates.get(0)), listener, typesOf(candidate));
        }
    }

    /** Any member may get a message, so all must have a handler for it. */
    private static String typesOf(final ListenerSet.Candidate candidate) {
        return candidate.handlers().codecs().stream()
                .map(codec -> codec.messageType().getSimpleName())
                .sorted()
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(" and "), types -> types.isEmpty() ? "bytes" : types));
    }

    private static void requireEqual(
            final String name,
            final String setting,
            final ListenerConfig first,
            final @Nullable Object firstValue,
            final ListenerConfig listener,
            final @Nullable Object value) {
        if (!Objects.equals(firstValue, value)) {
            throw conflict(name, setting, listener.id(), inWords(value), first.id(), inWords(firstValue));
        }
    }

    private static String inWords(final @Nullable Object value) {
        return value == null ? "not set" : "'" + value + "'";
    }

    static ConfigurationException sameName(final String name) {
        return new ConfigurationException(
                "group",
                "'" + name
                        + "' is the name of a group and the id of a listener outside of it, and both would have the same position",
                "rename one of them");
    }

    /** A listener that gets all messages must not have the name of a group. */
    void requireNoGroup(final String id) {
        if (groups.containsKey(id)) {
            throw sameName(id);
        }
    }

    private void requireMeaning(final ListenerConfig listener, final ChannelSlot slot) {
        final int members = listener.sharing().concurrency();
        if (slot.channel().config().onFull() == OnFull.OVERWRITE) {
            throw new ConfigurationException(
                    "group",
                    "listener '" + listener.id() + "' shares the messages of channel '" + listener.channel()
                            + "', which overwrites what is not read; nobody could say whose messages a slow member has missed",
                    "use on-full: block, or a journal, with which slow members read on from the disk");
        }
        if (members == 1) {
            return;
        }
        final String family = Objects.requireNonNullElse(listener.lane(), listener.id());
        if (family.equals(ListenerSet.SHARED_LANE)) {
            throw withoutMeaning(
                    listener,
                    "lane '" + family + "' is the one that listeners take turns on",
                    "name another lane: " + members + " lanes are made of it");
        }
        final LaneConfig first = config.lane(family + NUMBER + 0);
        final LaneConfig second = config.lane(family + NUMBER + 1);
        if (first.cpu() != LaneConfig.NO_CPU && first.cpu() == second.cpu()) {
            throw withoutMeaning(
                    listener,
                    "lanes '" + family + "#0' and '" + family + "#1' are both pinned to CPU " + first.cpu(),
                    "describe each of these lanes with a CPU of its own, or leave the CPU out");
        }
        final int cpus = Runtime.getRuntime().availableProcessors();
        if (Lane.burnsCore(first) && members > cpus) {
            throw withoutMeaning(
                    listener,
                    members + " lanes that spin would take turns on " + cpus + " CPUs",
                    "use idle: auto for lane '" + family + "', or a concurrency of at most " + cpus);
        }
    }

    private static ConfigurationException withoutMeaning(
            final ListenerConfig listener, final String reason, final String action) {
        return new ConfigurationException(
                "concurrency",
                "concurrency " + listener.sharing().concurrency() + " of listener '" + listener.id()
                        + "' has no meaning: " + reason,
                action);
    }

    /** Opens the groups that are not yet, with all their members. */
    void open(final boolean started, final MemberOpening opening) {
        for (final Group group : groups.values()) {
            if (group.opened == null) {
                group.opened = open(group, started, opening);
            }
        }
    }

    private ListenerGroup open(final Group group, final boolean started, final MemberOpening opening) {
        final RecordCodec codec = codecOf(group);
        final ListenerConfig first = group.first();
        final ListenerGroup opened = ListenerGroup.open(
                group.name,
                group.slot.channel(),
                group.members(),
                keyOf(group, codec),
                key -> hashOf(codec, key, group.name),
                first.from(),
                !started,
                counters);
        final boolean isKeyless = keyOf(group, codec) == null;
        int number = 0;
        for (final ListenerSet.Candidate candidate : group.candidates) {
            requireOwnAcknowledgement(candidate, isKeyless && group.slot.isJournaled());
            final int concurrency = candidate.config().sharing().concurrency();
            for (int i = 0; i < concurrency; i++) {
                opening.open(
                        concurrency == 1 ? candidate : candidate.with(numbered(candidate.config(), i)),
                        opened.members().get(number),
                        opened);
                number++;
            }
        }
        return opened;
    }

    /** A member commits its position on its own, and without keys only behind each message: nobody else knows which one it has taken. */
    private static void requireOwnAcknowledgement(final ListenerSet.Candidate candidate, final boolean byMessage) {
        final ListenerConfig listener = candidate.config();
        final AckMode mode = listener.acknowledge();
        if (mode == AckMode.MANUAL && listener.sharing().concurrency() > 1) {
            throw new ConfigurationException(
                    "acknowledge",
                    "listener '" + listener.id() + "' acknowledges by hand and has "
                            + listener.sharing().concurrency() + " members, which would have one Ack together",
                    "use acknowledge: message or batch, or put several listeners with concurrency 1 into a group");
        }
        if (byMessage && (mode != AckMode.MESSAGE || candidate.handlers().takesBatches())) {
            throw new ConfigurationException(
                    "acknowledge",
                    "listener '" + listener.id() + "' takes messages of a journaled channel as its member is free, "
                            + (mode == AckMode.MESSAGE
                                    ? "and batches of them"
                                    : "but does not acknowledge each of them")
                            + ": after a crash nobody would know which of them were handled",
                    "name a key, or handle and acknowledge one message at a time");
        }
    }

    private static ListenerConfig numbered(final ListenerConfig listener, final int number) {
        final String family = Objects.requireNonNullElse(listener.lane(), listener.id());
        return listener.withId(listener.id() + NUMBER + number).onLane(family + NUMBER + number);
    }

    private static @Nullable RecordCodec codecOf(final Group group) {
        if (group.slot.types().isTyped()) {
            return null;
        }
        for (final ListenerSet.Candidate candidate : group.candidates) {
            for (final PayloadCodec codec : candidate.handlers().codecs()) {
                if (codec instanceof RecordCodec ofRecord) {
                    return ofRecord;
                }
            }
        }
        final Class<? extends Record> record = group.slot.record();
        return record == null ? null : RecordCodec.of(record);
    }

    /** The hash of a message is that of one component of one record. */
    private static void requireNoKey(final Group group, final @Nullable String named) {
        for (final PayloadCodec codec : group.slot.types().codecs()) {
            final String ofRecord =
                    codec instanceof RecordCodec record ? KeyHash.defaultKey(record.messageType()) : null;
            final String key = named == null ? ofRecord : named;
            if (key != null) {
                throw new ConfigurationException(
                        "key",
                        "group '" + group.name + "' shares messages by key '" + key + "', but channel '"
                                + group.first().channel() + "' carries several types, "
                                + group.slot.types().codecs().stream()
                                        .map(each -> each.messageType().getSimpleName())
                                        .collect(Collectors.joining(" and "))
                                + ", and a key is a component of one",
                        "give each type a channel of its own, use one listener without a group, or leave key and @MessageKey out so"
                                + " that any free member takes the next message");
            }
        }
    }

    private static @Nullable KeyHash keyOf(final Group group, final @Nullable RecordCodec codec) {
        final String user = "group '" + group.name + "'";
        final String named = group.first().sharing().key();
        if (group.slot.types().isTyped()) {
            requireNoKey(group, named);
            return null;
        }
        if (codec != null) {
            final String key = named == null ? KeyHash.defaultKey(codec.messageType()) : named;
            return key == null ? null : KeyHash.of(codec, key, user);
        }
        if (named != null) {
            throw new ConfigurationException(
                    "key",
                    user + " shares messages by key '" + named + "', but channel '"
                            + group.first().channel()
                            + "' is not known to carry a record, and of anything else no component can be read",
                    "publish a record, name it with message = YourRecord.class, or leave the key out so that any free member takes the"
                            + " next message");
        }
        return null;
    }

    /** The hash of a component that was the key once, where the record still has it. */
    private static @Nullable KeyHash hashOf(final @Nullable RecordCodec codec, final String key, final String group) {
        if (codec == null) {
            return null;
        }
        final boolean isKnown = codec.layout().components().stream()
                .anyMatch(component ->
                        component.name().equals(key) && !component.type().isRecord());
        return isKnown ? KeyHash.of(codec, key, "group '" + group + "'") : null;
    }

    /** The group of a name, or null. */
    @Nullable
    ListenerGroup opened(final String name) {
        final Group group = groups.get(name);
        return group == null ? null : group.opened;
    }

    /** Says that a member cannot be sought alone. */
    static HermesException cannotLeave(final String id, final String group) {
        return new HermesException("listener '" + id + "' is a member of group '" + group
                + "', whose members share its messages: it cannot be removed alone; stop the group, or restart with fewer"
                + " members");
    }

    static HermesException notAlone(final String id, final String group) {
        return new HermesException("listener '" + id + "' shares its messages in group '" + group + "'; seek '" + group
                + "', which moves all its members");
    }
}
