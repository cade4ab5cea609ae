package io.hermesmq.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.TestInfo;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;
import org.openjdk.jcstress.vm.VMSupport;

/**
 * jcstress with what the tests of Hermes need: the JVM flags for off-heap memory, short strides, and the tests with more
 * actors than CPUs too. Takes the options of jcstress; the exit code is 1 where something forbidden was observed.
 */
final class StressMain {

    /** Actors of some hundred nanoseconds drift apart in the strides of 256 that jcstress takes for those of a few. */
    static final int STRIDE_SIZE = 16;

    /** What every fork gets. */
    private static final List<String> JVM_FLAGS = List.of(
            "--add-exports=java.base/jdk.internal.misc=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "-XX:MaxDirectMemorySize=1g");

    private static final List<String> STRIDES =
            List.of("-strideSize", String.valueOf(STRIDE_SIZE), "-strideCount", "64");

    private StressMain() {}

    /** jcstress without the tests that it cannot place. */
    private static final class Harness extends JCStress {

        private final int cpus;

        Harness(final Options options) {
            super(options);
            cpus = options.getCPUCount();
        }

        @Override
        public SortedSet<String> getTests() {
            // JDK 17 only: no test takes a biased lock, and the configuration would double the time
            VMSupport.getAvailableVMConfigs().removeIf(config -> config.args().contains("-XX:+UseBiasedLocking"));
            final SortedSet<String> tests = super.getTests();
            tests.removeIf(test -> TestList.getInfo(test).threads() > cpus);
            return tests;
        }

        SortedSet<String> getCrowdedTests() {
            final SortedSet<String> tests = super.getTests();
            tests.removeIf(test -> TestList.getInfo(test).threads() <= cpus);
            return tests;
        }
    }

    /**
     * Runs the tests.
     *
     * @param args options of jcstress.
     * @throws Exception where jcstress cannot run.
     */
    public static void main(final String[] args) throws Exception {
        final String[] allArgs = withDefaults(args);
        final Options options = new Options(allArgs);
        if (!options.parse()) {
            System.exit(2);
        }
        if (options.shouldList() || options.shouldParse()) {
            Main.main(allArgs);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    private static String[] withDefaults(final String... args) {
        final List<String> all = new ArrayList<>();
        if (!List.of(args).contains("-strideSize") && !List.of(args).contains("-strideCount")) {
            all.addAll(STRIDES);
        }
        for (final String flag : JVM_FLAGS) {
            all.add("-jvmArgsPrepend");
            all.add(flag);
        }
        all.addAll(List.of(args));
        return all.toArray(String[]::new);
    }

    private static boolean run(final Options options) throws Exception {
        final Harness harness = new Harness(options);
        boolean isPassed = true;
        try {
            harness.run();
        } catch (final AssertionError e) { // what jcstress throws after its report
            System.out.println(e.getMessage());
            isPassed = false;
        }
        final SortedSet<String> crowded = harness.getCrowdedTests();
        if (!crowded.isEmpty()) {
            System.out.println("Tests with more actors than CPUs, in this JVM and unpinned:");
        }
        for (final String test : crowded) {
            isPassed &= runCrowded(TestList.getInfo(test), options);
        }
        System.out.println(isPassed ? "PASSED" : "FAILED");
        return isPassed;
    }

    private static boolean runCrowded(final TestInfo test, final Options options) {
        final TestResult result = new Unforked(options.getTime(), options.getIterations()).run(test);
        final boolean isPassed = Unforked.isPassed(result);
        System.out.println((isPassed ? "  [OK] " : "  [FAILED] ") + test.name() + " " + Unforked.describe(result));
        return isPassed;
    }
}
