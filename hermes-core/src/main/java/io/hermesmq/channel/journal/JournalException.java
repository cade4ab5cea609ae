package io.hermesmq.channel.journal;

import io.hermesmq.HermesException;
import org.jspecify.annotations.Nullable;

/** A journal cannot be opened, written or read. */
public final class JournalException extends HermesException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates an exception without a cause.
     *
     * @param message what happened, with which values, and what to do.
     */
    public JournalException(final String message) {
        super(message);
    }

    /**
     * Creates an exception with the failure that led to it.
     *
     * @param message what happened, with which values, and what to do.
     * @param cause the failure underneath, or null.
     */
    public JournalException(final String message, final @Nullable Throwable cause) {
        super(message, cause);
    }
}
