package io.hermesmq.benchmarks.rig;

import java.util.List;

/** A question that the rig answers by running sides in turn. */
public interface Benchmark {

    /**
     * The name on the command line.
     *
     * @return one word.
     */
    String name();

    /**
     * What is asked.
     *
     * @return one line.
     */
    String summary();

    /**
     * How it is measured, for {@code --help}.
     *
     * @return some lines.
     */
    String method();

    /**
     * How many fresh JVMs each side gets where nothing is said.
     *
     * @return 0 to run all sides in turn in one JVM.
     */
    default int defaultForks() {
        return 1;
    }

    /**
     * What all sides have in common, for the head of the report.
     *
     * @param options of the command line.
     * @return half a line.
     */
    default String setting(final Options options) {
        return "messages of 64 bytes, rings of 1 MiB or 8192 slots";
    }

    /**
     * Does what has to be done once before the sides of all scenarios run. Not called in a JVM that runs one side for another.
     *
     * @param options of the command line.
     */
    default void prepare(final Options options) {}

    /**
     * What each row shows.
     *
     * @return the columns.
     */
    List<Metric> metrics();

    /**
     * What is compared.
     *
     * @return some of the columns.
     */
    List<Metric> ratios();

    /**
     * The sides of all scenarios, in the order of the report. Asked for in each JVM; opens nothing.
     *
     * @param options of the command line.
     * @return the cells.
     */
    List<Cell> cells(Options options);
}
