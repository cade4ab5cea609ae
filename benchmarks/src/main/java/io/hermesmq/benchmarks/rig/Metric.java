package io.hermesmq.benchmarks.rig;

/** What a round measures. */
public enum Metric {
    /** Million messages a second; in a fan-out, deliveries. */
    THROUGHPUT("throughput", "M/s", 2),
    /** Payload bytes a second. */
    BANDWIDTH("bandwidth", "GB/s", 2),
    /** Median latency. */
    P50("p50", "ns", 0),
    /** Latency that 99 % stay below. */
    P99("p99", "ns", 0),
    /** Latency that 99.9 % stay below. */
    P999("p99.9", "ns", 0),
    /** The longest latency. */
    MAX("max", "ns", 0),
    /** Time on a core for one message. */
    COST("cost", "ns/msg", 2);

    private final String label;
    private final String unit;
    private final int decimals;

    Metric(final String label, final String unit, final int decimals) {
        this.label = label;
        this.unit = unit;
        this.decimals = decimals;
    }

    /**
     * The word in {@code RATIO} lines.
     *
     * @return the word.
     */
    public String label() {
        return label;
    }

    /**
     * The unit in the report.
     *
     * @return the unit.
     */
    public String unit() {
        return unit;
    }

    /**
     * How many decimals the report shows.
     *
     * @return a small number.
     */
    public int decimals() {
        return decimals;
    }
}
