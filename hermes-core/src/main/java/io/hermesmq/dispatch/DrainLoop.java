package io.hermesmq.dispatch;

import io.hermesmq.StartFrom;
import io.hermesmq.channel.journal.PositionFile;

/** Reads a channel for one listener and calls it. For the thread of the lane only, but {@link #hasPending()}. */
public interface DrainLoop {

    /**
     * Delivers what is visible, up to the batch limit.
     *
     * @return how many messages were delivered, or passed over.
     */
    int poll();

    /**
     * Whether {@link #poll()} would find something. Any thread may ask.
     *
     * @return true where the cursor is behind the limit.
     */
    boolean hasPending();

    /**
     * What keeps the listener from being called for a while.
     *
     * @return its hold.
     */
    Hold hold();

    /** From now on the loop ends after the message at hand, and a message that fails is not retried. Any thread. */
    void stop();

    /** Ends the poll after the message at hand, if one is going on: there is news that it looks at when it begins. Any thread. */
    void comeOut();

    /**
     * The listener is about to be polled again after it was stopped or halted. Goes to where its cursor was put, or to the position of
     * the listener on a journaled channel. For the thread of the lane.
     */
    void rejoin();

    /** From now on the loop waits for no batch to fill: there will be nothing more. For the thread of the lane. */
    default void finish() {}

    /** Gives back what the loop holds besides memory. Nobody polls it any more. */
    default void close() {}

    /**
     * Asks for another place to read on; the lane goes there with its next poll. Any thread.
     *
     * @param place to read on.
     * @throws UnsupportedOperationException where the channel keeps nothing.
     */
    default void seek(final StartFrom place) {
        throw new UnsupportedOperationException("a channel without a journal keeps nothing to go back to");
    }

    /**
     * The same for a member of a group, whose position is kept elsewhere from then on.
     *
     * @param place to read on.
     * @param position where it commits from then on; moved to that place already.
     * @param onTheWay called on the thread of the lane before it gets its first message there.
     * @throws UnsupportedOperationException where the channel keeps nothing.
     */
    default void seek(final StartFrom place, final PositionFile.Slot position, final Runnable onTheWay) {
        seek(place);
    }
}
