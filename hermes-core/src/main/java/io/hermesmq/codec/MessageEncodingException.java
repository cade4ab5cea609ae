package io.hermesmq.codec;

import io.hermesmq.HermesException;

/**
 * A message cannot be encoded: a text or {@code byte[]} over its maximum, a nested record or a message that is null.
 * Thrown before anything is claimed, so that the channel stays as it was.
 */
public final class MessageEncodingException extends HermesException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, with which values, and what to do.
     */
    public MessageEncodingException(final String message) {
        super(message);
    }
}
