package io.hermesmq.benchmarks.side;

/** Gets the messages of a route: eight longs, 64 bytes. Called by one thread of the contender only. */
public interface Receiver {

    /**
     * Takes one message.
     *
     * @param a sequence number, or a control word of the rig.
     * @param b whatever the sender gave: a time, an epoch.
     * @param c derived from {@code a}, see {@link Link#send}.
     * @param d derived from {@code a}.
     * @param e derived from {@code a}.
     * @param f derived from {@code a}.
     * @param g derived from {@code a}.
     * @param h derived from {@code a}.
     */
    void on(long a, long b, long c, long d, long e, long f, long g, long h);
}
