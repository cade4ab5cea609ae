package io.hermesmq.engine;

import io.hermesmq.AckMode;
import io.hermesmq.ConfigurationException;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.ListenerEvent;
import io.hermesmq.MessageFilter;
import io.hermesmq.MessageHandler;
import io.hermesmq.PayloadChecks;
import io.hermesmq.StartFrom;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.SendTo;
import io.hermesmq.channel.Channel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.TypeId;
import io.hermesmq.dispatch.BoundHandler;
import io.hermesmq.dispatch.ClassBinder;
import io.hermesmq.dispatch.GroupMember;
import io.hermesmq.dispatch.HandlerBinder;
import io.hermesmq.dispatch.Lane;
import io.hermesmq.dispatch.Listener;
import io.hermesmq.dispatch.ListenerGroup;
import io.hermesmq.dispatch.RawHandler;
import io.hermesmq.dispatch.TypedHandlers;
import io.hermesmq.dispatch.ViewGuard;
import io.hermesmq.monitor.Counters;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of an engine, and the lanes that poll them. Guarded by the engine's lock. */
final class ListenerSet {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerSet.class);
    static final String SHARED_LANE = "shared";

    private final HermesConfig config;
    private final Codecs codecs;
    private final HandlerBinder binder;
    private final ClassBinder classBinder;
    private final Replies replies;
    private final ChannelSet channels;
    private final Counters counters;
    private final Consumer<ListenerEvent> events;
    private final EpochNanoClock clock;
    private final Object engine;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();
    private final List<PendingListener> pending = new ArrayList<>();
    private final Map<ListenerConfig, ClassBinder.ClassHandlers> classHandlers = new LinkedHashMap<>();
    private final Set<String> internals = new HashSet<>();
    private final DeadLetterBoxes deadLetters;
    private final GroupSet groups;
    private boolean started;

    /** A listener that is bound; answers are sent where it gives a request up. */
    record Candidate(ListenerConfig config, TypedHandlers handlers, boolean answers) {

        Candidate with(final ListenerConfig other) {
            return new Candidate(other, handlers, answers);
        }
    }

    /** A listener of components whose record is not known yet. */
    private record PendingListener(ListenerConfig config, Object target, Method method) {}

    ListenerSet(
            final HermesConfig config,
            final Codecs codecs,
            final ChannelSet channels,
            final Counters counters,
            final PayloadChecks checks,
            final Consumer<ListenerEvent> events,
            final EpochNanoClock clock,
            final Replies replies,
            final Object engine) {
        this.events = events;
        this.config = config;
        this.codecs = codecs;
        this.channels = channels;
        this.counters = counters;
        this.clock = clock;
        this.engine = engine;
        this.replies = replies;
        binder = new HandlerBinder(codecs, checks, replies);
        classBinder = new ClassBinder(binder);
        deadLetters = new DeadLetterBoxes(channels, counters, clock, this::findOrNull);
        groups = new GroupSet(config, counters);
    }

    <T> void add(final ListenerConfig listener, final Class<T> type, final MessageHandler<T> handler) {
        register(listener, handler.getClass().getName(), () -> {
            final BoundHandler bound = binder.bind(type, handler);
            final MessageFilter filter = listener.filter();
            open(listener, filter == null ? bound : binder.filtered(bound, filter, handler, null), false);
        });
        bindPending();
    }

    void add(final ListenerConfig listener, final Object target, final Method method) {
        register(listener, inWords(method), () -> {
            noteNamedRecord(listener, method);
            final PendingListener candidate = new PendingListener(listener, target, method);
            if (!tryOpen(candidate)) {
                if (started) {
                    throw unknownRecord(candidate);
                }
                pending.add(candidate);
            }
        });
        bindPending();
    }

    /** One listener of several methods, each for messages of its type. */
    void add(final ListenerConfig listener, final Object target, final List<Method> handlers) {
        final String user = "listener '" + listener.id() + "'";
        register(listener, target.getClass().getSimpleName(), () -> {
            requireForSeveralTypes(listener);
            final ClassBinder.ClassHandlers bound = classBinder.bind(target, handlers);
            final ChannelTypes types = channels.get(listener.channel()).types();
            types.declares(
                    bound.byType().values().stream()
                            .map(BoundHandler::codec)
                            .filter(Objects::nonNull)
                            .toList(),
                    user);
            open(new Candidate(
                    listener, bound.on(types.untyped()), handlers.stream().anyMatch(ListenerSet::replies)));
            classHandlers.put(listener, bound);
        });
        bindPending();
    }

    private static void requireForSeveralTypes(final ListenerConfig listener) {
        if (listener.filter() != null) {
            throw new ConfigurationException(
                    "filter",
                    "listener '" + listener.id() + "' has a filter, but its class handles messages of several types",
                    "ask in the handlers, or make a handler with a filter a listener of its own with @HermesListener");
        }
        requireAck(listener, false);
    }

    private static boolean replies(final Method method) {
        return method.isAnnotationPresent(SendTo.class);
    }

    /** A listener of the engine's own. */
    Listener addInternal(final ListenerConfig listener, final RawHandler handler) {
        register(
                listener,
                "Hermes itself",
                () -> open(new Candidate(listener, TypedHandlers.of(binder.bind(handler)), false), null));
        internals.add(listener.id());
        return Objects.requireNonNull(listeners.get(listener.id()));
    }

    /** Says which handlers of classes have nothing to handle, as nobody publishes their type. */
    void warnOfUnusedHandlers() {
        classHandlers.forEach((listener, bound) -> {
            final ChannelSlot slot = channels.get(listener.channel());
            for (final Class<?> type : bound.byType().keySet()) {
                if (slot.isPublished() && !slot.isJournaled() && !slot.types().isPublished(TypeId.of(type))) {
                    LOG.warn(
                            "listener '{}' handles {}, but no publisher of channel '{}' publishes it: the handler is never"
                                    + " called",
                            listener.id(),
                            type.getSimpleName(),
                            listener.channel());
                }
            }
        });
    }

    /** Takes the id, and gives it back where the registration fails. */
    private void register(final ListenerConfig listener, final String origin, final Runnable registration) {
        requireNoNumber(listener);
        final String first = origins.putIfAbsent(listener.id(), origin);
        if (first != null) {
            throw new DuplicateListenerException(listener.id(), first, origin);
        }
        boolean registered = false;
        try {
            deadLetters.add(listener);
            registration.run();
            registered = true;
        } finally {
            if (!registered) {
                deadLetters.remove(listener);
                origins.remove(listener.id());
            }
        }
    }

    /** Ids with a number are those of the members of a listener, and of their positions. */
    private static void requireNoNumber(final ListenerConfig listener) {
        final String group = listener.sharing().group();
        final String wrong = listener.id().indexOf('#') >= 0 ? listener.id() : group;
        if (wrong != null && wrong.indexOf('#') >= 0) {
            throw new ConfigurationException(
                    "id",
                    "'" + wrong + "' has a '#', behind which the members of a group are numbered",
                    "use another character in ids of listeners and names of groups");
        }
    }

    private void noteNamedRecord(final ListenerConfig listener, final Method method) {
        final Class<?> named = namedMessage(listener, method);
        if (named != null) {
            carries(listener, named);
        }
    }

    private static @Nullable Class<?> namedMessage(final ListenerConfig listener, final Method method) {
        if (listener.message() != null) {
            return listener.message();
        }
        for (final HermesListener annotation : method.getAnnotationsByType(HermesListener.class)) {
            if (annotation.message() != Void.class && annotation.channel().equals(listener.channel())) {
                return annotation.message();
            }
        }
        return null;
    }

    /** The record that parameters may be components of: that of the channel, or one of several that is named. */
    private @Nullable Class<? extends Record> recordOf(final ListenerConfig listener, final Method method) {
        final ChannelTypes types = channels.get(listener.channel()).types();
        final Class<?> named = types.isTyped() ? namedMessage(listener, method) : null;
        return named != null && named.isRecord() ? named.asSubclass(Record.class) : types.record();
    }

    private void carries(final ListenerConfig listener, final Class<?> message) {
        channels.get(listener.channel())
                .carries(message, codecs.forListening(message), "listener '" + listener.id() + "'");
    }

    /** Opens the listeners whose record has become known. */
    void bindPending() {
        for (final PendingListener candidate : List.copyOf(pending)) {
            if (channels.get(candidate.config().channel()).record() != null) {
                pending.remove(candidate);
                tryOpen(candidate);
            }
        }
    }

    private boolean tryOpen(final PendingListener candidate) {
        final ListenerConfig listener = candidate.config();
        final BoundHandler handler =
                binder.bind(candidate.target(), candidate.method(), recordOf(listener, candidate.method()));
        if (handler != null) {
            final MessageFilter filter = listener.filter();
            open(
                    listener,
                    filter == null ? handler : binder.filtered(handler, filter, candidate.target(), candidate.method()),
                    replies(candidate.method()));
        }
        return handler != null;
    }

    private HermesException unknownRecord(final PendingListener candidate) {
        return binder.unknownRecord(
                candidate.target(), candidate.method(), candidate.config().channel());
    }

    private static void requireAck(final ListenerConfig listener, final boolean handlerDoes) {
        final boolean byHand = listener.acknowledge() == AckMode.MANUAL;
        if (byHand && !handlerDoes) {
            throw new ConfigurationException(
                    "acknowledge",
                    "listener '" + listener.id() + "' acknowledges by hand, but has no way to do it",
                    "take an Ack parameter in a listener method, or use acknowledge: message");
        }
        if (!byHand && handlerDoes) {
            throw new ConfigurationException(
                    "acknowledge",
                    "listener '" + listener.id() + "' takes an Ack, but its acknowledge is "
                            + listener.acknowledge().name().toLowerCase(Locale.ROOT),
                    "use acknowledge: manual, or leave the Ack out");
        }
    }

    private void open(final ListenerConfig listener, final BoundHandler handler, final boolean answers) {
        requireAck(listener, handler.acknowledges());
        final ChannelTypes types = channels.get(listener.channel()).types();
        types.carries(handler.messageType(), handler.codec(), "listener '" + listener.id() + "'");
        final TypedHandlers handlers = TypedHandlers.of(handler);
        final Class<?> untyped = types.untyped();
        final boolean takesUntyped =
                !types.isTyped() || (untyped != null && TypeId.of(untyped) == TypeId.of(handler.messageType()));
        open(new Candidate(listener, takesUntyped ? handlers : handlers.passingUntyped(), answers));
    }

    private void open(final Candidate candidate) {
        final ListenerConfig listener = candidate.config();
        final ChannelSlot slot = channels.get(listener.channel());
        final Duration timeToLive = slot.channel().config().timeToLive();
        if (timeToLive != null) {
            listener.failure().retry().requireWithin(timeToLive, listener.id());
        }
        if (!slot.isJournaled() && !listener.from().equals(StartFrom.LATEST)) {
            LOG.warn(
                    "listener '{}' shall start from {}, but channel '{}' has no journal to read that from: it starts with the"
                            + " messages that the channel has; switch the journal on with journal.enabled: true, or leave"
                            + " out from",
                    listener.id(),
                    listener.from(),
                    listener.channel());
        }
        if (GroupSet.concerns(listener, slot)) {
            final Listener namesake = listeners.get(GroupSet.nameOf(listener));
            if (namesake != null && namesake.group() == null) {
                throw GroupSet.sameName(namesake.config().id());
            }
            groups.add(candidate, slot);
            if (started) {
                openGroups();
            }
        } else {
            groups.requireNoGroup(listener.id());
            open(candidate, null);
        }
    }

    /** Opens the members of groups, when all of them are known. */
    void openGroups() {
        groups.open(started, (member, place, group) -> group.add(open(member, place)));
    }

    private Listener open(final Candidate candidate, final @Nullable GroupMember member) {
        final ListenerConfig listener = candidate.config();
        final Channel channel = channels.get(listener.channel()).channel();
        final Listener opened = Listener.open(
                listener,
                channel,
                config.guardViews()
                        ? candidate.handlers().each(handler -> ViewGuard.around(listener.id(), handler))
                        : candidate.handlers(),
                counters,
                clock,
                deadLetters.channelFor(listener, channel, candidate.handlers().maxLength()),
                started ? Channel.LATEST : 0,
                member);
        if (candidate.answers()) {
            opened.onGivenUp((request, failure) -> replies.fail(listener.id(), request, failure));
        }
        listeners.put(listener.id(), opened);
        final String defaultLane = config.profile().sharesLane() ? SHARED_LANE : listener.id();
        final Lane lane = lane(listener.lane() == null ? defaultLane : listener.lane());
        opened.assign(lane, events);
        if (started) {
            lane.start();
            opened.engineStarted();
        }
        return opened;
    }

    private Lane lane(final String name) {
        return lanes.computeIfAbsent(name, absent -> new Lane(name, config.lane(name), engine));
    }

    /** Makes sure that every listener knows what it reads. */
    void requireComplete() {
        if (!pending.isEmpty()) {
            throw unknownRecord(pending.get(0));
        }
    }

    /** Starts the lanes that exist, and those to come with their first listener. */
    void start() {
        started = true;
        deadLetters.start();
        lanes.values().forEach(Lane::start);
        listeners.values().forEach(Listener::engineStarted);
    }

    /** Asks a listener, or all of a group, to read on elsewhere. */
    void seek(final String id, final StartFrom place) {
        final ListenerGroup group = groups.opened(id);
        if (group != null) {
            group.seek(place);
            return;
        }
        final Listener listener = find(id);
        final String shared = listener.group();
        if (shared != null) {
            throw GroupSet.notAlone(id, shared);
        }
        listener.seek(place);
    }

    /** A listener, or the members of a group. */
    List<Listener> findAll(final String id) {
        final ListenerGroup group = groups.opened(id);
        return group == null ? List.of(find(id)) : group.listeners();
    }

    Listener find(final String id) {
        final Listener listener = listeners.get(id);
        if (listener == null) {
            throw new HermesException("there is no listener '" + id + "'; there are " + ids());
        }
        if (internals.contains(id)) {
            throw new HermesException(
                    "listener '" + id + "' is Hermes' own, for replies or for messages that wait for their"
                            + " time: it runs as long as the engine and cannot be controlled");
        }
        return listener;
    }

    /** Those that users may control. */
    List<String> ids() {
        return listeners.keySet().stream().filter(id -> !internals.contains(id)).toList();
    }

    /** Removes a listener that was stopped; returns its lane where nobody uses that any more, to be closed. */
    @Nullable
    Lane remove(final Listener listener) {
        final String id = listener.config().id();
        if (!listeners.remove(id, listener)) {
            return null;
        }
        origins.remove(id);
        final Lane lane = listener.lane();
        final boolean isUsed = listeners.values().stream().anyMatch(other -> other.lane() == lane)
                || lane.isThread(Thread.currentThread())
                || lane.isStepped();
        if (isUsed) {
            return null;
        }
        lanes.remove(lane.name());
        return lane;
    }

    /** For boxes of dead letters, which know no lock but their own. */
    private @Nullable Listener findOrNull(final String id) {
        synchronized (engine) {
            return listeners.get(id);
        }
    }

    DeadLetterBoxes deadLetters() {
        return deadLetters;
    }

    boolean readsFrom(final Channel channel) {
        return listeners.values().stream().anyMatch(listener -> listener.channel() == channel);
    }

    List<Lane> lanes() {
        return List.copyOf(lanes.values());
    }

    @Nullable
    Lane knownLane(final String name) {
        return lanes.get(name);
    }

    List<Listener> listeners() {
        return List.copyOf(listeners.values());
    }

    private static String inWords(final Method method) {
        final StringBuilder words = new StringBuilder(method.getDeclaringClass().getSimpleName())
                .append('.')
                .append(method.getName())
                .append('(');
        for (int i = 0; i < method.getParameterCount(); i++) {
            words.append(i == 0 ? "" : ", ").append(method.getParameterTypes()[i].getSimpleName());
        }
        return words.append(')').toString();
    }
}
