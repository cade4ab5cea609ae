package io.hermesmq.channel;

/** A lane that parks while there is nothing to read. */
@FunctionalInterface
public interface ParkedLane {

    /** Unparks the lane where it has parked; any thread may call it, and often. */
    void wake();
}
