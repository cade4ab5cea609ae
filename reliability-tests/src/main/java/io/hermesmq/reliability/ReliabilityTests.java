package io.hermesmq.reliability;

import io.hermesmq.Acknowledge;
import io.hermesmq.RollCycle;
import io.hermesmq.reliability.app.AppOption;
import io.hermesmq.reliability.app.AppOptions;
import io.hermesmq.reliability.scenario.RunOptions;
import io.hermesmq.reliability.scenario.Scenario;
import io.hermesmq.reliability.scenario.Scenarios;
import io.hermesmq.reliability.scenario.SkippedException;
import io.hermesmq.reliability.scenario.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line: {@code java -jar reliability-tests.jar NAME [options]}. */
@Command(
        name = "java -jar reliability-tests.jar",
        sortOptions = false,
        usageHelpWidth = 120,
        description = "Harms an application on a journaled channel, and checks what is left of what it was promised.")
public final class ReliabilityTests implements Callable<Integer> {

    static final int PASSED = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;
    static final int SKIPPED = 3;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The scenario; see below.")
    private @Nullable String name;

    @Option(names = "--cycles", paramLabel = "N", description = "How often the harm is done (default: by scenario).")
    private @Nullable Integer cycles;

    @Option(names = "--minutes", paramLabel = "M", description = "How long soak runs (default: ${DEFAULT-VALUE}).")
    private double minutes = 10;

    @Option(
            names = "--acknowledge",
            paramLabel = "LEVEL",
            description = "accepted, written or synced (default: by scenario).")
    private @Nullable Acknowledge acknowledge;

    @Option(names = "--roll-cycle", paramLabel = "CYCLE", description = "secondly, minutely .. (default: by scenario).")
    private @Nullable RollCycle rollCycle;

    @Option(names = "--seed", paramLabel = "S", description = "Of all that is random (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--java",
            paramLabel = "HOME",
            description = "The JDK that runs the application (default: the one that runs this).")
    private Path javaHome = Path.of(System.getProperty("java.home"));

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Where journals, records and logs go (default: a new directory among the temporary files).")
    private @Nullable Path work;

    @Option(names = "--keep", description = "Keep these files; they are kept anyway unless the run passes.")
    private boolean isKeeping;

    @Option(
            names = "--lenient",
            description = "Report times that are over their limits, but do not judge them: for busy machines.")
    private boolean isLenient;

    @Option(
            names = "--app",
            paramLabel = "OPTION=VALUE",
            description = "An option of the application, such as publishers=4, max-length=4096, capacity=65536;"
                    + " may be given again.")
    private List<String> applicationOptions = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Explain all of this.")
    private boolean isHelp;

    private ReliabilityTests() {}

    /**
     * Runs a scenario.
     *
     * @param args see {@code --help}.
     */
    public static void main(final String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        final CommandLine commandLine = new CommandLine(new ReliabilityTests())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    e.printStackTrace(line.getErr());
                    return FAILED;
                });
        commandLine.getCommandSpec().usageMessage().footer(Help.footer());
        return commandLine;
    }

    @Override
    public Integer call() throws IOException {
        if (isHelp || name == null) {
            commandLine().usage(System.err);
            return MISUSED;
        }
        final Scenario scenario = Scenarios.named(name).orElse(null);
        if (scenario == null) {
            System.err.println("there is no scenario '" + name + "'; there are "
                    + Scenarios.all().stream().map(Scenario::name).toList());
            return MISUSED;
        }
        return run(scenario);
    }

    private int run(final Scenario scenario) throws IOException {
        final Tally tally = new Tally(scenario.name(), System.out);
        final List<String> missing = scenario.missing();
        if (!missing.isEmpty()) {
            missing.forEach(what -> System.out.println("MISSING " + what));
            tally.conclude(Tally.Verdict.SKIPPED);
            return SKIPPED;
        }
        final Path directory = work == null
                ? Files.createTempDirectory("hermes-" + scenario.name() + "-")
                : Files.createDirectories(work.resolve(scenario.name())).toAbsolutePath();
        final RunOptions run = options(scenario, directory);
        System.out.println("RUN " + scenario.name() + " cycles=" + run.cycles() + " seed=" + seed + " java=" + javaHome
                + " work=" + directory + " " + run.application());
        final Tally.Verdict verdict = verdict(scenario, run, tally);
        if (verdict == Tally.Verdict.PASS && !isKeeping) {
            remove(directory);
        } else {
            System.out.println("FILES " + directory);
        }
        tally.conclude(verdict);
        return switch (verdict) {
            case PASS -> PASSED;
            case FAIL -> FAILED;
            case SKIPPED -> SKIPPED;
        };
    }

    private static Tally.Verdict verdict(final Scenario scenario, final RunOptions run, final Tally tally) {
        try {
            scenario.run(run, tally);
            return tally.verdict();
        } catch (final SkippedException e) {
            System.out.println("MISSING " + e.getMessage());
            return Tally.Verdict.SKIPPED;
        } catch (final IOException | RuntimeException e) {
            System.out.println("PROBLEM the judge itself failed: " + e);
            e.printStackTrace(System.out);
            return Tally.Verdict.FAIL;
        }
    }

    private RunOptions options(final Scenario scenario, final Path directory) {
        AppOptions application = AppOptions.parse(
                applicationOptions.stream().map(word -> "--" + word).toArray(String[]::new));
        if (rollCycle != null) {
            application = application.with(AppOption.ROLL_CYCLE, rollCycle);
        }
        application =
                application.with(AppOption.ACKNOWLEDGE, acknowledge == null ? scenario.acknowledge() : acknowledge);
        return new RunOptions(
                cycles == null ? scenario.cycles() : cycles,
                minutes,
                seed,
                isLenient,
                directory,
                javaHome,
                application);
    }

    private static void remove(final Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (final Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
