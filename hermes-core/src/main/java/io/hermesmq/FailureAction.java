package io.hermesmq;

/** What a lane does with a message whose listener threw. */
public enum FailureAction {
    /** What the rest of the {@link FailurePolicy} says: another attempt where one is left, the end of the message else. */
    POLICY,

    /** No further attempt: the message ends at once as {@link FailurePolicy#then()} says. */
    GIVE_UP,

    /** The message is let go, and counts as handled; the lane goes on with the next. */
    CONTINUE,

    /** The message is delivered again, at once, however often it was before. */
    RETRY,

    /**
     * The listener stops in front of this message and its health is down. It no longer holds publishers of the channel
     * back; its backlog stays in the snapshot.
     */
    HALT
}
