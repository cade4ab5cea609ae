package io.hermesmq.channel.journal;

/**
 * What {@link RingFile#recover} found.
 *
 * @param count messages that the queue lacked and was given.
 * @param lastSequence of the last message that the queue has now; 0 where it has none.
 * @param endPosition stream position behind that message.
 * @param reason why recovery stopped.
 * @param description the reason with its place, for a log.
 */
public record RingRecovery(long count, long lastSequence, long endPosition, StopReason reason, String description) {

    /** Why there is nothing more to recover. */
    public enum StopReason {
        /** The next frame is not there: never written, or an older one. */
        END,
        /** The next frame was claimed and not committed: it was never acknowledged. */
        UNSEALED,
        /** The next frame is not what its checksum or length says, and the last that there was. */
        DAMAGED,
        /** Every frame of the ring was new. */
        WHOLE_RING
    }
}
