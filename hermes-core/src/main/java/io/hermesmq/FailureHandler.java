package io.hermesmq;

/**
 * Decides what happens after a listener threw. Called on the thread of the lane, off the hot path.
 *
 * <p>The failure was counted and logged before. A handler that throws itself, or returns null, is logged too, and taken as
 * {@link FailureAction#POLICY}.
 */
@FunctionalInterface
public interface FailureHandler {

    /** Lets the message go, whatever the rest of the policy says. */
    FailureHandler CONTINUE = (listener, context, cause, attempt) -> FailureAction.CONTINUE;

    /**
     * Decides about one failed delivery.
     *
     * @param listener id of the listener.
     * @param context the message that failed; valid during the call only.
     * @param cause what the listener threw.
     * @param attempt how often this message was delivered to this listener so far, from 1.
     * @return what to do now.
     */
    FailureAction onFailure(String listener, MessageContext context, Throwable cause, int attempt);
}
