package io.hermesmq.benchmarks.rig;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The rounds of every side, by the JVM that they ran in. */
final class Results {

    private final Map<Cell, Map<Integer, List<Round>>> rounds = new LinkedHashMap<>();

    void add(final Cell cell, final int fork, final Round round) {
        rounds.computeIfAbsent(cell, key -> new TreeMap<>())
                .computeIfAbsent(fork, key -> new ArrayList<>())
                .add(round);
    }

    Set<Cell> cells() {
        return rounds.keySet();
    }

    /**
     * The rounds of a side with one placement.
     *
     * @param cell the side.
     * @param placement of the rounds.
     * @return what there is; empty where there is none.
     */
    Sample sample(final Cell cell, final Placement placement) {
        return new Sample(rounds.getOrDefault(cell, Map.of()).values().stream()
                .map(fork -> fork.stream()
                        .filter(round -> round.placement() == placement)
                        .toList())
                .filter(fork -> !fork.isEmpty())
                .toList());
    }

    /**
     * All rounds of a side, whatever their placement.
     *
     * @param cell the side.
     * @return what there is.
     */
    Sample everything(final Cell cell) {
        return new Sample(List.copyOf(rounds.getOrDefault(cell, Map.of()).values()));
    }

    /**
     * Rounds of one side, one list per JVM.
     *
     * @param forks none of them empty.
     */
    record Sample(List<List<Round>> forks) {

        boolean isEmpty() {
            return forks.isEmpty();
        }

        int size() {
            return forks.stream().mapToInt(List::size).sum();
        }

        double min(final Metric metric) {
            return Arrays.stream(all(metric)).min().orElse(Double.NaN);
        }

        double max(final Metric metric) {
            return Arrays.stream(all(metric)).max().orElse(Double.NaN);
        }

        /** The median of the medians of the JVMs. */
        double median(final Metric metric) {
            return medianOf(forkMedians(metric));
        }

        double[] forkMedians(final Metric metric) {
            return forks.stream()
                    .mapToDouble(fork -> medianOf(fork.stream()
                            .mapToDouble(round -> round.values().getOrDefault(metric, Double.NaN))
                            .toArray()))
                    .toArray();
        }

        double medianBytes() {
            return medianOf(forks.stream()
                    .flatMap(List::stream)
                    .mapToDouble(Round::bytesPerMessage)
                    .toArray());
        }

        double medianOthersShare() {
            return medianOf(forks.stream()
                    .flatMap(List::stream)
                    .mapToDouble(Round::othersShare)
                    .toArray());
        }

        double medianBounceNs() {
            return medianOf(forks.stream()
                    .flatMap(List::stream)
                    .mapToDouble(round -> (round.beforeNs() + round.afterNs()) / 2)
                    .toArray());
        }

        private double[] all(final Metric metric) {
            return forks.stream()
                    .flatMap(List::stream)
                    .mapToDouble(round -> round.values().getOrDefault(metric, Double.NaN))
                    .toArray();
        }
    }

    /**
     * The median.
     *
     * @param values in any order.
     * @return the middle one, or the mean of the two in the middle; not a number where there is none.
     */
    static double medianOf(final double... values) {
        if (values.length == 0) {
            return Double.NaN;
        }
        final double[] sorted = values.clone();
        Arrays.sort(sorted);
        final int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
