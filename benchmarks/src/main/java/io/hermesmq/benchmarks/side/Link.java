package io.hermesmq.benchmarks.side;

/**
 * The sending end of a route. A message is eight longs, really written: {@code a, b, a+1, a+2, .. a+6}.
 *
 * <p>Safe for as many threads as the route said.
 */
public interface Link {

    /**
     * Sends one message; waits while there is no room.
     *
     * @param a the first long, from which the last six are derived.
     * @param b the second long.
     */
    void send(long a, long b);

    /**
     * Sends {@code count} messages with {@code a} and {@code b} counting up. Each link has this loop itself, so that
     * one side's calls do not spoil the profile of another's.
     *
     * @param first the first number.
     * @param count how many messages.
     */
    void sendAll(long first, long count);

    /**
     * How many threads call the receivers of this route.
     *
     * @return 1 where all receivers share a thread.
     */
    int receivingThreads();
}
