package io.hermesmq;

/** A request that will not be answered: its listener failed, no reply came in time, or Hermes was closed. */
public class RequestFailedException extends HermesException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, with the number of the request and its channel.
     */
    public RequestFailedException(final String message) {
        super(message);
    }
}
