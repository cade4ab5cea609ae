package io.hermesmq;

import java.time.Duration;

/**
 * Tells who published with {@link Publisher#publishAsync} what has become of it: how far the journal of a channel has come. Safe for
 * any thread.
 */
public interface Confirmations {

    /**
     * The position up to which every message is where its channel promises: in the journal with {@link Acknowledge#ACCEPTED} and
     * {@link Acknowledge#WRITTEN}, on the disk with {@link Acknowledge#SYNCED}.
     *
     * @return a position as publishers return them; a message is confirmed where it is at least that of the message.
     */
    long position();

    /**
     * Waits until a message is confirmed. Allocates nothing.
     *
     * @param position that the publisher returned.
     * @param timeout how long to wait.
     * @return whether it is confirmed; false where the time was over, the thread was interrupted (its flag stays set) or the journal
     *     has failed.
     */
    boolean await(long position, Duration timeout);
}
