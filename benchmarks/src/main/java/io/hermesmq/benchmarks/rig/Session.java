package io.hermesmq.benchmarks.rig;

/** One side of one scenario, open in this JVM. Its consuming threads sleep between the calls. */
public interface Session extends AutoCloseable {

    /**
     * Runs until the compiler is done, and learns how many messages make a round.
     *
     * @param plan how long.
     */
    void warmUp(Plan plan);

    /**
     * Runs and measures one round.
     *
     * @param placer measures and draws.
     * @return the outcome.
     */
    Round round(Placer placer);

    @Override
    void close();
}
