package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Link;

/** A link with whatever has to be closed behind it. */
interface PeerLink extends Link, AutoCloseable {

    @Override
    void close();
}
