package io.hermesmq.benchmarks.micro;

import io.hermesmq.benchmarks.rig.Rig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Hands the rest of the command line to JMH. */
public final class JmhLauncher {

    private static final List<String> WITH_ALLOCATION = List.of("-prof", "gc");
    private static final int QUICK_ITERATIONS = 7;
    private static final int QUICK_WARM_UPS = 3;
    private static final int QUICK_MS = 250;

    private JmhLauncher() {}

    /**
     * Runs the micro-benchmarks.
     *
     * @param words what JMH understands; {@code -prof gc} is added where no profiler is named.
     * @param quick whether all has to end within a minute.
     * @throws RunnerException where JMH fails.
     * @throws CommandLineOptionException where JMH does not understand a word.
     */
    public static void run(final List<String> words, final boolean quick)
            throws RunnerException, CommandLineOptionException {
        final List<String> all = new ArrayList<>(words);
        if (!all.contains("-prof")) {
            all.addAll(WITH_ALLOCATION);
        }
        final CommandLineOptions commandLine = new CommandLineOptions(all.toArray(String[]::new));
        if (commandLine.shouldHelp()) {
            printHelp(commandLine);
            return;
        }
        final OptionsBuilder options = new OptionsBuilder();
        options.parent(commandLine).jvmArgsAppend(Rig.moduleFlags());
        if (quick) {
            options.forks(1)
                    .warmupIterations(QUICK_WARM_UPS)
                    .warmupTime(TimeValue.milliseconds(QUICK_MS))
                    .measurementIterations(QUICK_ITERATIONS)
                    .measurementTime(TimeValue.milliseconds(QUICK_MS));
        }
        final Runner runner = new Runner(options.build());
        if (commandLine.shouldList()) {
            runner.list();
        } else {
            runner.run();
        }
    }

    private static void printHelp(final CommandLineOptions commandLine) {
        try {
            commandLine.showHelp();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
