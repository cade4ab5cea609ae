package io.hermesmq.dispatch;

import io.hermesmq.HermesException;
import io.hermesmq.ListenerConfig;
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
import java.util.List;
import java.util.function.BiConsumer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

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
    private final FailureSupervisor failures;
    private final DrainLoop loop;
    private volatile Runnable onHalt = () -> {};
    private volatile String lane = "";

    private Listener(
            final ListenerConfig config,
            final Channel channel,
            final TypedHandlers handlers,
            final ListenerCounters counters,
            final EpochNanoClock clock,
            final long from) {
        this.config = config;
        this.channel = channel;
        this.counters = counters;
        cursor = channel.openCursor(config.id(), counters.position(), from);
        failures = new FailureSupervisor(config, counters.failed(), this::halted);
        final Hold hold = new Hold(clock);
        final Duration timeToLive = channel.config().timeToLive();
        final Lifetime lifetime = new Lifetime(
                timeToLive == null ? 0 : timeToLive.toNanos(),
                hold.pollClock(),
                counters.expired(),
                Lifetime.Sink.NONE);
        final MethodHandle handle =
                new FrameDispatch(handlers, lifetime, counters.unhandled()).handle(channel.extensions());
        loop = channel instanceof JournaledChannel journaled
                ? journalLoop(handle, journaled, failures, hold, from != Channel.LATEST)
                : ringLoop(handle, handlers.usesContext(), failures, hold);
    }

    private DrainLoop ringLoop(
            final MethodHandle handle, final boolean usesContext, final FailureSupervisor failures, final Hold hold) {
        final boolean overrun = channel.config().onFull() == OnFull.OVERWRITE;
        return (DrainLoop) HiddenCopy.create(
                MethodHandles.lookup(),
                overrun ? OverrunDrainTemplate.class : DrainTemplate.class,
                List.of(handle, usesContext),
                LOOP_CONSTRUCTOR,
                channel,
                cursor,
                counters,
                new FrameContext(channel, overrun ? scratch(channel) : channel.buffer()),
                failures,
                hold);
    }

    private DrainLoop journalLoop(
            final MethodHandle handle,
            final JournaledChannel journaled,
            final FailureSupervisor failures,
            final Hold hold,
            final boolean beforeStart) {
        return (DrainLoop) HiddenCopy.create(
                MethodHandles.lookup(),
                JournalDrainTemplate.class,
                List.of(handle),
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
        return new Listener(config, channel, handlers, new ListenerCounters(counters, config.id()), clock, from);
    }

    /**
     * Tells somebody of each message that failed for the last time. Before the listener joins a lane.
     *
     * @param action gets the message and its failure, on the thread of the lane.
     */
    public void onGivenUp(final BiConsumer<RequestContext, Throwable> action) {
        failures.onGivenUp(action);
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
        onHalt.run();
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
     * What the listener has counted.
     *
     * @return its counters.
     */
    public ListenerCounters counters() {
        return counters;
    }
}
