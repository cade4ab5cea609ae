package io.hermesmq.benchmarks;

import io.hermesmq.benchmarks.micro.JmhLauncher;
import io.hermesmq.benchmarks.rig.Benchmark;
import io.hermesmq.benchmarks.rig.Options;
import io.hermesmq.benchmarks.rig.Rig;
import io.hermesmq.benchmarks.rig.RigException;
import java.util.List;
import java.util.Optional;

/** The command line: {@code java -jar benchmarks.jar NAME [options]}. */
public final class Benchmarks {

    private static final List<Benchmark> ALL = List.of(
            new Handover(),
            new RoundTrip(),
            new Paced(),
            new PacedJournal(),
            new Publishers(),
            new FanOut(),
            new Starter(),
            new Dispatch(),
            new Journal());

    private Benchmarks() {}

    /**
     * Runs a benchmark.
     *
     * @param args see {@code --help}.
     * @throws Exception where JMH throws it.
     */
    public static void main(final String[] args) throws Exception {
        System.exit(run(args));
    }

    /** {@code paced --journal} is a benchmark of its own. */
    private static String nameIn(final Options options) {
        final boolean pacedJournal = options.journal() && "paced".equals(options.benchmark());
        return pacedJournal ? PacedJournal.NAME : options.benchmark();
    }

    private static int run(final String... args) throws Exception {
        final Options options;
        try {
            options = Options.parse(args);
        } catch (final IllegalArgumentException e) {
            System.err.println(e.getMessage());
            return 2;
        }
        if (Options.JMH.equals(options.benchmark()) && !options.help()) {
            JmhLauncher.run(options.rest(), options.quick());
            return 0;
        }
        if (Groups.NAME.equals(options.benchmark()) && !options.help()) {
            return Groups.run(options.quick(), System.out);
        }
        final Optional<Benchmark> benchmark =
                ALL.stream().filter(one -> one.name().equals(nameIn(options))).findFirst();
        if (options.help() || benchmark.isEmpty()) {
            System.out.println(Help.text(ALL, benchmark));
            if (!options.help() && !options.benchmark().isEmpty()) {
                System.err.println("there is no benchmark '" + options.benchmark() + "'");
            }
            return options.help() ? 0 : 2;
        }
        try {
            new Rig(benchmark.get(), options, args).run(Benchmarks.class.getName());
            return 0;
        } catch (final RigException e) {
            System.err.println("BENCHMARK FAILED: " + e.getMessage());
            return 1;
        }
    }
}
