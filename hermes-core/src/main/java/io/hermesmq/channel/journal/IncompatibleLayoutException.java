package io.hermesmq.channel.journal;

import io.hermesmq.HermesException;

/** A record that is not what the messages in the journal are. The text shows both, component by component. */
public final class IncompatibleLayoutException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String difference;

    IncompatibleLayoutException(final String message, final String difference) {
        super(message);
        this.difference = difference;
    }

    /**
     * Old and new layout side by side.
     *
     * @return several lines.
     */
    public String difference() {
        return difference;
    }
}
