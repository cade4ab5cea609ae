package io.hermesmq.engine;

import io.hermesmq.HermesException;

/** A publisher or listener of another record than the one that its channel carries. */
public final class ChannelTypeMismatchException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String channel;
    private final String expected;
    private final String actual;
    private final String user;

    ChannelTypeMismatchException(final String channel, final String expected, final String actual, final String user) {
        super("channel '" + channel + "' carries " + expected + ", but " + user + " wants " + actual
                + "; use the same record on both sides, or another channel, or declare that the channel carries several types: by a"
                + " publisher interface with a method for each record, or a class with @HermesListener and a"
                + " @HermesHandler for each");
        this.channel = channel;
        this.expected = expected;
        this.actual = actual;
        this.user = user;
    }

    /**
     * The channel.
     *
     * @return its name.
     */
    public String channel() {
        return channel;
    }

    /**
     * What the channel carries.
     *
     * @return the layout in words.
     */
    public String expected() {
        return expected;
    }

    /**
     * What was asked for.
     *
     * @return the layout in words.
     */
    public String actual() {
        return actual;
    }

    /**
     * The publisher or listener that asked.
     *
     * @return in words.
     */
    public String user() {
        return user;
    }
}
