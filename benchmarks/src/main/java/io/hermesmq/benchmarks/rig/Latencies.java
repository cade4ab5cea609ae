package io.hermesmq.benchmarks.rig;

import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Latencies of one round, recorded by one thread without allocating. */
final class Latencies {

    private static final long LONGEST_NS = 60_000_000_000L;
    private static final int DIGITS = 3;

    private final Histogram histogram = new Histogram(LONGEST_NS, DIGITS);

    void record(final long ns) {
        histogram.recordValue(Math.min(Math.max(ns, 0), LONGEST_NS));
    }

    void reset() {
        histogram.reset();
    }

    /**
     * The percentiles.
     *
     * @param divisor 2 where round trips were recorded and one way is to be shown.
     * @return the values in nanoseconds.
     */
    Map<Metric, Double> values(final int divisor) {
        final Map<Metric, Double> values = new EnumMap<>(Metric.class);
        values.put(Metric.P50, (double) histogram.getValueAtPercentile(50) / divisor);
        values.put(Metric.P99, (double) histogram.getValueAtPercentile(99) / divisor);
        values.put(Metric.P999, (double) histogram.getValueAtPercentile(99.9) / divisor);
        values.put(Metric.MAX, (double) histogram.getMaxValue() / divisor);
        return values;
    }
}
