package io.hermesmq.spring.unreadable;

import io.hermesmq.annotation.HermesListener;
import io.hermesmq.spring.Quote;

/** A listener whose methods cannot be read where {@link Missing} is missing. */
public class Unreadable {

    @HermesListener(channel = "quotes")
    void on(final Quote quote) {}

    void uses(final Missing missing) {}
}
