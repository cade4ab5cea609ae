package io.hermesmq.dispatch;

import io.hermesmq.HermesException;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.OnFull;
import io.hermesmq.StartFrom;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.hidden.HiddenCopy;
import io.hermesmq.monitor.Counters;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.ByteBuffer;
import java.util.List;
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
    private final DrainLoop loop;
    private final FailureSupervisor failures;
    private final Redelivery redelivery;
    private final long fingerprint;
    private volatile Runnable onHalt = () -> {};
    private volatile String lane = "";

    private Listener(
            final ListenerConfig config,
            final Channel channel,
            final BoundHandler handler,
            final ListenerCounters counters,
            final EpochNanoClock clock,
            final @Nullable Channel deadLetters,
            final long from) {
        this.config = config;
        this.channel = channel;
        this.counters = counters;
        cursor = channel.openCursor(config.id(), counters.position(), from);
        fingerprint = handler.fingerprint();
        final Hold hold = new Hold(clock);
        failures = new FailureSupervisor(
                config,
                counters,
                hold,
                deadLetters == null ? null : new DeadLetterSink(deadLetters, clock),
                fingerprint,
                this::halted);
        redelivery = new Redelivery(channel, handler, hold);
        loop = channel instanceof JournaledChannel journaled
                ? journalLoop(handler, journaled, hold, from != Channel.LATEST)
                : ringLoop(handler, hold);
    }

    private DrainLoop ringLoop(final BoundHandler handler, final Hold hold) {
        final boolean overrun = channel.config().onFull() == OnFull.OVERWRITE;
        return (DrainLoop) HiddenCopy.create(
                MethodHandles.lookup(),
                overrun ? OverrunDrainTemplate.class : DrainTemplate.class,
                List.of(handler.handle(), handler.usesContext()),
                LOOP_CONSTRUCTOR,
                channel,
                cursor,
                counters,
                new FrameContext(channel, overrun ? scratch(channel) : channel.buffer()),
                failures,
                hold);
    }

    private DrainLoop journalLoop(
            final BoundHandler handler, final JournaledChannel journaled, final Hold hold, final boolean beforeStart) {
        return (DrainLoop) HiddenCopy.create(
                MethodHandles.lookup(),
                JournalDrainTemplate.class,
                List.of(handler.handle()),
                LOOP_CONSTRUCTOR.appendParameterTypes(JournalFollower.class),
                channel,
                cursor,
                counters,
                new FrameContext(channel, scratch(channel)),
                failures,
                hold,
                new JournalFollower(config, journaled, cursor, beforeStart));
    }

    /**
     * Adds a listener to a channel. Publishers wait for it from now on.
     *
     * @param config its settings.
     * @param channel to read.
     * @param handler to call.
     * @param counters where to allocate its counters.
     * @param clock of the engine, for what waits for a time.
     * @param from the position that it starts at: one that another cursor still holds, or {@link Channel#LATEST}.
     * @return the listener, for a lane.
     */
    public static Listener open(
            final ListenerConfig config,
            final Channel channel,
            final BoundHandler handler,
            final Counters counters,
            final EpochNanoClock clock,
            final long from) {
        return open(config, channel, handler, counters, clock, null, from);
    }

    /**
     * Adds a listener with dead letters to a channel. Publishers wait for it from now on.
     *
     * @param config its settings.
     * @param channel to read.
     * @param handler to call.
     * @param counters where to allocate its counters.
     * @param clock of the engine, for what waits for a time.
     * @param deadLetters the channel that takes its dead letters; null where its settings name none.
     * @param from the position that it starts at: one that another cursor still holds, or {@link Channel#LATEST}.
     * @return the listener, for a lane.
     */
    public static Listener open(
            final ListenerConfig config,
            final Channel channel,
            final BoundHandler handler,
            final Counters counters,
            final EpochNanoClock clock,
            final @Nullable Channel deadLetters,
            final long from) {
        return new Listener(
                config, channel, handler, new ListenerCounters(counters, config.id()), clock, deadLetters, from);
    }

    private static UnsafeBuffer scratch(final Channel channel) {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(channel.config().capacityBytes() / 4));
    }

    /** Notes the lane that polls the listener, and what it does when the listener halts. */
    void joined(final String laneName, final Runnable haltAction) {
        lane = laneName;
        onHalt = haltAction;
    }

    private void halted() {
        counters.halt();
        channel.closeCursor(cursor);
        redelivery.stop();
        onHalt.run();
    }

    /** Delivers what there is: a message that was given to this listener alone, and those of the channel. For the lane. */
    int poll() {
        return (redelivery.isEmpty() ? 0 : redelivery.deliverNext()) + loop.poll();
    }

    /** Whether {@link #poll} would deliver something, now or when what the listener waits for is there. Any thread. */
    boolean hasPending() {
        return loop.hasPending() || !redelivery.isEmpty();
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
    public void close() {
        channel.closeCursor(cursor);
    }

    /**
     * Lets the listener read on elsewhere, with its next poll.
     *
     * @param place where it reads on.
     * @throws HermesException where the channel has no journal.
     */
    public void seek(final StartFrom place) {
        if (!(channel instanceof JournaledChannel)) {
            throw new HermesException("listener '" + config.id() + "' cannot seek: channel '" + channel.name()
                    + "' has no journal; switch it on with journal.enabled: true");
        }
        loop.seek(place);
    }

    /** Gives back what the listener holds besides memory. Its lane must have ended. */
    public void release() {
        loop.close();
    }

    /** From now on the listener gets no further message. */
    void stop() {
        loop.stop();
        redelivery.stop();
    }

    /**
     * What the listener waits for in front of a message.
     *
     * @return why and until when, or null where it does not wait.
     */
    public HermesSnapshot.@Nullable Waiting waiting() {
        return loop.hold().isHolding() ? loop.hold().waiting() : null;
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
     * @return the name of the lane.
     */
    public String lane() {
        return lane;
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
     * What tells the layout of the messages that it reads.
     *
     * @return the fingerprint, or 0 where they have none.
     */
    public long fingerprint() {
        return fingerprint;
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
