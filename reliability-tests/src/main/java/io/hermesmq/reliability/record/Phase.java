package io.hermesmq.reliability.record;

/** How far an application under test is. */
public enum Phase {
    /** The JVM starts. */
    LAUNCHED,
    /** It opens the engine. */
    OPENING,
    /** The engine is started. */
    STARTED,
    /** The first publish was acknowledged. */
    PUBLISHING,
    /** No more publishes; listeners get the rest. */
    DRAINING,
    /** Every listener has seen the fence. */
    DRAINED,
    /** The engine is closed. */
    CLOSED,
    /** The engine could not be opened. */
    FAILED
}
