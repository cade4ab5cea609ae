package io.hermesmq.engine;

import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageHandler;
import io.hermesmq.StartFrom;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.SendTo;
import io.hermesmq.channel.Channel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.TypeId;
import io.hermesmq.dispatch.BoundHandler;
import io.hermesmq.dispatch.ClassBinder;
import io.hermesmq.dispatch.HandlerBinder;
import io.hermesmq.dispatch.Lane;
import io.hermesmq.dispatch.Listener;
import io.hermesmq.dispatch.RawHandler;
import io.hermesmq.dispatch.TypedHandlers;
import io.hermesmq.monitor.Counters;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of an engine, and the lanes that poll them. Guarded by the engine's lock. */
final class ListenerSet {

    private static final Logger LOG = LoggerFactory.getLogger(ListenerSet.class);

    private static final String SHARED_LANE = "shared";

    private final HermesConfig config;
    private final Codecs codecs;
    private final HandlerBinder binder;
    private final ClassBinder classBinder;
    private final Replies replies;
    private final EpochNanoClock clock;
    private final ChannelSet channels;
    private final Counters counters;
    private final Object engine;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, String> origins = new LinkedHashMap<>();
    private final List<PendingListener> pending = new ArrayList<>();
    private final Map<ListenerConfig, ClassBinder.ClassHandlers> classHandlers = new LinkedHashMap<>();
    private boolean started;

    /** A listener of components whose record is not known yet. */
    private record PendingListener(ListenerConfig config, Object target, Method method) {}

    ListenerSet(
            final HermesConfig config,
            final Codecs codecs,
            final ChannelSet channels,
            final Counters counters,
            final EpochNanoClock clock,
            final Replies replies,
            final Object engine) {
        this.config = config;
        this.codecs = codecs;
        this.channels = channels;
        this.counters = counters;
        this.engine = engine;
        this.clock = clock;
        this.replies = replies;
        binder = new HandlerBinder(codecs, replies);
        classBinder = new ClassBinder(binder);
    }

    <T> void add(final ListenerConfig listener, final Class<T> type, final MessageHandler<T> handler) {
        register(listener, handler.getClass().getName(), () -> open(listener, binder.bind(type, handler), false));
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
            final ClassBinder.ClassHandlers bound = classBinder.bind(target, handlers);
            final ChannelTypes types = channels.get(listener.channel()).types();
            types.declares(
                    bound.byType().values().stream()
                            .map(BoundHandler::codec)
                            .filter(Objects::nonNull)
                            .toList(),
                    user);
            open(listener, bound.on(types.untyped()), handlers.stream().anyMatch(ListenerSet::replies));
            classHandlers.put(listener, bound);
        });
        bindPending();
    }

    private static boolean replies(final Method method) {
        return method.isAnnotationPresent(SendTo.class);
    }

    /** A listener of the engine's own. */
    Listener addInternal(final ListenerConfig listener, final RawHandler handler) {
        register(listener, "Hermes itself", () -> open(listener, TypedHandlers.of(binder.bind(handler)), false));
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
        final String first = origins.putIfAbsent(listener.id(), origin);
        if (first != null) {
            throw new DuplicateListenerException(listener.id(), first, origin);
        }
        boolean registered = false;
        try {
            registration.run();
            registered = true;
        } finally {
            if (!registered) {
                origins.remove(listener.id());
            }
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
            open(listener, handler, replies(candidate.method()));
        }
        return handler != null;
    }

    private HermesException unknownRecord(final PendingListener candidate) {
        return binder.unknownRecord(
                candidate.target(), candidate.method(), candidate.config().channel());
    }

    private void open(final ListenerConfig listener, final BoundHandler handler, final boolean replies) {
        final ChannelTypes types = channels.get(listener.channel()).types();
        types.carries(handler.messageType(), handler.codec(), "listener '" + listener.id() + "'");
        final TypedHandlers handlers = TypedHandlers.of(handler);
        final Class<?> untyped = types.untyped();
        final boolean takesUntyped =
                !types.isTyped() || (untyped != null && TypeId.of(untyped) == TypeId.of(handler.messageType()));
        open(listener, takesUntyped ? handlers : handlers.passingUntyped(), replies);
    }

    private void open(final ListenerConfig listener, final TypedHandlers handlers, final boolean answers) {
        final ChannelSlot slot = channels.get(listener.channel());
        final Listener opened =
                Listener.open(listener, slot.channel(), handlers, counters, clock, started ? Channel.LATEST : 0);
        if (answers) {
            opened.onGivenUp((request, failure) -> replies.fail(listener.id(), request, failure));
        }
        listeners.put(listener.id(), opened);
        final String defaultLane = config.profile().sharesLane() ? SHARED_LANE : listener.id();
        final Lane lane = lane(listener.lane() == null ? defaultLane : listener.lane());
        lane.add(opened);
        if (started) {
            lane.start();
        }
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
        lanes.values().forEach(Lane::start);
    }

    /** Asks a listener to read on elsewhere. */
    void seek(final String id, final StartFrom place) {
        final Listener listener = listeners.get(id);
        if (listener == null) {
            throw new HermesException("there is no listener '" + id + "'; there are " + listeners.keySet());
        }
        listener.seek(place);
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
