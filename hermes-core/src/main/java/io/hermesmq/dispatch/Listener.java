package io.hermesmq.dispatch;

import io.hermesmq.HermesException;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.ListenerEvent;
import io.hermesmq.ListenerState;
import io.hermesmq.OnFull;
import io.hermesmq.StartFrom;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.hidden.HiddenCopy;
import io.hermesmq.monitor.Counters;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** One listener of a channel: its cursor, its counters and its own copy of the drain loop. */
public final class Listener {

    private static final MethodType LOOP_CONSTRUCTOR = MethodType.methodType(
            void.class,
            Channel.class,
            ReadCursor.class,
            ListenerCounters.class,
            FrameContext.class,
            FailureSupervisor.class,
            Hold.class);

    private final ListenerConfig config;
    private final Channel channel;
    private final ReadCursor cursor;
    private final ListenerCounters counters;
    private final @Nullable GroupMember member;
    private final DrainLoop loop;
    private final FrameContext context;
    private final FailureSupervisor failures;
    private final Redelivery redelivery;
    private final TypedHandlers handlers;
    private volatile Phase phase = Phase.CREATED;
    private volatile boolean leaving;
    private volatile @Nullable Lane lane;
    private volatile Consumer<ListenerEvent> events = event -> {};

    /** Written by the thread of the lane, or under the lock of a lane that has none. */
    private enum Phase {
        /** In its lane, which does not run yet. */
        CREATED,
        /** In no lane: never started, and to be started by hand. */
        DETACHED,
        RUNNING,
        STOPPED
    }

    private Listener(
            final ListenerConfig config,
            final Channel channel,
            final TypedHandlers handlers,
            final ListenerCounters counters,
            final EpochNanoClock clock,
            final @Nullable Channel deadLetters,
            final long from,
            final @Nullable GroupMember member) {
        this.config = config;
        this.channel = channel;
        this.counters = counters;
        this.member = member;
        cursor = channel.openCursor(config.id(), counters.position(), from);
        this.handlers = handlers;
        final Hold hold = new Hold(clock);
        failures = new FailureSupervisor(
                config,
                counters,
                hold,
                deadLetters == null ? null : new DeadLetterSink(deadLetters, clock),
                handlers,
                this::halted);
        redelivery = new Redelivery(channel, handlers, hold);
        final boolean inPlace =
                !(channel instanceof JournaledChannel) && channel.config().onFull() != OnFull.OVERWRITE;
        context = new FrameContext(channel, inPlace ? channel.buffer() : scratch(channel));
        final List<FrameGuard> guards = member == null ? List.of() : member.guards();
        final Duration timeToLive = channel.config().timeToLive();
        final Lifetime lifetime = new Lifetime(
                timeToLive == null ? 0 : timeToLive.toNanos(),
                hold.pollClock(),
                counters.expired(),
                Lifetime.Sink.NONE);
        final boolean beforeStart = from != Channel.LATEST;
        final BoundHandler batched = handlers.batched();
        if (batched != null) {
            final BatchDrain.Parts parts = new BatchDrain.Parts(
                    config,
                    channel,
                    cursor,
                    counters,
                    context,
                    failures,
                    hold,
                    batched,
                    batchGuards(guards, batched, lifetime));
            loop = batchLoop(parts, beforeStart);
        } else {
            final MethodHandle handle =
                    new FrameDispatch(handlers, lifetime, guards, counters).handle(channel.extensions());
            loop = channel instanceof JournaledChannel journaled
                    ? journalLoop(handle, journaled, hold, beforeStart)
                    : ringLoop(handle, hold);
        }
    }

    /** As {@link FrameDispatch} has them for single messages. */
    private List<FrameGuard> batchGuards(
            final List<FrameGuard> ofMember, final BoundHandler batched, final Lifetime lifetime) {
        final List<FrameGuard> guards = new ArrayList<>(ofMember);
        guards.add(BatchGuard.of(handlers, lifetime, counters.unhandled()));
        FrameDispatch.filterOf(batched, counters).forEach(filter -> guards.add(BatchGuard.behindExtension(filter)));
        return guards;
    }

    private DrainLoop batchLoop(final BatchDrain.Parts parts, final boolean beforeStart) {
        if (channel instanceof JournaledChannel journaled) {
            return new JournalBatchDrain(
                    parts,
                    scratch(channel),
                    context.buffer(),
                    new JournalFollower(
                            config,
                            member,
                            journaled,
                            cursor,
                            beforeStart,
                            parts.handler().ack()));
        }
        return channel.config().onFull() == OnFull.OVERWRITE
                ? new OverrunBatchDrain(parts, scratch(channel), context.buffer())
                : new RingBatchDrain(parts);
    }

    private DrainLoop ringLoop(final MethodHandle handle, final Hold hold) {
        final boolean overrun = channel.config().onFull() == OnFull.OVERWRITE;
        return (DrainLoop) HiddenCopy.create(
                MethodHandles.lookup(),
                overrun ? OverrunDrainTemplate.class : DrainTemplate.class,
                List.of(handle, handlers.usesContext()),
                LOOP_CONSTRUCTOR,
                channel,
                cursor,
                counters,
                context,
                failures,
                hold);
    }

    private DrainLoop journalLoop(
            final MethodHandle handle, final JournaledChannel journaled, final Hold hold, final boolean beforeStart) {
        return (DrainLoop) HiddenCopy.create(
                MethodHandles.lookup(),
                JournalDrainTemplate.class,
                List.of(handle),
                LOOP_CONSTRUCTOR.appendParameterTypes(JournalFollower.class),
                channel,
                cursor,
                counters,
                context,
                failures,
                hold,
                new JournalFollower(config, member, journaled, cursor, beforeStart, handlers.ack()));
    }

    /**
     * Adds a listener to a channel. Publishers wait for it from now on.
     *
     * @param config its settings.
     * @param channel to read.
     * @param handlers to call.
     * @param counters where to allocate its counters.
     * @param clock of the engine, for what waits for a time.
     * @param from the position that it starts at: one that another cursor still holds, or {@link Channel#LATEST}.
     * @return the listener, for a lane.
     */
    public static Listener open(
            final ListenerConfig config,
            final Channel channel,
            final TypedHandlers handlers,
            final Counters counters,
            final EpochNanoClock clock,
            final long from) {
        return open(config, channel, handlers, counters, clock, null, from, null);
    }

    /**
     * Tells somebody of each message that failed for the last time. Before the listener joins a lane.
     *
     * @param action gets the message and its failure, on the thread of the lane.
     */
    public void onGivenUp(final BiConsumer<RequestContext, Throwable> action) {
        failures.onGivenUp(action);
    }

    /**
     * Adds a listener with dead letters, or one that shares the messages of its channel with others. Publishers wait for it from now on.
     *
     * @param config its settings.
     * @param channel to read.
     * @param handlers to call.
     * @param counters where to allocate its counters.
     * @param clock of the engine, for what waits for a time.
     * @param deadLetters the channel that takes its dead letters; null where its settings name none.
     * @param from the position that it starts at: one that another cursor still holds, or {@link Channel#LATEST}.
     * @param member of a group that it is, or null where it gets every message.
     * @return the listener, for a lane.
     */
    public static Listener open(
            final ListenerConfig config,
            final Channel channel,
            final TypedHandlers handlers,
            final Counters counters,
            final EpochNanoClock clock,
            final @Nullable Channel deadLetters,
            final long from,
            final @Nullable GroupMember member) {
        return new Listener(
                config,
                channel,
                handlers,
                new ListenerCounters(counters, config.id()),
                clock,
                deadLetters,
                from,
                member);
    }

    private static UnsafeBuffer scratch(final Channel channel) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(channel.config().capacityBytes() / 4));
    }

    /**
     * Gives the listener to a lane, which polls it from its start on.
     *
     * @param owner the lane.
     * @param observer told what becomes of the listener. Any thread may tell it.
     */
    public void assign(final Lane owner, final Consumer<ListenerEvent> observer) {
        lane = owner;
        events = observer;
        if (config.autoStartup()) {
            owner.add(this);
        } else {
            phase = Phase.DETACHED;
            close();
            redelivery.stop();
        }
    }

    /** Its engine has started. */
    public void engineStarted() {
        if (phase == Phase.CREATED) {
            started();
        }
    }

    private void started() {
        phase = Phase.RUNNING;
        events.accept(new ListenerEvent.Started(config.id()));
    }

    /** Notes the lane that polls the listener. */
    void joined(final Lane owner) {
        lane = owner;
    }

    private void halted() {
        counters.halt();
        channel.closeCursor(cursor);
        redelivery.stop();
        final Lane owner = lane;
        if (owner != null) {
            owner.remove(this);
        }
        events.accept(new ListenerEvent.Halted(config.id(), context.sequence()));
    }

    /** Delivers what there is: a message that was given to this listener alone, and those of the channel. For the lane. */
    int poll() {
        return (redelivery.isEmpty() ? 0 : redelivery.deliverNext()) + loop.poll();
    }

    /**
     * Whether its lane would deliver something, now or when what the listener waits for is there. Any thread may ask.
     *
     * @return false where it has read everything, has halted or is paused.
     */
    public boolean hasPending() {
        return loop.hasPending() || !redelivery.isEmpty();
    }

    /**
     * In how many nanoseconds the listener may be called. Any thread may ask.
     *
     * @return 0 for now, {@link Long#MAX_VALUE} where only somebody's doing lets it be called.
     */
    public long remainingNs() {
        return loop.hold().remainingNs();
    }

    /**
     * Delivers a message to this listener alone, once, with its lane's next polls. Any thread.
     *
     * @param frame header and payload.
     * @param position of the channel behind the message, for its context.
     * @param attempt which delivery to this listener this is, from 1.
     * @param outcome told what came of it.
     */
    public void redeliver(final byte[] frame, final long position, final int attempt, final RedeliveryOutcome outcome) {
        redelivery.add(frame, position, attempt, outcome);
        channel.wakeUp().wake();
    }

    /** Takes the listener from its channel: publishers do not wait for it any longer. Its lane must have removed it. */
    void close() {
        channel.closeCursor(cursor);
    }

    // control, by any thread

    /**
     * Lets a listener that does not run be polled.
     *
     * @return done when it is.
     */
    public Future<?> start() {
        return lane().execute(this::join);
    }

    private void join() {
        if (phase != Phase.DETACHED && phase != Phase.STOPPED && !counters.isHalted()) {
            return;
        }
        counters.goOn();
        if (!(channel instanceof JournaledChannel)) {
            channel.openCursor(config.id(), counters.position(), Channel.LATEST);
        }
        loop.rejoin();
        redelivery.start();
        lane().add(this);
        started();
    }

    /**
     * Takes the listener from its lane, behind the message at hand, and from its channel.
     *
     * @return done when that is done.
     */
    public Future<?> stop() {
        if (phase == Phase.RUNNING && !counters.isHalted()) {
            leaving = true;
        }
        loop.comeOut();
        return lane().execute(this::leave);
    }

    /** The lane ends: no further message from now on. */
    void laneEnds() {
        loop.stop();
        redelivery.stop();
    }

    private void leave() {
        leaving = false;
        if (phase == Phase.STOPPED || phase == Phase.DETACHED || counters.isHalted()) {
            return;
        }
        lane().remove(this);
        close();
        redelivery.stop();
        phase = Phase.STOPPED;
        events.accept(new ListenerEvent.Stopped(config.id()));
    }

    /** Takes the listener from its lane and its channel for good. Its engine is closed, and the lane has ended. */
    public void ended() {
        final boolean ran = phase == Phase.RUNNING && !counters.isHalted();
        phase = Phase.STOPPED;
        if (ran) {
            events.accept(new ListenerEvent.Stopped(config.id()));
        }
    }

    /** From now on the listener is not called, behind the message at hand. */
    public void pause() {
        if (loop.hold().pause()) {
            events.accept(new ListenerEvent.Paused(config.id()));
        }
        loop.comeOut();
    }

    /** Ends {@link #pause}. */
    public void resume() {
        if (loop.hold().resume()) {
            events.accept(new ListenerEvent.Resumed(config.id()));
        }
        channel.wakeUp().wake();
    }

    /**
     * Whether nobody delivers to it, because it was stopped by hand or is to be started by hand.
     *
     * @return false for one that has halted.
     */
    public boolean isDetached() {
        return phase == Phase.STOPPED || phase == Phase.DETACHED;
    }

    /**
     * What the listener is doing.
     *
     * @return its state.
     */
    public ListenerState state() {
        if (counters.isHalted()) {
            return ListenerState.HALTED;
        }
        if (leaving) {
            return ListenerState.STOPPING;
        }
        final Phase current = phase;
        if (current == Phase.STOPPED) {
            return ListenerState.STOPPED;
        }
        if (loop.hold().isPaused()) {
            return ListenerState.PAUSED;
        }
        if (current != Phase.RUNNING) {
            return ListenerState.CREATED;
        }
        return loop.hold().isHolding() ? ListenerState.WAITING : ListenerState.RUNNING;
    }

    /**
     * Lets the listener read on elsewhere, with its next poll.
     *
     * @param place where it reads on.
     * @throws HermesException where the channel has no journal.
     */
    public void seek(final StartFrom place) {
        if (!(channel instanceof JournaledChannel journaled)) {
            throw new HermesException("listener '" + config.id() + "' cannot seek: channel '" + channel.name()
                    + "' has no journal; switch it on with journal.enabled: true");
        }
        if (place.anchor() == StartFrom.Anchor.SEQUENCE) {
            requireKept(place.value(), journaled);
        }
        loop.seek(place);
        loop.comeOut();
    }

    private void requireKept(final long sequence, final JournaledChannel journaled) {
        final long first = journaled.firstSequence();
        final long last = journaled.counters().published().get();
        if (sequence >= first && sequence <= last + 1) {
            return;
        }
        throw new HermesException("listener '" + config.id() + "' cannot seek to sequence " + sequence
                + ": the journal of channel '" + channel.name() + "' "
                + (last < first
                        ? "has no messages; seek to " + (last + 1) + " to wait for the next"
                        : "has sequences " + first + " to " + last + "; seek to one of these, or to " + (last + 1)
                                + " to wait for the next"));
    }

    /** Gives back what the listener holds besides memory, behind the call that it may be in. */
    @SuppressWarnings("FutureReturnValueIgnored") // closing a file that was read fails for nobody
    public void releaseInLane() {
        lane().execute(this::release);
    }

    /** Gives back what the listener holds besides memory. Its lane must have ended. */
    public void release() {
        loop.close();
    }

    /**
     * What the listener waits for in front of a message, until its lane comes back to it.
     *
     * @return why and until when, or null where it does not wait.
     */
    public HermesSnapshot.@Nullable Waiting waiting() {
        return loop.hold().waiting();
    }

    /**
     * What its circuit breaker does.
     *
     * @return the state, or null where it has none.
     */
    public HermesSnapshot.@Nullable BreakerState breakerState() {
        return failures.breakerState();
    }

    /**
     * The loop that delivers to this listener.
     *
     * @return its own copy.
     */
    public DrainLoop loop() {
        return loop;
    }

    /**
     * The group that it shares messages with.
     *
     * @return its name, or null where it gets every message.
     */
    public @Nullable String group() {
        return member == null ? null : member.group();
    }

    /**
     * The settings of the listener.
     *
     * @return as registered.
     */
    public ListenerConfig config() {
        return config;
    }

    /**
     * The lane that polls it, or polled it until it halted.
     *
     * @return the lane.
     */
    public Lane lane() {
        return Objects.requireNonNull(lane, "a listener without a lane");
    }

    /**
     * The channel that it reads.
     *
     * @return the channel.
     */
    public Channel channel() {
        return channel;
    }

    /**
     * Whether it reads messages of a layout.
     *
     * @param fingerprint of the layout, or 0 where nobody knows it.
     * @return false where its handlers read other layouts only.
     */
    public boolean reads(final long fingerprint) {
        return handlers.reads(fingerprint);
    }

    /**
     * What the listener has counted.
     *
     * @return its counters.
     */
    public ListenerCounters counters() {
        return counters;
    }
}
