package io.hermesmq.codec;

import io.hermesmq.HermesException;
import org.jspecify.annotations.Nullable;

/**
 * Nothing encodes or decodes messages of a type in the direction that was asked for. The text lists what can be used.
 */
public final class UnsupportedMessageTypeException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String description;
    private final @Nullable String action;

    /**
     * Creates the exception.
     *
     * @param message what happened, with which values, and what to do.
     */
    public UnsupportedMessageTypeException(final String message) {
        super(message);
        description = message;
        action = null;
    }

    UnsupportedMessageTypeException(final String message, final Throwable cause) {
        super(message, cause);
        description = message;
        action = null;
    }

    UnsupportedMessageTypeException(final String description, final String action) {
        super(description + "; " + action);
        this.description = description;
        this.action = action;
    }

    /**
     * What is wrong.
     *
     * @return the text of the exception, without the {@link #action()} where there is one.
     */
    public String description() {
        return description;
    }

    /**
     * The one thing to do.
     *
     * @return a sentence without a full stop that also ends the text of the exception, or null where the text lists several.
     */
    public @Nullable String action() {
        return action;
    }
}
