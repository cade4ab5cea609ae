package io.hermesmq;

/** What a lane does with a message whose listener threw. */
public enum FailureAction {
    /** The message counts as handled; the lane goes on with the next. */
    CONTINUE,

    /** The message is delivered again, at once. */
    RETRY,

    /**
     * The listener stops in front of this message and its health is down. It no longer holds publishers of the channel
     * back; its backlog stays in the snapshot.
     */
    HALT
}
