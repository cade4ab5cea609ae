package io.hermesmq.benchmarks.side;

/** Routes that are open, with the threads that serve them. */
public interface Connection extends AutoCloseable {

    /**
     * The sending end of a route.
     *
     * @param route its index in the list that was opened.
     * @return the link.
     */
    Link link(int route);

    /** Stops the threads and frees the memory. Everything sent was received before. */
    @Override
    void close();
}
