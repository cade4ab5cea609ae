package io.hermesmq;

/**
 * A listener without an annotation, for use of the core alone.
 *
 * @param <T> the type of the messages.
 */
@FunctionalInterface
public interface MessageHandler<T> {

    /**
     * Handles one message, on the thread of the lane.
     *
     * @param message the message.
     * @param context what is known of it; valid during the call only.
     * @throws Exception whatever the handling fails with; goes to the failure handler of the listener.
     */
    void onMessage(T message, MessageContext context) throws Exception;
}
