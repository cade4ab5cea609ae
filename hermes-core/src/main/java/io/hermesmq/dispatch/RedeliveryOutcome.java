package io.hermesmq.dispatch;

/** Told what came of a message that was given to one listener alone. Called on the thread of its lane, or of who stops the listener. */
public interface RedeliveryOutcome {

    /** The listener has returned. */
    void handled();

    /**
     * The listener threw.
     *
     * @param failure what it threw.
     */
    void failed(Throwable failure);

    /** The listener was not called, and will not be: it has halted, or its lane has ended. */
    void abandoned();
}
