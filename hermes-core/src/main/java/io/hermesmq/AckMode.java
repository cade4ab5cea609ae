package io.hermesmq;

/** When the position of a listener of a journaled channel is committed: what is behind it is not delivered again after a restart. */
public enum AckMode {
    /** When the listener has returned from a message: after a crash at most that one is delivered again. */
    MESSAGE,

    /** When the listener has returned from the last message of a batch: cheaper by one store a message. */
    BATCH,

    /** When the listener says so, for the message at hand and all before it. */
    MANUAL
}
