package io.hermesmq.codec;

import io.hermesmq.HermesException;
import org.jspecify.annotations.Nullable;

/**
 * A message cannot be encoded: a text or {@code byte[]} over its maximum, a nested record or a message that is null.
 * Nothing of it stays in the channel. A publisher names its channel in front of the text.
 */
public final class MessageEncodingException extends HermesException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, with which values, and what to do.
     */
    public MessageEncodingException(final String message) {
        this(message, null);
    }

    /**
     * Creates the exception with what led to it.
     *
     * @param message what happened, with which values, and what to do.
     * @param cause the failure underneath, or null.
     */
    public MessageEncodingException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * The same failure with the name of the channel that the message was published to.
     *
     * @param channel name of the channel.
     * @return an exception with the stack trace and the cause of this one.
     */
    public MessageEncodingException onChannel(final String channel) {
        final MessageEncodingException named =
                new MessageEncodingException("channel '" + channel + "': " + getMessage(), getCause());
        named.setStackTrace(getStackTrace());
        return named;
    }
}
