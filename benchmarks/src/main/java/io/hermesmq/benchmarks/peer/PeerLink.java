package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Link;

/** A link with whatever has to be closed behind it. */
interface PeerLink extends Link, AutoCloseable {

    /** Puts away what the messages so far have left behind; everything sent was received. */
    default void tidy() {}

    @Override
    void close();
}
