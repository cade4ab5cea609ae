package io.hermesmq.stress;

import java.util.List;
import java.util.StringJoiner;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.Status;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.ForkedTestConfig;
import org.openjdk.jcstress.infra.runners.Runner;
import org.openjdk.jcstress.infra.runners.SpinLoopStyle;
import org.openjdk.jcstress.infra.runners.TestConfig;
import org.openjdk.jcstress.os.AffinityMode;
import org.openjdk.jcstress.os.NodeType;
import org.openjdk.jcstress.os.SchedulingClass;
import org.openjdk.jcstress.vm.CompileMode;

/**
 * Runs stress tests in this JVM, on whatever CPUs there are: in a second instead of several, and also where a test has more
 * actors than the machine has CPUs, which jcstress leaves out. It then meets the interleavings in which one actor has lost its
 * CPU.
 */
final class Unforked {

    /** Of a stack trace, the begin. */
    private static final int MESSAGES = 4;

    private final int timeMs;
    private final int iterations;

    Unforked(final int timeMs, final int iterations) {
        this.timeMs = timeMs;
        this.iterations = iterations;
    }

    /** Returns what a test has observed; its grading says whether that is allowed. */
    TestResult run(final TestInfo test) {
        final SchedulingClass unpinned = new SchedulingClass(AffinityMode.NONE, test.threads(), NodeType.PACKAGE);
        final Options options = new Settings(timeMs, iterations, test.threads());
        final TestConfig config = new TestConfig(options, test, 0, List.of(), CompileMode.UNIFIED, unpinned);
        final TestResult result = runner(config).run();
        result.setConfig(config);
        return result;
    }

    private static Runner<?> runner(final TestConfig config) {
        try {
            return Class.forName(config.generatedRunnerName)
                    .asSubclass(Runner.class)
                    .getConstructor(ForkedTestConfig.class)
                    .newInstance(new ForkedTestConfig(config));
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("jcstress has generated no runner for " + config.name, e);
        }
    }

    /** Whether a test ran and nothing forbidden was observed. */
    static boolean isPassed(final TestResult result) {
        return result.status() == Status.NORMAL && result.grading().isPassed;
    }

    /** What was observed, and how often. */
    static String describe(final TestResult result) {
        final StringJoiner observed = new StringJoiner(", ", result.status() + " {", "}");
        for (final String state : result.getStateKeys()) {
            observed.add("[" + state + "] " + result.getCount(state));
        }
        result.getMessages().stream().limit(MESSAGES).forEach(observed::add);
        return observed.toString();
    }

    /** Options as they would be parsed, which takes jcstress some seconds. */
    private static final class Settings extends Options {

        private final int timeMs;
        private final int iterations;
        private final boolean isCrowded;

        Settings(final int timeMs, final int iterations, final int threads) {
            super(new String[0]);
            this.timeMs = timeMs;
            this.iterations = iterations;
            isCrowded = threads > Runtime.getRuntime().availableProcessors();
        }

        @Override
        public int getTime() {
            return timeMs;
        }

        @Override
        public int getIterations() {
            return iterations;
        }

        @Override
        public int getStrideSize() {
            return StressMain.STRIDE_SIZE;
        }

        @Override
        public int getStrideCount() {
            return 4;
        }

        @Override
        public int getHeapPerForkMb() {
            return 256;
        }

        @Override
        public SpinLoopStyle getSpinStyle() {
            return isCrowded ? SpinLoopStyle.THREAD_YIELD : SpinLoopStyle.THREAD_SPIN_WAIT;
        }
    }
}
