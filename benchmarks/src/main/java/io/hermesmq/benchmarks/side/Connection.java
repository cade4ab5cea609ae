package io.hermesmq.benchmarks.side;

import java.util.List;

/** Routes that are open, with the threads that serve them. */
public interface Connection extends AutoCloseable {

    /**
     * The sending end of a route.
     *
     * @param route its index in the list that was opened.
     * @return the link.
     */
    Link link(int route);

    /**
     * Threads that work for the routes besides those that publish and receive: what they allocate counts too.
     *
     * @return none in most connections.
     */
    default List<Thread> helpers() {
        return List.of();
    }

    /**
     * Puts away what the messages so far have left behind. Called between rounds, by the thread that publishes first, when
     * everything sent was received.
     */
    default void tidy() {}

    /** Stops the threads and frees the memory. Everything sent was received before. */
    @Override
    void close();
}
