package io.hermesmq.dispatch;

import io.hermesmq.HermesSnapshot;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.memory.OffHeap;
import io.hermesmq.monitor.Counter;
import org.agrona.concurrent.UnsafeBuffer;

/** What the drain loops of all listeners have in common; the loop itself is in the templates, one copy for each listener. */
abstract class DrainState implements DrainLoop {

    /** The listener has not halted. */
    static final long NOWHERE = 0;

    /** A poll leaves the channel after so many bytes, so that the listeners of a shared lane take turns. */
    private static final int MAX_BATCH_BYTES = 1 << 16;

    /** The cursor moves at least every so many bytes, so that a slow listener does not hold publishers for a batch. */
    static final int CURSOR_STEP_BYTES = 1 << 12;

    final UnsafeBuffer buffer;
    final long ringAddress;
    final int mask;
    final int batchBytes;
    final Counter limit;
    final Counter cursor;
    final Counter delivered;
    final FrameContext context;

    private final FailureSupervisor failures;
    private final Hold hold;
    private final ListenerCounters counters;
    private volatile boolean stopped;
    private boolean leaving;
    private long haltedAt = NOWHERE;
    private long skippedFrom = NOWHERE;

    /** Messages that the loop is done with. */
    int consumed;

    DrainState(
            final Channel channel,
            final ReadCursor cursor,
            final ListenerCounters counters,
            final FrameContext context,
            final FailureSupervisor failures,
            final Hold hold) {
        buffer = channel.buffer();
        mask = channel.mask();
        ringAddress = OffHeap.address(buffer, 0, mask + 1);
        batchBytes = Math.min(MAX_BATCH_BYTES, channel.config().capacityBytes() / 4);
        limit = channel.limit();
        this.cursor = cursor.position();
        this.counters = counters;
        delivered = counters.delivered();
        this.context = context;
        this.failures = failures;
        this.hold = hold;
    }

    @Override
    public boolean hasPending() {
        return cursor.get() < limit.get() && !isIdle();
    }

    @Override
    public final Hold hold() {
        return hold;
    }

    /** Decides about a failure of the message that the context stands on. */
    final Recovery decide(final Throwable failure) {
        if (failure instanceof HandlerAck.Nacked nacked) {
            hold.until(hold.nowNs() + nacked.delayNs());
            leaving = true; // also where there is no delay: the lane goes on with its other listeners first
            return Recovery.LEAVE;
        }
        final long sequence = context.sequence(); // a listener that halts gives its frame away
        final Recovery recovery = failures.decide(context, failure);
        if (counters.isHalted()) {
            haltedAt = sequence;
        }
        return recovery;
    }

    /** Decides about one more message of a batch that was given up as a whole. */
    final Recovery letGo(final Throwable failure) {
        return failures.letGo(context, failure);
    }

    /** Stops the listener in front of the message that the context stands on, unless its lane ends anyway. */
    final void halt(final String reason) {
        failures.halt(reason);
    }

    /** Whether the listener reads nothing until somebody does something about it. */
    final boolean isIdle() {
        return counters.isHalted() || hold.isPaused();
    }

    /** Whether a poll may call the listener at all. Asked once a poll. */
    final boolean mayPoll() {
        leaving = stopped; // before what it may leave for is looked at
        return !stopped && !counters.isHalted() && !hold.holds() && (!failures.isUnsettled() || settle());
    }

    /** Tries to let go of the message that the context stands on, which waits for the dead-letter channel. */
    private boolean settle() {
        if (failures.settle(context) != Recovery.NEXT) {
            return false;
        }
        pass();
        return true;
    }

    /** Moves behind the message that the context stands on: it is done with, without another call. */
    abstract void pass();

    /** The listener reads on elsewhere: what it waits for in front of its message is over. */
    final void leaveMessage() {
        final HermesSnapshot.Waiting waiting = hold.waiting();
        failures.forget(context);
        if (waiting != null && waiting.reason() != HermesSnapshot.WaitReason.CIRCUIT_BREAKER) {
            hold.release();
        }
    }

    /** Whether a poll must end after the message at hand, as its listener has halted, ends, or waits. Asked now and then. */
    final boolean mustLeave() {
        return leaving || counters.isHalted() || hold.isHolding();
    }

    @Override
    public final void stop() {
        failures.stop();
        stopped = true;
        leaving = true;
    }

    @Override
    public final void comeOut() {
        leaving = true;
    }

    /** Asked after each message, so it must cost nothing: a plain read that a call of the listener makes fresh. */
    final boolean isLeaving() {
        return leaving;
    }

    @Override
    public void rejoin() {
        leaveMessage();
        skippedFrom = forgetHalt();
    }

    /** The message that the listener halted in front of, said once; {@link #NOWHERE} where it has not. */
    final long forgetHalt() {
        final long sequence = haltedAt;
        haltedAt = NOWHERE;
        return sequence;
    }

    /** Whether the listener had halted, and has not read anything since it was started again. */
    final boolean hasSkipped() {
        return skippedFrom != NOWHERE;
    }

    /** Counts what a listener that had halted has missed, the message that it failed on included. */
    final void countSkipped(final long firstSequence) {
        countMissed(firstSequence - skippedFrom);
        skippedFrom = NOWHERE;
    }

    final void countMissed(final long messages) {
        counters.missed().getAndAdd(messages);
    }

    /** Counts messages that the loop is done with; those that a guard kept away were not delivered. */
    final void countDelivered(final int messages) {
        consumed += messages;
        delivered.setRelease(delivered.getPlain() + messages - counters.takePassedOver());
    }
}
