package io.hermesmq.codec;

import io.hermesmq.HermesException;

/**
 * Nothing encodes or decodes messages of a type in the direction that was asked for. The text lists what can be used.
 */
public final class UnsupportedMessageTypeException extends HermesException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, with which values, and what to do.
     */
    public UnsupportedMessageTypeException(final String message) {
        super(message);
    }

    UnsupportedMessageTypeException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
