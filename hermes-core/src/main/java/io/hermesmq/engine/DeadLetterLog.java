package io.hermesmq.engine;

import org.agrona.concurrent.UnsafeBuffer;

/** Reads the messages of a dead-letter channel: once in order, and single ones again. For one thread at a time. */
interface DeadLetterLog extends AutoCloseable {

    /** Looks at a message; it is valid during the call only. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Looks at a message.
         *
         * @param buffer that holds it.
         * @param offset of the payload.
         * @param length of the payload.
         * @param sequence of the message.
         * @param place of the message, for {@link #read}.
         */
        void visit(UnsafeBuffer buffer, int offset, int length, long sequence, long place);
    }

    /** Shows every message that was published since the last call. */
    void follow(Visitor visitor);

    /** Shows a message again; returns false where it is gone. */
    boolean read(long sequence, long place, Visitor visitor);

    /** No message in front of this one is needed any more. */
    void keepFrom(long sequence, long place);

    /** None of the messages that were shown is needed any more. */
    void keepNone();

    /** Whether the messages survive the process. */
    boolean isDurable();

    @Override
    void close();
}
