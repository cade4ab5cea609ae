package io.hermesmq.channel.journal;

import org.agrona.DirectBuffer;

/** Takes the messages of a journal, one after the other. */
@FunctionalInterface
public interface FrameConsumer {

    /**
     * Takes one message.
     *
     * @param buffer that holds the payload; valid during the call only.
     * @param offset of the payload.
     * @param length of the payload in bytes.
     * @param sequence of the message.
     * @param timestamp when it was published, in nanoseconds since the epoch; 0 where it was not taken.
     */
    void onFrame(DirectBuffer buffer, int offset, int length, long sequence, long timestamp);
}
