package io.hermesmq;

/**
 * A message that can never fit its channel, however long its publisher waits.
 */
public final class MessageTooLargeException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String channel;
    private final String subject;
    private final long length;
    private final int maxLength;
    private final long capacityBytes;

    /**
     * Creates the exception.
     *
     * @param channel the channel.
     * @param subject what does not fit, in words ("a claim", "record Quote").
     * @param length payload bytes that were asked for.
     * @param maxLength payload bytes that the channel takes at most.
     * @param capacityBytes the capacity of the ring that would take it.
     */
    public MessageTooLargeException(
            final String channel,
            final String subject,
            final long length,
            final int maxLength,
            final long capacityBytes) {
        super("channel '" + channel + "': " + subject + " needs " + length
                + " payload bytes, but its ring takes at most " + maxLength + "; set its capacity to at least "
                + capacityBytes);
        this.channel = channel;
        this.subject = subject;
        this.length = length;
        this.maxLength = maxLength;
        this.capacityBytes = capacityBytes;
    }

    /**
     * The channel that cannot take the message.
     *
     * @return its name.
     */
    public String channel() {
        return channel;
    }

    /**
     * What does not fit.
     *
     * @return in words.
     */
    public String subject() {
        return subject;
    }

    /**
     * How large the message is.
     *
     * @return payload bytes.
     */
    public long length() {
        return length;
    }

    /**
     * How large a message of this channel may be.
     *
     * @return payload bytes.
     */
    public int maxLength() {
        return maxLength;
    }

    /**
     * The smallest capacity of the channel that takes the message.
     *
     * @return bytes; above {@link ChannelConfig#MAX_CAPACITY} where no ring does.
     */
    public long capacityBytes() {
        return capacityBytes;
    }
}
