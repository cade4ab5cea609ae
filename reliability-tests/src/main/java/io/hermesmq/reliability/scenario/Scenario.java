package io.hermesmq.reliability.scenario;

import io.hermesmq.Acknowledge;
import java.io.IOException;
import java.util.List;

/** One kind of harm. */
public interface Scenario {

    /**
     * What it is called on the command line.
     *
     * @return its name.
     */
    String name();

    /**
     * What it shows, in a line.
     *
     * @return the line.
     */
    String summary();

    /**
     * How it does so, and what makes it fail.
     *
     * @return some lines.
     */
    String method();

    /**
     * How many cycles it runs unless told otherwise.
     *
     * @return how many.
     */
    int cycles();

    /**
     * The level that is tested unless told otherwise.
     *
     * @return what publishers are promised.
     */
    default Acknowledge acknowledge() {
        return Acknowledge.WRITTEN;
    }

    /**
     * What this machine lacks for it.
     *
     * @return in words; empty where it can run.
     */
    default List<String> missing() {
        return List.of();
    }

    /**
     * Runs it.
     *
     * @param run the options.
     * @param tally what is counted and found.
     * @throws IOException where the files of the run cannot be handled.
     * @throws SkippedException where it turns out that it cannot run here.
     */
    void run(RunOptions run, Tally tally) throws IOException;
}
