package io.hermesmq;

/** What has happened to a message of a journaled channel when its publish returns. */
public enum Acknowledge {
    /**
     * It is in the ring. The journal follows at once, but what was in the ring when the process is killed is gone. The fastest
     * level, for streams that can be asked for again.
     */
    ACCEPTED,

    /** It survives the death of the process, {@code kill -9} included. It may not survive a loss of power. The default. */
    WRITTEN,

    /**
     * It is on the disk and survives a loss of power. All publishers that wait at the same time share one write to the disk.
     */
    SYNCED
}
