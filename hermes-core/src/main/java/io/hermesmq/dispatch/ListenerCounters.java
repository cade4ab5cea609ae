package io.hermesmq.dispatch;

import io.hermesmq.monitor.Counter;
import io.hermesmq.monitor.Counters;

/** What one listener counts, off-heap. Moved by the thread of its lane only. */
public final class ListenerCounters {

    private final Counter position;
    private final Counter delivered;
    private final Counter failed;
    private final Counter missed;
    private final Counter expired;
    private final Counter unhandled;
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
        expired = counters.allocate("expired before " + id);
        unhandled = counters.allocate("unhandled by " + id);
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
     * Messages whose time was over before the listener got to them.
     *
     * @return the counter.
     */
    public Counter expired() {
        return expired;
    }

    /**
     * Messages of a type that the listener has no handler for, and replies that nobody waits for.
     *
     * @return the counter.
     */
    public Counter unhandled() {
        return unhandled;
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
