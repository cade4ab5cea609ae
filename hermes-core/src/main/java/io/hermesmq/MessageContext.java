package io.hermesmq;

/**
 * What is known of the message that a listener is handling. A view that is valid only during the call: it is moved to
 * the next message, never made anew.
 */
public interface MessageContext {

    /**
     * The channel that the message came through.
     *
     * @return its name.
     */
    String channel();

    /**
     * The number of the message in its channel: dense, in order, from 1.
     *
     * @return the sequence.
     */
    long sequence();

    /**
     * When the message was published.
     *
     * @return nanoseconds since the epoch; 0 where the channel did not take the time of this message
     *     (see {@link Timestamps}).
     */
    long timestamp();

    /**
     * The position of the channel behind the message, as the publish returned it.
     *
     * @return stream position in bytes.
     */
    long position();

    /**
     * Whether this is the last message that the lane had at hand when it started the batch. A listener that collects
     * work flushes here.
     *
     * @return true for the last message of a batch.
     */
    boolean endOfBatch();

    /**
     * How many messages directly before this one were overwritten before the listener could read them. Above zero only
     * on a channel with {@link OnFull#OVERWRITE}.
     *
     * @return the exact count.
     */
    long missed();

    /**
     * Which request the message is, or is the reply to.
     *
     * @return the number of the request; 0 where the message is neither.
     */
    long correlationId();

    /**
     * Which delivery of this message to this listener this is: above 1 after a failure, and where a dead letter is delivered again.
     * Counted in memory: after a restart it begins at 1 again.
     *
     * @return the number of the attempt, from 1.
     */
    int attempt();
}
