package io.hermesmq.dispatch;

import io.hermesmq.FailureAction;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.memory.OffHeap;
import io.hermesmq.monitor.Counter;
import org.agrona.concurrent.UnsafeBuffer;

/** What the drain loops of all listeners have in common; the loop itself is in the templates, one copy for each listener. */
abstract class DrainState implements DrainLoop {

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
    private boolean stopped;
    private final ListenerCounters counters;

    DrainState(
            final Channel channel,
            final ReadCursor cursor,
            final ListenerCounters counters,
            final FrameContext context,
            final FailureSupervisor failures) {
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
    }

    @Override
    public boolean hasPending() {
        return cursor.get() < limit.get() && !counters.isHalted();
    }

    /**
     * Decides about a failure of the message that the context stands on.
     *
     * @return what to do; RETRY only while retrying makes sense.
     */
    final FailureAction decide(final Throwable failure, final int attempt) {
        return failures.decide(context, failure, attempt);
    }

    /** Notes that the listener stops in front of the message that the context stands on, unless its lane ends anyway. */
    final void haltUnlessStopped() {
        if (!stopped) {
            counters.halt();
            failures.halted();
        }
    }

    final boolean isHalted() {
        return counters.isHalted();
    }

    @Override
    public final void stop() {
        failures.stop();
        stopped = true;
    }

    /** Asked after each message, so it must cost nothing: a plain read that a call of the listener makes fresh. */
    final boolean isStopped() {
        return stopped;
    }

    final void countMissed(final long messages) {
        counters.missed().getAndAdd(messages);
    }

    final void countDelivered(final int messages) {
        delivered.setRelease(delivered.getPlain() + messages);
    }
}
