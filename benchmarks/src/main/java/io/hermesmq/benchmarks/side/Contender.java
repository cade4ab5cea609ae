package io.hermesmq.benchmarks.side;

import java.util.List;

/** One side of a comparison: Hermes in some configuration, or a peer. */
public interface Contender {

    /** The id of every Hermes side; what follows in {@link #variant()} tells them apart. */
    String HERMES = "hermes";

    /**
     * The name in the report and in {@code RATIO} lines.
     *
     * @return "hermes" or the id of a peer.
     */
    String id();

    /**
     * What distinguishes sides of one id, as {@code key=value} words.
     *
     * @return the words, or an empty string.
     */
    default String variant() {
        return "";
    }

    /**
     * Opens routes and starts the threads that serve them.
     *
     * @param routes the paths that are wanted.
     * @return the open paths.
     */
    Connection open(List<Route> routes);
}
