package io.hermesmq;

import java.time.Duration;

/**
 * Acknowledges messages by hand: a parameter of listener methods with {@link AckMode#MANUAL}. One object for each listener, for use within
 * its call and on its thread only.
 *
 * <p>Acknowledging is cumulative: it commits the position of the listener behind the message at hand, so all messages before it count as
 * handled, too. Without it the next message is delivered all the same, but after a restart the listener begins behind the last message
 * that was acknowledged. On a channel in memory there is no position to commit; there only {@link #nack} has an effect.
 *
 * <p>A message that the failure policy lets go, because it was skipped or is a dead letter, counts as acknowledged.
 */
public interface Ack {

    /**
     * Acknowledges the message, or the whole batch, that the listener is called with, and all before it. In force when the call returns.
     *
     * @throws IllegalStateException where the call has returned, or it was acknowledged already.
     */
    void ack();

    /**
     * Asks for the message, or the whole batch, once more after a delay. No later message is delivered to the listener before; its lane goes
     * on with other listeners meanwhile. Not a failure: it is not counted, and no policy looks at it.
     *
     * @param delay until then; zero for the next round of the lane.
     * @throws IllegalStateException where the call has returned, or it was acknowledged already.
     * @throws IllegalArgumentException where the delay is negative.
     */
    void nack(Duration delay);
}
