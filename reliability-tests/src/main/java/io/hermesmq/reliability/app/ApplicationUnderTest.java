package io.hermesmq.reliability.app;

import io.hermesmq.reliability.value.Values;
import java.time.Duration;
import org.agrona.DirectBuffer;

/**
 * What is tested: one channel that keeps its messages, with publishers and listeners. Implementations have a public constructor
 * that takes {@link AppOptions} and opens nothing.
 */
public interface ApplicationUnderTest extends AutoCloseable {

    /** Publishes; safe for any number of threads. */
    interface Sender {

        /**
         * Publishes a payload.
         *
         * @param buffer where it is.
         * @param offset of the first byte.
         * @param length bytes.
         * @return a position, or the negative code of a {@link io.hermesmq.PublishStatus}.
         */
        long publish(DirectBuffer buffer, int offset, int length);

        /**
         * Publishes a payload with a codec that writes half of it and then throws.
         *
         * @param buffer where it is.
         * @param offset of the first byte.
         * @param length bytes.
         * @return never, unless something is wrong.
         */
        long publishBroken(DirectBuffer buffer, int offset, int length);
    }

    /** Gets the messages of one listener, on one thread. */
    @FunctionalInterface
    interface Receiver {

        /**
         * Gets a message. When it returns, the message is acknowledged; when it throws, it is delivered again, at most {@link
         * #MAX_CALLS} times in all, and then let go, with {@link AppOption#POISON} as a dead letter.
         *
         * @param sequence of the message.
         * @param value what {@link Values#read} said of the payload.
         * @param kind what the message is for.
         * @param missed how many were missed directly before.
         */
        void onMessage(long sequence, long value, Values.Kind kind, long missed);
    }

    /** How often a listener is called with a message that it throws for. */
    int MAX_CALLS = 3;

    /** Opens the directory and the channel. To be called once, before all else. */
    void open();

    /**
     * Registers a listener.
     *
     * @param id its id, under which its position is kept.
     * @param receiver what gets its messages.
     */
    void listen(String id, Receiver receiver);

    /**
     * Starts the listeners.
     *
     * @return what publishes.
     */
    Sender start();

    /**
     * Steps the clock that decides on files and timestamps.
     *
     * @param step by how much, back where negative.
     * @throws UnsupportedOperationException where there is no way to.
     */
    default void stepClock(final Duration step) {
        throw new UnsupportedOperationException("the clock of the engine cannot be chosen");
    }

    /**
     * Damages of the journal that it has counted since it was opened.
     *
     * @return how many.
     */
    default long damages() {
        return 0;
    }

    /**
     * Messages that it says are lost for good since it was opened.
     *
     * @return how many.
     */
    default long lostMessages() {
        return 0;
    }

    /** {@link #deadLetters()}: there are none to look at. */
    long NOT_KEPT = -1;

    /** {@link #deadLetters()}: one of them is not as it has to be. */
    long BROKEN = -2;

    /**
     * Dead letters of all sessions, each of a message of its own that failed {@link #MAX_CALLS} times, and whole.
     *
     * @return how many, {@link #NOT_KEPT} or {@link #BROKEN}.
     */
    default long deadLetters() {
        return NOT_KEPT;
    }

    @Override
    void close();
}
