package io.hermesmq.benchmarks.rig;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Decides how long a side is warmed up: for its time and for some runs, so that the control messages are compiled too,
 * and then until the compiler is nearly idle. A hundred listeners are a hundred loops to compile.
 */
final class WarmUp {

    private static final int MIN_RUNS = 10;
    private static final int SLICES = 12;
    /** Compiling less than this share of the time, the compiler counts as idle. */
    private static final double IDLE_BELOW = 0.1;

    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final double MILLI = 1e6;

    private final long startNs = System.nanoTime();
    private final long timeNs;
    private final long longestNs;
    private int runs;
    private long lookedNs = startNs;
    private long compiledMs = COMPILER.getTotalCompilationTime();

    WarmUp(final Plan plan) {
        timeNs = plan.warmUpNs();
        longestNs = plan.longestWarmUpNs();
    }

    /**
     * About how long one run shall take.
     *
     * @return nanoseconds.
     */
    long sliceNs() {
        return timeNs / SLICES;
    }

    /**
     * Asked before each run.
     *
     * @return true for one more run.
     */
    boolean goesOn() {
        final long now = System.nanoTime();
        final long compiled = COMPILER.getTotalCompilationTime();
        final double share = (compiled - compiledMs) * MILLI / (now - lookedNs);
        lookedNs = now;
        compiledMs = compiled;
        return runs++ < MIN_RUNS || now - startNs < timeNs || (share > IDLE_BELOW && now - startNs < longestNs);
    }
}
