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
    private final Counter filtered;
    private final Counter retried;
    private final Counter deadLettered;
    private final Counter skipped;
    private volatile boolean halted;
    private int passedOver;

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
        filtered = counters.allocate("filtered from " + id);
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
     * Messages that its filter kept away.
     *
     * @return the counter.
     */
    public Counter filtered() {
        return filtered;
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

    /**
     * Counts the message at hand as unhandled, in place of delivered. For the thread of the lane.
     */
    public void passUnhandled() {
        unhandled.setRelease(unhandled.getPlain() + 1);
        passOver();
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

    /** Notes that a guard has kept the message at hand away, so that it does not count as delivered. For the thread of the lane. */
    void passOver() {
        passedOver++;
    }

    /** How many messages guards have kept away since the last call. */
    int takePassedOver() {
        final int messages = passedOver;
        passedOver = 0;
        return messages;
    }

    void halt() {
        halted = true;
    }

    void goOn() {
        halted = false;
    }
}
