package io.hermesmq.dispatch;

/** What a drain loop does next with a message whose listener threw. */
enum Recovery {
    /** The message is done with; on with the next. */
    NEXT,

    /** Deliver it again, now. */
    AGAIN,

    /** Leave the loop in front of it: the listener has halted, ends, or waits for a while. */
    LEAVE
}
