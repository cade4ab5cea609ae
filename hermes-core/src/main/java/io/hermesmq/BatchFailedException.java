package io.hermesmq;

/**
 * Thrown by a listener of batches to say which message failed: those before it count as handled, the failure policy decides about that one
 * only, and those behind it are delivered again. Any other exception is a failure of the batch as a whole.
 */
public class BatchFailedException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final int index;

    /**
     * Creates the exception.
     *
     * @param index of the message in the batch, from 0.
     * @param cause why it failed.
     */
    public BatchFailedException(final int index, final Throwable cause) {
        super("message " + index + " of the batch failed: " + cause, cause);
        this.index = index;
    }

    /**
     * Which message failed.
     *
     * @return its index in the batch, from 0.
     */
    public int index() {
        return index;
    }
}
