package io.hermesmq.benchmarks.rig;

import java.util.EnumMap;
import java.util.Map;

/**
 * The outcome of one round.
 *
 * @param placement of the two cores.
 * @param beforeNs cache line there and back before the round; 0 with one thread.
 * @param afterNs the same after it.
 * @param bytesPerMessage allocated by publishing and consuming threads.
 * @param othersShare of a CPU that others used meanwhile.
 * @param values what was measured.
 */
public record Round(
        Placement placement,
        double beforeNs,
        double afterNs,
        double bytesPerMessage,
        double othersShare,
        Map<Metric, Double> values) {

    private static final String VALUES_SEPARATOR = ";";

    /** Copies the values. */
    public Round {
        values = Map.copyOf(values);
    }

    /**
     * The round as one line that a parent process can read.
     *
     * @return fields separated by tabulators.
     */
    String toLine() {
        final StringBuilder line = new StringBuilder()
                .append(placement)
                .append('\t')
                .append(beforeNs)
                .append('\t')
                .append(afterNs)
                .append('\t')
                .append(bytesPerMessage)
                .append('\t')
                .append(othersShare)
                .append('\t');
        values.forEach(
                (metric, value) -> line.append(metric).append('=').append(value).append(VALUES_SEPARATOR));
        return line.toString();
    }

    /**
     * Reads {@link #toLine()}.
     *
     * @param line fields separated by tabulators.
     * @return the round.
     */
    static Round ofLine(final String line) {
        final String[] fields = line.split("\t", -1);
        final Map<Metric, Double> values = new EnumMap<>(Metric.class);
        for (final String value : fields[5].split(VALUES_SEPARATOR, -1)) {
            final int equals = value.indexOf('=');
            if (equals > 0) {
                values.put(Metric.valueOf(value.substring(0, equals)), Double.valueOf(value.substring(equals + 1)));
            }
        }
        return new Round(
                Placement.valueOf(fields[0]),
                Double.parseDouble(fields[1]),
                Double.parseDouble(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]),
                values);
    }
}
