package io.hermesmq;

/** A request whose reply did not come in time. It may have been handled all the same, or be handled later. */
public final class RequestTimeoutException extends RequestFailedException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message which request, and how long it waited.
     */
    public RequestTimeoutException(final String message) {
        super(message);
    }
}
