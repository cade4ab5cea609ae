package io.hermesmq;

/** What a listener is doing, see {@link HermesListenerRegistry}. */
public enum ListenerState {
    /** Registered and never started: its engine is not started yet, or it is to be started by hand. */
    CREATED,

    /** Gets messages. */
    RUNNING,

    /** Gets none until a time that it waits for: of a retry, or for a batch to fill. Keeps its place. */
    WAITING,

    /** Gets none until it is resumed. Keeps its place, so publishers of a channel in memory wait for it in the end. */
    PAUSED,

    /** Is about to stop, and still in the call that it was in. */
    STOPPING,

    /** Gets none until it is started again. Holds no publisher of a channel in memory. */
    STOPPED,

    /** Stopped after a failure, in front of the message that failed, until it is started again. */
    HALTED
}
