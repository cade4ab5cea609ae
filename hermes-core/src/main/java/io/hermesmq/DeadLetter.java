package io.hermesmq;

import java.time.Instant;

/**
 * A message that its listener could not handle, with what is known of it.
 *
 * @param sequence of the letter in the dead-letter channel: its name from now on.
 * @param listener id of the listener that failed.
 * @param channel that the message came through.
 * @param messageSequence sequence of the message in that channel.
 * @param timestamp when the message was published, in nanoseconds since the epoch; 0 where that was not taken.
 * @param attempts how often the listener failed on it, re-drives included.
 * @param redrives how often it was re-driven.
 * @param exception class of the last exception.
 * @param exceptionMessage text of the last exception; cut after 1,024 bytes, empty where there was none.
 * @param failedAt when the listener failed last.
 * @param payloadLength bytes of the payload.
 * @param state what it waits for.
 */
public record DeadLetter(
        long sequence,
        String listener,
        String channel,
        long messageSequence,
        long timestamp,
        int attempts,
        int redrives,
        String exception,
        String exceptionMessage,
        Instant failedAt,
        int payloadLength,
        State state) {

    /** What a letter waits for. */
    public enum State {
        /** For somebody who re-drives or drops it. */
        OPEN,
        /** For its listener, which has been given it. */
        REDRIVING,
        /** For somebody who re-drives this one or drops it: its re-drives have failed too often for those of all. */
        PARKED
    }
}
