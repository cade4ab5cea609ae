package io.hermesmq.channel;

/** A claim that user code may hold open: who holds it, and where. */
public interface OpenClaim {

    /** The claim is not open. */
    long NOT_OPEN = -1;

    /**
     * Where the claim is. Any thread may ask.
     *
     * @return the position of the claimed frame, or {@link #NOT_OPEN}.
     */
    long framePosition();

    /**
     * Who may end the claim.
     *
     * @return the thread that made it.
     */
    Thread owner();
}
