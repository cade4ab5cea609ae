package io.hermesmq.benchmarks.rig;

/** Says on the error stream what is going on, so that the report on the output stream stays clean. */
final class Progress {

    private Progress() {}

    static void say(final String what) {
        System.err.println("# " + what);
    }
}
