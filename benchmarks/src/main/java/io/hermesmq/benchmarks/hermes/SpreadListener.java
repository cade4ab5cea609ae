package io.hermesmq.benchmarks.hermes;

import io.hermesmq.benchmarks.side.Receiver;
import java.lang.reflect.Method;

/** A listener as a user writes it: an ordinary class with a method that takes the fields. */
final class SpreadListener {

    private final Receiver receiver;

    SpreadListener(final Receiver receiver) {
        this.receiver = receiver;
    }

    void on(
            final long a,
            final long b,
            final long c,
            final long d,
            final long e,
            final long f,
            final long g,
            final long h) {
        receiver.on(a, b, c, d, e, f, g, h);
    }

    static Method method() {
        try {
            return SpreadListener.class.getDeclaredMethod(
                    "on",
                    long.class,
                    long.class,
                    long.class,
                    long.class,
                    long.class,
                    long.class,
                    long.class,
                    long.class);
        } catch (final NoSuchMethodException e) {
            throw new IllegalStateException(e);
        }
    }
}
