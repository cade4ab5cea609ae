package io.hermesmq.dispatch;

/** Reads a channel for one listener and calls it. For the thread of the lane only, but {@link #hasPending()}. */
public interface DrainLoop {

    /**
     * Delivers what is visible, up to the batch limit.
     *
     * @return how many messages were delivered.
     */
    int poll();

    /**
     * Whether {@link #poll()} would find something. Any thread may ask.
     *
     * @return true where the cursor is behind the limit.
     */
    boolean hasPending();

    /** From now on the loop ends after the message at hand, and a message that fails is not retried. Any thread. */
    void stop();
}
