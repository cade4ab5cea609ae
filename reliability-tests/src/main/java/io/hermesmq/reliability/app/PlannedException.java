package io.hermesmq.reliability.app;

/** Thrown on purpose, to see what becomes of the message. Has no stack trace: there are thousands. */
public final class PlannedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is being tried.
     */
    public PlannedException(final String message) {
        super(message, null, false, false);
    }
}
