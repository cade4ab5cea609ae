package io.hermesmq.memory;

/**
 * How long somebody may look at memory that is not theirs: while a listener handles a message, or until a claim is committed. Made only
 * where views are guarded, which costs an object for each message.
 *
 * <p>Ended by the thread that made it; any thread may ask.
 */
public final class Lease {

    private final String user;
    private final String advice;
    private volatile boolean ended;

    /**
     * Begins a lease.
     *
     * @param user of the memory, and what happened that ended it, as the beginning of a sentence: "listener 'a' has returned from ...".
     * @param advice what to do instead.
     */
    public Lease(final String user, final String advice) {
        this.user = user;
        this.advice = advice;
    }

    /** Nothing may be used through this lease any more. */
    public void end() {
        ended = true;
    }

    /**
     * Makes sure that the lease goes on.
     *
     * @param view what is being used, as "its context".
     * @throws IllegalStateException where it has ended; says whose it was and what to do.
     */
    public void require(final String view) {
        if (ended) {
            throw new IllegalStateException(user + "; " + view
                    + " must not be used any more, as the memory behind it is given to" + " other messages: " + advice);
        }
    }
}
