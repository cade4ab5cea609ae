package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Cpus;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs one benchmark as the command line says: as a parent of fresh JVMs, as such a child, or all in this JVM. */
public final class Rig {

    private static final long QUICK_MS = TimeUnit.SECONDS.toMillis(44);
    private static final long MAX_BUDGET_MS = TimeUnit.SECONDS.toMillis(5);

    private final Benchmark benchmark;
    private final Options options;
    private final List<String> words;
    private final long startMs = ManagementFactory.getRuntimeMXBean().getStartTime();

    /**
     * Prepares a run.
     *
     * @param benchmark to run.
     * @param options of the command line.
     * @param words the command line itself, for children.
     */
    public Rig(final Benchmark benchmark, final Options options, final String... words) {
        this.benchmark = benchmark;
        this.options = options;
        this.words = Arrays.asList(words);
    }

    /**
     * Runs and prints the report.
     *
     * @param mainClass that a child is started with.
     */
    public void run(final String mainClass) {
        final List<Cell> cells = benchmark.cells(options).stream()
                .filter(cell -> cell.role() == Role.OURS || options.wants(cell.id()))
                .toList();
        if (!options.cell().isEmpty()) {
            runAsChild(cells);
            return;
        }
        final int forks = options.forks() >= 0 ? options.forks() : benchmark.defaultForks();
        System.out.println(header(forks));
        benchmark.prepare(options);
        final Results results = new Results();
        if (forks == 0) {
            runInThisJvm(cells, results);
        } else {
            runInChildren(cells, forks, mainClass, results);
        }
        System.out.println(new Report(benchmark, results, forks).text());
        System.out.printf(Locale.ROOT, "ended after %.1f s%n", elapsedMs() / 1e3);
    }

    /**
     * What a JVM that is not started by {@code java -jar} needs for a channel with a journal.
     *
     * @return options of java.
     */
    public static String[] moduleFlags() {
        return Forks.MODULE_FLAGS.toArray(String[]::new);
    }

    private void runAsChild(final List<Cell> cells) {
        Failure.haltOnUncaught();
        final Cell own = cells.stream()
                .filter(cell -> cell.key().equals(options.cell()))
                .findFirst()
                .orElseThrow(() -> new RigException("there is no side '" + options.cell() + "'"));
        new Runner(
                        options.plan(elapsedMs()),
                        options.near(),
                        (cell, round) -> System.out.println(Forks.ROUND + round.toLine()))
                .run(List.of(own));
        System.out.flush();
    }

    /** Sides take turns by whole JVMs: all sides, then all again. */
    private void runInChildren(final List<Cell> cells, final int forks, final String mainClass, final Results results) {
        final Forks children = new Forks(mainClass, words, options.quick());
        int left = forks * cells.size();
        for (int fork = 1; fork <= forks; fork++) {
            for (final Cell cell : cells) {
                final int number = fork;
                final long begunMs = elapsedMs();
                children.run(cell, budgetMs(left), round -> results.add(cell, number, round));
                left--;
                Progress.say(benchmark.name() + " jvm " + fork + "/" + forks + " done in " + (elapsedMs() - begunMs)
                        + " ms: " + cell.key() + ", " + left + " to go");
            }
        }
    }

    private void runInThisJvm(final List<Cell> cells, final Results results) {
        Failure.haltOnUncaught();
        int left = cells.size();
        for (final String scenario :
                cells.stream().map(Cell::scenario).distinct().toList()) {
            final List<Cell> sides = cells.stream()
                    .filter(cell -> cell.scenario().equals(scenario))
                    .toList();
            final Plan plan = options.quick()
                    ? Plan.within(options.plan(0).rounds(), options.messages(), budgetMs(left) * 1_000_000L)
                    : options.plan(0);
            new Runner(plan, options.near(), (cell, round) -> results.add(cell, 1, round)).run(sides);
            left -= sides.size();
        }
    }

    /** What one side may take so that a quick run ends in time; 0 where nobody hurries. */
    private long budgetMs(final int sidesLeft) {
        if (!options.quick()) {
            return 0;
        }
        final long share = (QUICK_MS - elapsedMs()) / sidesLeft;
        return Math.max(1_500, Math.min(MAX_BUDGET_MS, share));
    }

    private long elapsedMs() {
        return System.currentTimeMillis() - startMs;
    }

    private String header(final int forks) {
        final String pinning = Cpus.pinnable()
                ? "CPUs " + Cpus.publisher() + " (publisher) and " + Cpus.consumer()
                        + " (consumer) where the benchmark pins"
                : "threads cannot be pinned here";
        final String sides = forks == 0
                ? "all sides in turn in one JVM, sharing its profiles and its luck"
                : forks + " fresh JVM(s) per side, sides in turn";
        return "# " + benchmark.name() + ": " + benchmark.summary() + "\n# " + System.getProperty("java.vm.name") + " "
                + Runtime.version() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs, " + pinning + "\n# "
                + sides + "; near: a cache line goes to and fro in less than " + (int) Placement.NEAR_BELOW_NS
                + " ns, before and after the round; " + benchmark.setting(options);
    }
}
