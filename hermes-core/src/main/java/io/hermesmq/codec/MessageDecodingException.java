package io.hermesmq.codec;

import io.hermesmq.HermesException;

/**
 * A payload is no message of the expected type: too short, an impossible length or ordinal, another SBE template. No
 * byte outside of the payload was read.
 */
public final class MessageDecodingException extends HermesException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, with which values, and what to do.
     */
    public MessageDecodingException(final String message) {
        super(message);
    }
}
