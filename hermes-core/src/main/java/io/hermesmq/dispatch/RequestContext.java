package io.hermesmq.dispatch;

import io.hermesmq.MessageContext;

/** What the engine needs of a message beyond what its listener sees: where a reply goes, and of which type the message is. */
public interface RequestContext extends MessageContext {

    /**
     * Where the reply goes.
     *
     * @return the number of the channel, or 0 where the message names none.
     */
    long replyTo();

    /**
     * The type that the message states.
     *
     * @return its id, or 0 where it states none.
     */
    int typeId();

    /**
     * When a message that waits is to be delivered.
     *
     * @return nanoseconds since the epoch, or 0 where the message does not wait.
     */
    long due();
}
