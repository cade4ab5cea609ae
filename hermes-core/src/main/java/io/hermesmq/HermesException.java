package io.hermesmq;

import org.jspecify.annotations.Nullable;

/**
 * Root of every exception that Hermes throws on its own account.
 *
 * <p>The message of each says what happened, with which values, and what to do about it.
 */
public class HermesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what happened, with which values, and what to do.
     */
    public HermesException(final String message) {
        super(message);
    }

    /**
     * Creates an exception with the failure that led to it.
     *
     * @param message what happened, with which values, and what to do.
     * @param cause the failure underneath, or null.
     */
    public HermesException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
