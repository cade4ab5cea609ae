package io.hermesmq;

import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * Publishes messages of one type to one channel.
 *
 * <p>Safe for any number of threads, unless the channel is configured with {@link Producers#SINGLE}. A publish allocates
 * nothing, takes no lock and touches no logger; with {@link OnFull#BLOCK} it may wait while the ring is full.
 *
 * @param <T> the type of the messages: a record, text, bytes, or what a registered codec handles.
 */
public interface Publisher<T> {

    /**
     * Encodes a message straight into the channel.
     *
     * @param message the message; it is not kept.
     * @return the position of the channel behind the message (above zero, growing), or the negative code of a
     *     {@link PublishStatus}.
     * @throws HermesException where the message cannot be encoded: a text over its maximum, a missing nested record.
     *     Nothing of it stays in the channel.
     * @throws MessageTooLargeException where the message can never fit the channel.
     */
    long publish(T message);

    /**
     * Publishes one message without waiting for the journal of its channel: returns when the ring has it. {@link
     * Hermes#confirmations} tells when the journal has it too. On a channel in memory the same as {@link #publish}.
     *
     * @param message to publish; encoded before the call returns.
     * @return the position behind the message, or the negative code of a {@link PublishStatus}.
     * @throws HermesException where the message cannot be encoded.
     */
    long publishAsync(T message);

    /**
     * Publishes a message that is not delivered any more when a time is over. It overrides the time to live of the channel.
     *
     * @param message to publish; encoded before the call returns.
     * @param timeToLiveNs nanoseconds from now, above zero. A listener that gets to the message later passes over it and counts it.
     * @return the position behind the message, or the negative code of a {@link PublishStatus}.
     * @throws IllegalArgumentException where the time is not above zero.
     * @throws HermesException where the message cannot be encoded.
     */
    long publishFor(T message, long timeToLiveNs);

    /**
     * Publishes a message that is not delivered any more when a time is over.
     *
     * @param message to publish; encoded before the call returns.
     * @param timeToLive from now, above zero.
     * @return the position behind the message, or the negative code of a {@link PublishStatus}.
     * @throws IllegalArgumentException where the time is not above zero.
     * @throws HermesException where the message cannot be encoded.
     */
    default long publishFor(final T message, final Duration timeToLive) {
        return publishFor(message, timeToLive.toNanos());
    }

    /**
     * Publishes a message that is delivered after a delay. It waits in a channel of its own, named as this one with {@code .delayed}
     * behind it, as durable as this one: with a journal it survives the process, and is delivered at least once.
     *
     * @param message to publish; encoded before the call returns.
     * @param delayNs nanoseconds from now, zero or more; kept to a millisecond, never earlier.
     * @return the position of the waiting message in its channel, or the negative code of a {@link PublishStatus}.
     * @throws IllegalArgumentException where the delay is below zero.
     * @throws HermesException where the message cannot be encoded.
     */
    long publishAfter(T message, long delayNs);

    /**
     * Publishes a message that is delivered after a delay.
     *
     * @param message to publish; encoded before the call returns.
     * @param delay from now, zero or more; kept to a millisecond, never earlier.
     * @return the position of the waiting message in its channel, or the negative code of a {@link PublishStatus}.
     * @throws IllegalArgumentException where the delay is below zero.
     * @throws HermesException where the message cannot be encoded.
     */
    default long publishAfter(final T message, final Duration delay) {
        return publishAfter(message, delay.toNanos());
    }

    /**
     * Publishes bytes as they are, without a codec.
     *
     * @param buffer where they are.
     * @param offset of the first byte.
     * @param length how many.
     * @return the position of the channel behind the message, or the negative code of a {@link PublishStatus}.
     * @throws MessageTooLargeException where the message can never fit the channel.
     */
    long publish(DirectBuffer buffer, int offset, int length);

    /**
     * Claims room in the channel for a payload that the caller writes in place.
     *
     * <p>Every claim ends in exactly one {@link MessageClaim#commit()} or {@link MessageClaim#abort()}; listeners see
     * nothing behind an open claim, so write and commit at once. Each thread has one claim per publisher, which this
     * method reuses: commit or abort the claim before the next.
     *
     * @param length payload bytes.
     * @return the claim; ask {@link MessageClaim#isRefused()} before writing.
     * @throws MessageTooLargeException where the claim can never fit the channel.
     * @throws IllegalStateException where this thread has an open claim of this publisher.
     */
    MessageClaim claim(int length);

    /**
     * The channel that this publisher writes to.
     *
     * @return its name.
     */
    String channel();
}
