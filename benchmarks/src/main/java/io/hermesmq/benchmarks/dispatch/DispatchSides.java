package io.hermesmq.benchmarks.dispatch;

import io.hermesmq.Profile;
import io.hermesmq.benchmarks.rig.Session;

/** Opens the two sides. */
public final class DispatchSides {

    private DispatchSides() {}

    /**
     * A stepped lane.
     *
     * @param listeners how many, 1 or 8.
     * @param profile of the engine.
     * @return the session.
     */
    public static Session hermes(final int listeners, final Profile profile) {
        return new HermesLane(listeners, profile);
    }

    /**
     * Loops written by hand.
     *
     * @param listeners how many, 1 or 8.
     * @return the session.
     */
    public static Session handWritten(final int listeners) {
        return new HandWrittenLoops(listeners);
    }
}
