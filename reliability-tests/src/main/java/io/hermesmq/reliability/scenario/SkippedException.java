package io.hermesmq.reliability.scenario;

/** A scenario cannot run here. */
public final class SkippedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what is missing.
     */
    public SkippedException(final String message) {
        super(message);
    }
}
