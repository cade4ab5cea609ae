package io.hermesmq;

/** Checks a message before the listener method gets it. Called on the thread of the lane, as part of the listener's one handle. */
@FunctionalInterface
public interface PayloadCheck {

    /**
     * Checks a message.
     *
     * @param message that was decoded; never null.
     * @throws InvalidMessageException where the listener must not get it. That is a failure of the message like any other.
     */
    void check(Object message);
}
