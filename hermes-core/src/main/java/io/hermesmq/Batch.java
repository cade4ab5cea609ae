package io.hermesmq;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.agrona.DirectBuffer;

/**
 * Several messages that a listener gets with one call, in their order: the only payload parameter of its method. A view that is
 * valid during the call; using it later throws. For the thread of the call.
 *
 * <p>Messages are decoded when they are asked for, each time anew. An SBE decoder or buffer is the same object for all of them.
 *
 * @param <T> the type of the messages.
 */
public interface Batch<T> extends Iterable<T> {

    /**
     * How many messages there are.
     *
     * @return at least 1.
     */
    int size();

    /**
     * Decodes a message.
     *
     * @param index of the message, from 0.
     * @return the message.
     * @throws IndexOutOfBoundsException where there is no such message.
     */
    T get(int index);

    /**
     * The number of a message in its channel.
     *
     * @param index of the message, from 0.
     * @return the sequence.
     */
    long sequence(int index);

    /**
     * When a message was published.
     *
     * @param index of the message, from 0.
     * @return nanoseconds since the epoch; 0 where the channel did not take its time.
     */
    long timestamp(int index);

    /**
     * How many messages directly before a message were lost before the listener could read them.
     *
     * @param index of the message, from 0.
     * @return the exact count.
     */
    long missed(int index);

    /**
     * Where the payloads lie, for reading them without any object.
     *
     * @return the buffer of all messages of this batch.
     */
    DirectBuffer buffer();

    /**
     * Where the payload of a message begins.
     *
     * @param index of the message, from 0.
     * @return offset in {@link #buffer()}.
     */
    int offset(int index);

    /**
     * How long the payload of a message is.
     *
     * @param index of the message, from 0.
     * @return bytes.
     */
    int length(int index);

    @Override
    default Iterator<T> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public T next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("the batch has " + size() + " messages");
                }
                return get(next++);
            }
        };
    }
}
