package io.hermesmq.benchmarks.rig;

/** The end of a benchmark whose messages did not arrive whole, once and in order. */
final class Failure {

    /** Exit code of a JVM in which the check failed. */
    static final int EXIT_CODE = 3;

    private Failure() {}

    /**
     * As {@link #halt}, after showing where every thread is: for what hangs.
     *
     * @param what went wrong, with the values.
     */
    static void haltWithStacks(final String what) {
        Thread.getAllStackTraces().forEach((thread, stack) -> {
            System.err.println(thread);
            for (final StackTraceElement frame : stack) {
                System.err.println("    at " + frame);
            }
        });
        halt(what);
    }

    /** From now on a thread that dies of an exception ends the JVM. */
    static void haltOnUncaught() {
        Thread.setDefaultUncaughtExceptionHandler((thread, cause) -> {
            cause.printStackTrace(System.err);
            halt(thread.getName() + " died of " + cause);
        });
    }

    /**
     * Says what is wrong and ends the JVM at once. A consuming thread cannot simply throw: some sides would count it
     * and go on.
     *
     * @param what went wrong, with the values.
     */
    static void halt(final String what) {
        System.err.println("BENCHMARK FAILED: " + what + " (thread "
                + Thread.currentThread().getName() + ")");
        System.err.flush();
        Runtime.getRuntime().halt(EXIT_CODE);
    }
}
