package io.hermesmq.engine;

import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageHandler;
import io.hermesmq.Publisher;
import io.hermesmq.StartFrom;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.codec.Codecs;
import io.hermesmq.dispatch.BoundHandler;
import io.hermesmq.dispatch.HandlerBinder;
import io.hermesmq.dispatch.Lane;
import io.hermesmq.dispatch.LaneThread;
import io.hermesmq.dispatch.Listener;
import io.hermesmq.monitor.Counters;
import io.hermesmq.monitor.EpochClock;
import io.hermesmq.publish.PublisherFactory;
import io.hermesmq.publish.PublisherShape;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine behind {@link Hermes}: makes channels when they are first named, gives listeners to lanes, starts, drains and
 * closes. All of it under one lock, none of it on the path of a message.
 */
public final class HermesEngine implements Hermes {

    private static final Logger LOG = LoggerFactory.getLogger(HermesEngine.class);
    private static final String SHARED_LANE = "shared";

    private final HermesConfig config;
    private final Codecs codecs;
    private final HandlerBinder binder;
    private final PublisherFactory publishers;
    private final Counters counters = new Counters();
    private final Map<String, ChannelSlot> channels = new LinkedHashMap<>();
    private final Map<String, Lane> lanes = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final Map<String, String> listenerOrigins = new LinkedHashMap<>();
    private final List<PendingListener> pending = new ArrayList<>();
    private volatile HermesSnapshot.State state = HermesSnapshot.State.NEW;
    private volatile @Nullable Thread closer;
    private @Nullable ScheduledExecutorService monitor;

    /** A listener of components whose record is not known yet. */
    private record PendingListener(ListenerConfig config, Object target, Method method) {}

    private HermesEngine(final HermesConfig config, final Codecs codecs) {
        this.config = config;
        this.codecs = codecs;
        binder = new HandlerBinder(codecs);
        publishers = new PublisherFactory(codecs);
    }

    /**
     * Makes an engine for records, texts, bytes and SBE flyweights.
     *
     * @param config its settings.
     * @return an engine that is not started.
     * @throws MissingFlagsException where the JVM does not give the access that off-heap memory needs.
     */
    public static Hermes create(final HermesConfig config) {
        return create(config, new Codecs(List.of()));
    }

    /**
     * Makes an engine with codecs of the user's own.
     *
     * @param config its settings.
     * @param codecs what it can encode and decode.
     * @return an engine that is not started.
     * @throws MissingFlagsException where the JVM does not give the access that off-heap memory needs.
     */
    public static Hermes create(final HermesConfig config, final Codecs codecs) {
        JvmAccess.require();
        return new HermesEngine(config, codecs);
    }

    // publishers

    @Override
    public synchronized <T> Publisher<T> publisher(final String channel, final Class<T> type) {
        requireNotClosed();
        final ChannelSlot slot = channel(channel);
        final Publisher<T> publisher = publishers.create(slot.channel(), type);
        slot.carries(type, codecs.forPublishing(type), "a publisher");
        slot.published();
        bindPending();
        return publisher;
    }

    @Override
    public <P> P publisher(final Class<P> type) {
        final HermesPublisher annotation = type.getAnnotation(HermesPublisher.class);
        if (annotation == null) {
            throw new HermesException(type.getName() + " has no @HermesPublisher; add it, or name the channel");
        }
        return publisherOf(annotation.value(), type);
    }

    @Override
    public synchronized <P> P publisherOf(final String channel, final Class<P> type) {
        requireNotClosed();
        final PublisherShape<P> shape = PublisherShape.of(type);
        final ChannelSlot slot = channel(channel);
        final P publisher = publishers.create(slot.channel(), shape);
        slot.carries(shape.message(), codecs.forPublishing(shape.message()), "publisher " + type.getName());
        slot.published();
        bindPending();
        return publisher;
    }

    // listeners

    @Override
    public synchronized <T> void listen(
            final ListenerConfig listener, final Class<T> type, final MessageHandler<T> handler) {
        register(listener, handler.getClass().getName(), () -> open(listener, binder.bind(type, handler)));
        bindPending();
    }

    @Override
    public synchronized void listen(final ListenerConfig listener, final Object target, final Method method) {
        register(listener, inWords(method), () -> {
            noteNamedRecord(listener, method);
            final PendingListener candidate = new PendingListener(listener, target, method);
            if (!tryOpen(candidate)) {
                if (state == HermesSnapshot.State.RUNNING) {
                    throw unknownRecord(candidate);
                }
                pending.add(candidate);
            }
        });
        bindPending();
    }

    @Override
    public void listen(final Object target) {
        boolean any = false;
        for (Class<?> type = target.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (final Method method : annotatedMethods(type)) {
                for (final HermesListener annotation : method.getAnnotationsByType(HermesListener.class)) {
                    any = true;
                    final String id = annotation.id().isEmpty()
                            ? ListenerConfig.defaultId(target.getClass(), method)
                            : annotation.id();
                    final String lane = annotation.lane().isEmpty() ? null : annotation.lane();
                    listen(
                            new ListenerConfig(
                                    id, annotation.channel(), lane, null, FailureHandler.CONTINUE, StartFrom.LATEST),
                            target,
                            method);
                }
            }
        }
        if (!any) {
            throw new HermesException(target.getClass().getName()
                    + " has no method with @HermesListener; annotate one, or do not register it");
        }
    }

    /** Without the bridge methods that the compiler adds, as it copies annotations to them. */
    private static List<Method> annotatedMethods(final Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !method.isBridge())
                .toList();
    }

    /** Takes the id, and gives it back where the registration fails. */
    private void register(final ListenerConfig listener, final String origin, final Runnable registration) {
        requireNotClosed();
        final String first = listenerOrigins.putIfAbsent(listener.id(), origin);
        if (first != null) {
            throw new DuplicateListenerException(listener.id(), first, origin);
        }
        boolean registered = false;
        try {
            registration.run();
            registered = true;
        } finally {
            if (!registered) {
                listenerOrigins.remove(listener.id());
            }
        }
    }

    private void noteNamedRecord(final ListenerConfig listener, final Method method) {
        if (listener.message() != null) {
            channel(listener.channel())
                    .carries(
                            listener.message(),
                            codecs.forListening(listener.message()),
                            "listener '" + listener.id() + "'");
            return;
        }
        for (final HermesListener annotation : method.getAnnotationsByType(HermesListener.class)) {
            if (annotation.message() != Void.class && annotation.channel().equals(listener.channel())) {
                channel(listener.channel())
                        .carries(
                                annotation.message(),
                                codecs.forListening(annotation.message()),
                                "listener '" + listener.id() + "'");
            }
        }
    }

    /** Opens the listeners whose record has become known. */
    private void bindPending() {
        for (final PendingListener candidate : List.copyOf(pending)) {
            if (channel(candidate.config().channel()).record() != null) {
                pending.remove(candidate);
                tryOpen(candidate);
            }
        }
    }

    private boolean tryOpen(final PendingListener candidate) {
        final ListenerConfig listener = candidate.config();
        final BoundHandler handler = binder.bind(
                candidate.target(),
                candidate.method(),
                channel(listener.channel()).record());
        if (handler != null) {
            open(listener, handler);
        }
        return handler != null;
    }

    private HermesException unknownRecord(final PendingListener candidate) {
        return binder.unknownRecord(
                candidate.target(), candidate.method(), candidate.config().channel());
    }

    private void open(final ListenerConfig config, final BoundHandler handler) {
        final ChannelSlot slot = channel(config.channel());
        slot.carries(handler.messageType(), handler.codec(), "listener '" + config.id() + "'");
        final long start = state == HermesSnapshot.State.NEW ? 0 : Channel.LATEST;
        final Listener listener = Listener.open(config, slot.channel(), handler, counters, start);
        listeners.put(config.id(), listener);
        final String defaultLane = this.config.profile().sharesLane() ? SHARED_LANE : config.id();
        final Lane lane = lane(config.lane() == null ? defaultLane : config.lane());
        lane.add(listener);
        if (state == HermesSnapshot.State.RUNNING) {
            lane.start();
        }
    }

    private ChannelSlot channel(final String name) {
        return channels.computeIfAbsent(name, absent -> {
            final ChannelSlot slot = new ChannelSlot(RingChannel.create(
                    name,
                    config.channel(name),
                    counters,
                    EpochClock.INSTANCE,
                    this::isInsider,
                    config.stallTimeout().toNanos()));
            if (state == HermesSnapshot.State.NEW) {
                slot.channel().holdUntilStart(counters.allocate("start of " + name));
            }
            return slot;
        });
    }

    private Lane lane(final String name) {
        return lanes.computeIfAbsent(name, absent -> new Lane(name, config.lane(name), this));
    }

    private boolean isInsider(final Thread thread) {
        return thread == closer || LaneThread.isLaneOf(thread, this);
    }

    // life

    @Override
    public synchronized void start() {
        requireNotClosed();
        if (state != HermesSnapshot.State.NEW) {
            return;
        }
        if (!pending.isEmpty()) {
            throw unknownRecord(pending.get(0));
        }
        state = HermesSnapshot.State.RUNNING;
        channels.values().forEach(slot -> slot.channel().start());
        warnOfSpinning();
        warnOfUnheardChannels();
        lanes.values().forEach(Lane::start);
        monitor = StallMonitor.start(this::slots);
    }

    private void warnOfUnheardChannels() {
        for (final ChannelSlot slot : channels.values()) {
            final String name = slot.channel().name();
            if (slot.isPublished()
                    && listeners.values().stream()
                            .noneMatch(each -> each.config().channel().equals(name))) {
                LOG.warn("channel '{}' has a publisher but no listener: nobody sees what is published to it", name);
            }
        }
    }

    private void warnOfSpinning() {
        final List<String> spinning =
                lanes.values().stream().filter(Lane::burnsCore).map(Lane::name).toList();
        final int cpus = Runtime.getRuntime().availableProcessors();
        if (spinning.size() >= cpus) {
            LOG.warn(
                    "{} lanes spin ({}), but this process may use only {} CPUs: publishers and lanes will take turns and"
                            + " latency suffers; use idle: auto for some of them",
                    spinning.size(),
                    String.join(", ", spinning),
                    cpus);
        }
    }

    @Override
    public int step(final String lane) {
        final Lane stepped;
        synchronized (this) {
            stepped = lanes.get(lane);
        }
        if (stepped == null || !stepped.isStepped()) {
            throw new IllegalStateException("lane '" + lane + "' is not stepped by hand"
                    + (stepped == null ? ": there is no such lane" : "; configure it with stepped"));
        }
        return stepped.doWork();
    }

    @Override
    public void close() {
        if (isClosing()) {
            return;
        }
        if (LaneThread.isLaneOf(Thread.currentThread(), this)) {
            throw new IllegalStateException("a listener on thread '"
                    + Thread.currentThread().getName()
                    + "' closes the engine, which waits for this very listener; close it from another thread");
        }
        final ScheduledExecutorService runner;
        final Drain drain;
        synchronized (this) {
            if (isClosing()) {
                return;
            }
            closer = Thread.currentThread();
            final boolean started = state == HermesSnapshot.State.RUNNING;
            state = HermesSnapshot.State.DRAINING;
            runner = monitor;
            drain = newDrain(started ? config.drainTimeout().toNanos() : 0);
        }
        final long leftBytes = drain.run();
        if (runner != null) {
            runner.shutdownNow();
        }
        state = HermesSnapshot.State.CLOSED;
        closer = null;
        LOG.debug("closed with {} bytes left behind", leftBytes);
    }

    private boolean isClosing() {
        return state == HermesSnapshot.State.CLOSED || state == HermesSnapshot.State.DRAINING;
    }

    private void requireNotClosed() {
        if (isClosing()) {
            throw new IllegalStateException("this Hermes is closed; create another");
        }
    }

    @Override
    public boolean awaitIdle(final Duration timeout) {
        final Drain drain;
        synchronized (this) {
            drain = newDrain(timeout.toNanos());
        }
        return drain.awaitQuiet();
    }

    @Override
    public EpochNanoClock clock() {
        return EpochClock.INSTANCE;
    }

    private Drain newDrain(final long timeoutNs) {
        return new Drain(
                channels.values().stream().map(ChannelSlot::channel).toList(),
                List.copyOf(lanes.values()),
                List.copyOf(listeners.values()),
                timeoutNs);
    }

    @Override
    public synchronized HermesSnapshot snapshot() {
        return Snapshots.take(state, slots(), listeners.values(), lanes.values());
    }

    private synchronized Collection<ChannelSlot> slots() {
        return List.copyOf(channels.values());
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
