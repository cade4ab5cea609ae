package io.hermesmq.benchmarks.rig;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Rows and ratios as text. */
final class Report {

    private static final List<Placement> PREFERRED =
            List.of(Placement.NEAR, Placement.ONE_THREAD, Placement.FAR, Placement.MIXED);

    /** More of a CPU than this in the hands of others, and the row says so. */
    private static final double DISTURBED_ABOVE = 0.05;

    /** What is smaller is shown with more decimals: who syncs each message does not come to millions a second. */
    private static final double SMALL = 0.1;

    private static final int MORE_DECIMALS = 2;

    private final Benchmark benchmark;
    private final Results results;
    private final int forks;
    private final StringBuilder text = new StringBuilder();

    Report(final Benchmark benchmark, final Results results, final int forks) {
        this.benchmark = benchmark;
        this.results = results;
        this.forks = forks;
    }

    String text() {
        final List<String> scenarios =
                results.cells().stream().map(Cell::scenario).distinct().toList();
        for (final String scenario : scenarios) {
            final List<Cell> cells = results.cells().stream()
                    .filter(cell -> cell.scenario().equals(scenario))
                    .toList();
            text.append('\n').append(benchmark.name());
            text.append(scenario.isEmpty() ? "" : " " + scenario).append(": min / median / max of rounds\n");
            cells.forEach(this::rows);
            cells.stream()
                    .filter(cell -> cell.role() == Role.OURS)
                    .forEach(ours -> cells.stream()
                            .filter(peer -> peer.role() == Role.PEER)
                            .forEach(peer -> ratio(ours, peer)));
        }
        return text.toString();
    }

    /** One row for each placement that was met. */
    private void rows(final Cell cell) {
        for (final Placement placement : PREFERRED) {
            final Results.Sample sample = results.sample(cell, placement);
            if (!sample.isEmpty()) {
                row(cell, placement, sample);
            }
        }
    }

    private void row(final Cell cell, final Placement placement, final Results.Sample sample) {
        text.append(String.format(Locale.ROOT, "  %-46s", cell.label()));
        for (final Metric metric : measured(benchmark.metrics(), sample)) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s %s / %s / %s %s",
                    metric.label(),
                    number(metric, sample.min(metric)),
                    number(metric, sample.median(metric)),
                    number(metric, sample.max(metric)),
                    metric.unit()));
        }
        text.append("  ").append(placement.label());
        if (placement != Placement.ONE_THREAD) {
            text.append(String.format(Locale.ROOT, " %.0f ns", sample.medianBounceNs()));
        }
        text.append(String.format(Locale.ROOT, "  %d rounds  %.2f B/msg", sample.size(), sample.medianBytes()));
        if (sample.medianOthersShare() > DISTURBED_ABOVE) {
            text.append(String.format(Locale.ROOT, "  others %.0f %%", 100 * sample.medianOthersShare()));
        }
        if (sample.forks().size() > 1) {
            final Metric metric = benchmark.metrics().get(0);
            text.append("  jvms ")
                    .append(Arrays.stream(sample.forkMedians(metric))
                            .mapToObj(median -> number(metric, median))
                            .collect(Collectors.joining(" ")));
        }
        text.append('\n');
    }

    private void ratio(final Cell side, final Cell peer) {
        Results.Sample ours = results.everything(side);
        Results.Sample theirs = results.everything(peer);
        String placement = "unlike";
        for (final Placement candidate : PREFERRED) {
            final Results.Sample a = results.sample(side, candidate);
            final Results.Sample b = results.sample(peer, candidate);
            if (!a.isEmpty() && !b.isEmpty()) {
                ours = a;
                theirs = b;
                placement = candidate.label();
                break;
            }
        }
        text.append(String.format(Locale.ROOT, "RATIO %s %s/%s", benchmark.name(), side.id(), peer.id()));
        for (final Metric metric : measured(measured(benchmark.ratios(), ours), theirs)) {
            text.append(String.format(
                    Locale.ROOT, " %s=%.2f", metric.label(), ours.median(metric) / theirs.median(metric)));
        }
        text.append(String.format(
                Locale.ROOT,
                "%s%s placement=%s rounds=%d/%d jdk=%d forks=%d%n",
                words(side.scenario()),
                words(side.variant()),
                placement,
                ours.size(),
                theirs.size(),
                Runtime.version().feature(),
                forks));
    }

    /** Scenarios of one benchmark may measure different things. */
    private static List<Metric> measured(final List<Metric> metrics, final Results.Sample sample) {
        return metrics.stream()
                .filter(metric -> !Double.isNaN(sample.median(metric)))
                .toList();
    }

    private static String words(final String words) {
        return words.isEmpty() ? "" : " " + words;
    }

    private static String number(final Metric metric, final double value) {
        final int decimals = value < SMALL ? metric.decimals() + MORE_DECIMALS : metric.decimals();
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
