package io.hermesmq.codec;

import io.hermesmq.HermesException;
import org.jspecify.annotations.Nullable;

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
        this(message, null);
    }

    /**
     * Creates the exception with what led to it.
     *
     * @param message what happened, with which values, and what to do.
     * @param cause the failure underneath, or null.
     */
    public MessageDecodingException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
