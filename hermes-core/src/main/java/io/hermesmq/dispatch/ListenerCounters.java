package io.hermesmq.dispatch;

import io.hermesmq.monitor.Counter;
import io.hermesmq.monitor.Counters;

/** What one listener counts, off-heap. Moved by the thread of its lane only. */
public final class ListenerCounters {

    private final Counter position;
    private final Counter delivered;
    private final Counter failed;
    private final Counter missed;
    private final Counter retried;
    private final Counter deadLettered;
    private final Counter skipped;
    private volatile boolean halted;

    /**
     * Allocates the counters of a listener.
     *
     * @param counters where to allocate them.
     * @param id of the listener, for the labels.
     */
    public ListenerCounters(final Counters counters, final String id) {
        position = counters.allocate("position of " + id);
        delivered = counters.allocate("delivered to " + id);
        failed = counters.allocate("failed in " + id);
        missed = counters.allocate("missed by " + id);
        retried = counters.allocate("retried in " + id);
        deadLettered = counters.allocate("dead letters of " + id);
        skipped = counters.allocate("skipped by " + id);
    }

    /**
     * The position behind the last frame that the listener is done with.
     *
     * @return the counter.
     */
    public Counter position() {
        return position;
    }

    /**
     * Messages that the listener handled, or that its failure handler let go.
     *
     * @return the counter.
     */
    public Counter delivered() {
        return delivered;
    }

    /**
     * Calls that threw.
     *
     * @return the counter.
     */
    public Counter failed() {
        return failed;
    }

    /**
     * Messages that were overwritten before the listener could read them.
     *
     * @return the counter.
     */
    public Counter missed() {
        return missed;
    }

    /**
     * Deliveries of a message that had failed before.
     *
     * @return the counter.
     */
    public Counter retried() {
        return retried;
    }

    /**
     * Messages that became dead letters.
     *
     * @return the counter.
     */
    public Counter deadLettered() {
        return deadLettered;
    }

    /**
     * Messages that were let go after they had failed.
     *
     * @return the counter.
     */
    public Counter skipped() {
        return skipped;
    }

    /** Calls of the listener with a message of its channel. For the thread of its lane; nearly exact for others. */
    long calls() {
        return delivered.get() + failed.get() - deadLettered.get() - skipped.get();
    }

    /**
     * Whether the listener stopped after a failure.
     *
     * @return true where it reads no more.
     */
    public boolean isHalted() {
        return halted;
    }

    void halt() {
        halted = true;
    }
}
