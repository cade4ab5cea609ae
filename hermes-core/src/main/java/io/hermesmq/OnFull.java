package io.hermesmq;

/** What a publish does when the slowest listener of a channel leaves no room in the ring. */
public enum OnFull {
    /** Waits up to the time limit of the channel, then refuses with {@link PublishStatus#TIMED_OUT}. */
    BLOCK,

    /** Refuses at once with {@link PublishStatus#BACK_PRESSURED}. */
    FAIL,

    /** Drops the message that is being published, counted, with {@link PublishStatus#DROPPED}. */
    DROP_NEWEST,

    /**
     * Overwrites the oldest messages. Publishers never wait for listeners; a listener that is too slow continues with
     * the newest message and learns the exact count of what it missed ({@link MessageContext#missed()}).
     */
    OVERWRITE
}
