package io.hermesmq.benchmarks.rig;

/** A run that cannot go on; the message is all that a user needs. */
public final class RigException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened.
     */
    public RigException(final String message) {
        super(message);
    }
}
