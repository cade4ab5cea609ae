package io.hermesmq.engine;

import io.hermesmq.Acknowledge;
import io.hermesmq.ChannelConfig;
import io.hermesmq.Confirmations;
import io.hermesmq.DeadLetters;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesEvents;
import io.hermesmq.HermesException;
import io.hermesmq.HermesListenerRegistry;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageHandler;
import io.hermesmq.PayloadChecks;
import io.hermesmq.Publisher;
import io.hermesmq.StartFrom;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.ListenerSettings;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.ChroniclePreload;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.PayloadCodec;
import io.hermesmq.dispatch.Lane;
import io.hermesmq.dispatch.LaneThread;
import io.hermesmq.dispatch.Listener;
import io.hermesmq.monitor.Counters;
import io.hermesmq.monitor.EpochClock;
import io.hermesmq.publish.PublisherFactory;
import io.hermesmq.publish.PublisherShape;
import io.hermesmq.publish.Requests;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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

    private final HermesConfig config;
    private final Codecs codecs;
    private final EpochNanoClock clock;
    private final PublisherFactory publishers;
    private final ChannelSet channels;
    private final ListenerSet listeners;
    private final Timers timers;
    private final Delays delays;
    private final ReplyDesks desks;
    private volatile HermesSnapshot.State state = HermesSnapshot.State.NEW;
    private volatile @Nullable Thread closer;
    private final EventHub events = new EventHub();
    private final ListenerRegistry registry;
    private final EngineMonitor monitor;

    private HermesEngine(
            final HermesConfig config,
            final Codecs plainCodecs,
            final PayloadChecks checks,
            final EpochNanoClock clock) {
        this.config = config;
        this.clock = clock;
        codecs = config.guardViews() ? plainCodecs.guardingViews() : plainCodecs;
        final Counters counters = new Counters();
        timers = new Timers(clock, config.lane(Timers.LANE).stepped());
        channels = new ChannelSet(config, counters, clock, this::isInsider);
        publishers = new PublisherFactory(codecs, clock, this::delayed, this::port);
        final Replies replies = new Replies(publishers, codecs, channels::get);
        listeners = new ListenerSet(config, codecs, channels, counters, checks, events::add, clock, replies, this);
        delays = new Delays(config, channels, listeners, publishers, clock, timers);
        desks = new ReplyDesks(channels, listeners, codecs, replies, clock, timers);
        registry = new ListenerRegistry(listeners, this, config.drainTimeout());
        monitor = new EngineMonitor(this::slots, this::allListeners, config.watch(), events);
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
        return create(config, codecs, PayloadChecks.NONE, EpochClock.INSTANCE);
    }

    /**
     * Makes an engine with a clock of the user's own, for tests: timestamps, what waits for a time, the names and the roll of files, retention
     * and everything else that is about the time of day goes by it. It may step: files and messages stay in their order nevertheless.
     *
     * @param config its settings.
     * @param codecs what it can encode and decode.
     * @param clock nanoseconds since the epoch, for any thread; {@link #clock()} returns it.
     * @return an engine that is not started.
     * @throws MissingFlagsException where the JVM does not give the access that off-heap memory needs.
     */
    public static Hermes create(final HermesConfig config, final Codecs codecs, final EpochNanoClock clock) {
        return create(config, codecs, PayloadChecks.NONE, clock);
    }

    /**
     * Makes an engine with a clock of the user's own that also checks messages before listeners get them.
     *
     * @param config its settings.
     * @param codecs what it can encode and decode.
     * @param checks which parameters of listener methods are checked.
     * @param clock nanoseconds since the epoch, for any thread; {@link #clock()} returns it.
     * @return an engine that is not started.
     * @throws MissingFlagsException where the JVM does not give the access that off-heap memory needs.
     */
    public static Hermes create(
            final HermesConfig config, final Codecs codecs, final PayloadChecks checks, final EpochNanoClock clock) {
        JvmAccess.require();
        final List<JournalConfig> journals = config.channels().values().stream()
                .map(ChannelConfig::journal)
                .filter(Objects::nonNull)
                .toList();
        if (!journals.isEmpty()) {
            prepareJournals(journals.stream().anyMatch(journal -> journal.acknowledge() == Acknowledge.SYNCED));
        }
        return new HermesEngine(config, codecs, checks, clock);
    }

    /**
     * Begins to load in the background what journals are made of, a few hundred milliseconds' worth. {@link #create(HermesConfig)} does
     * it for channels that are described; whoever knows earlier that there will be one may call it earlier. For any thread; does nothing the
     * second time, nor where the JVM does not give the access that journals need.
     *
     * @param withSync whether a channel is acknowledged when synced.
     */
    public static void prepareJournals(final boolean withSync) {
        if (JvmAccess.isEnoughForJournals()) {
            ChroniclePreload.begin(withSync);
        }
    }

    // publishers

    @Override
    public synchronized <T> Publisher<T> publisher(final String channel, final Class<T> type) {
        requireNotClosed();
        final ChannelSlot slot = channels.get(channel);
        final PayloadCodec codec = codecs.forPublishing(type);
        final Publisher<T> publisher =
                publishers.create(slot.channel(), type, slot.types().isTyped());
        slot.carries(type, codec, "a publisher");
        slot.published();
        slot.types().published(codec);
        listeners.bindPending();
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
        final ChannelSlot slot = channels.get(channel);
        final String user = "publisher " + type.getName();
        final List<PayloadCodec> messages =
                shape.messages().stream().map(codecs::forPublishing).toList();
        if (shape.isOfSeveralTypes()) {
            slot.types().declares(messages, user);
        }
        final P publisher =
                publishers.create(slot.channel(), shape, slot.types().isTyped());
        messages.forEach(codec -> slot.carries(codec.messageType(), codec, user));
        slot.published();
        messages.forEach(slot.types()::published);
        listeners.bindPending();
        return publisher;
    }

    // listeners

    @Override
    public synchronized <T> void listen(
            final ListenerConfig listener, final Class<T> type, final MessageHandler<T> handler) {
        requireNotClosed();
        listeners.add(listener, type, handler);
    }

    @Override
    public synchronized void listen(final ListenerConfig listener, final Object target, final Method method) {
        requireNotClosed();
        listeners.add(listener, target, method);
    }

    @Override
    public synchronized void listen(final ListenerConfig listener, final Object target, final List<Method> handlers) {
        requireNotClosed();
        listeners.add(listener, target, handlers);
    }

    @Override
    public void listen(final Object target) {
        final List<ListenerScan.Found> all = ListenerScan.of(target.getClass());
        if (all.isEmpty()) {
            throw new HermesException(target.getClass().getName()
                    + " has no method with @HermesListener; annotate one, or do not register it");
        }
        for (final ListenerScan.Found found : all) {
            if (found.isOfClass()) {
                listen(
                        ListenerSettings.ofClass(
                                target.getClass(), found.annotation(), ListenerSettings.Values.AS_WRITTEN),
                        target,
                        found.methods());
            } else {
                final Method method = found.methods().get(0);
                listen(
                        ListenerSettings.of(
                                target.getClass(), method, found.annotation(), ListenerSettings.Values.AS_WRITTEN),
                        target,
                        method);
            }
        }
    }

    // what publishers need beside their channel; any thread may be the first to ask

    private synchronized Channel delayed(final Channel target, final PayloadCodec codec) {
        requireNotClosed();
        return delays.of(target, codec);
    }

    private synchronized Requests.Port port(final Channel channel, final String named, final Class<?> reply) {
        return desks.port(channel, named, reply);
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
        listeners.requireComplete();
        listeners.openGroups();
        state = HermesSnapshot.State.RUNNING;
        delays.resume();
        channels.start();
        warnOfSpinning();
        warnOfUnheardChannels();
        listeners.warnOfUnusedHandlers();
        listeners.start();
        monitor.start();
    }

    private void warnOfUnheardChannels() {
        for (final ChannelSlot slot : channels.slots()) {
            if (slot.isPublished() && !slot.isJournaled() && !listeners.readsFrom(slot.channel())) {
                LOG.warn(
                        "channel '{}' has a publisher but no listener: nobody sees what is published to it",
                        slot.channel().name());
            }
        }
    }

    private void warnOfSpinning() {
        final List<String> spinning = listeners.lanes().stream()
                .filter(Lane::burnsCore)
                .map(Lane::name)
                .toList();
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
    public synchronized Confirmations confirmations(final String channel) {
        requireNotClosed();
        if (channels.get(channel).channel() instanceof Confirmations journaled) {
            return journaled;
        }
        throw new HermesException("channel '" + channel
                + "' has no journal that could confirm anything; switch it on with journal.enabled: true");
    }

    @Override
    public synchronized DeadLetters deadLetters(final String channel) {
        requireNotClosed();
        return listeners.deadLetters().get(channel);
    }

    @Override
    public synchronized Set<String> deadLetterChannels() {
        return listeners.deadLetters().names();
    }

    @Override
    public void seek(final String listener, final StartFrom place) {
        requireNotClosed();
        registry.seek(listener, place);
    }

    @Override
    public HermesListenerRegistry listeners() {
        return registry;
    }

    @Override
    public HermesEvents events() {
        return events;
    }

    @Override
    public int step(final String lane) {
        if (lane.equals(Timers.LANE) && timers.isStepped()) {
            return timers.doWork();
        }
        final Lane stepped;
        synchronized (this) {
            stepped = listeners.knownLane(lane);
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
        final Drain drain;
        synchronized (this) {
            if (isClosing()) {
                return;
            }
            closer = Thread.currentThread();
            final boolean started = state == HermesSnapshot.State.RUNNING;
            state = HermesSnapshot.State.DRAINING;
            drain = newDrain(started ? config.drainTimeout().toNanos() : 0);
        }
        final long leftBytes = drain.run();
        timers.close();
        desks.close();
        delays.report();
        final boolean interrupted = Thread.interrupted(); // it would break the files of journals that are being closed
        try {
            closeAll(listeners.listeners().stream()
                    .<Runnable>map(listener -> listener::release)
                    .toList());
            closeAll(listeners.deadLetters().all().stream()
                    .<Runnable>map(box -> box::close)
                    .toList());
            closeAll(
                    channels.slots().stream().<Runnable>map(slot -> slot::close).toList());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        listeners.listeners().forEach(Listener::ended);
        state = HermesSnapshot.State.CLOSED;
        closer = null;
        monitor.close();
        LOG.debug("closed with {} bytes left behind", leftBytes);
    }

    /** One that cannot be closed keeps none of the others open. */
    private static void closeAll(final List<Runnable> closings) {
        for (final Runnable closing : closings) {
            try {
                closing.run();
            } catch (final RuntimeException | Error e) {
                LOG.error("closing goes on, but a part of it failed", e);
            }
        }
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
        return clock;
    }

    private Drain newDrain(final long timeoutNs) {
        return new Drain(channels.channels(), listeners.lanes(), listeners.listeners(), timeoutNs);
    }

    @Override
    public synchronized HermesSnapshot snapshot() {
        return Snapshots.take(state, channels.slots(), listeners.listeners(), listeners.lanes());
    }

    synchronized Collection<Listener> allListeners() {
        return listeners.listeners();
    }

    private synchronized Collection<ChannelSlot> slots() {
        return channels.slots();
    }
}
