package io.hermesmq.sample.feed;

import org.jspecify.annotations.Nullable;

/** A feed that cannot be opened, and what to do about it. */
public final class FeedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String action;

    FeedException(final String message, final String action, final @Nullable Throwable cause) {
        super(message, cause);
        this.action = action;
    }

    /** What the user can do. */
    public String action() {
        return action;
    }
}
