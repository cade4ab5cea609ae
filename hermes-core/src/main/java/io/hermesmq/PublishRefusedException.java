package io.hermesmq;

/**
 * A refusal as an exception, for publisher methods that return {@code void} and so cannot return a
 * {@link PublishStatus}.
 */
public final class PublishRefusedException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final PublishStatus status;

    /**
     * Creates the exception for a refused publish.
     *
     * @param channel the channel that refused.
     * @param status why.
     */
    public PublishRefusedException(final String channel, final PublishStatus status) {
        super("channel '" + channel + "' refused a message: " + status
                + "; let the publisher method return long to handle refusals without an exception");
        this.status = status;
    }

    /**
     * Why the message was refused.
     *
     * @return the status.
     */
    public PublishStatus status() {
        return status;
    }
}
