package io.hermesmq;

import java.util.function.Consumer;

/**
 * Tells what happens in an engine besides messages. Observers are called by one thread of the engine, never by a lane or a publisher, one
 * event after the other, up to a tenth of a second after it happened. What an observer throws is logged.
 */
public interface HermesEvents {

    /**
     * Adds an observer of everything that happens from now on. Safe for any thread.
     *
     * @param observer gets each event.
     * @return ends it.
     */
    Subscription subscribe(Consumer<? super HermesEvent> observer);

    /** The end of an observation. */
    @FunctionalInterface
    interface Subscription extends AutoCloseable {

        /** The observer gets no further event. Idempotent. */
        @Override
        void close();
    }
}
