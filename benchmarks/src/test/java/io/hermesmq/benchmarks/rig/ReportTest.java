package io.hermesmq.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.benchmarks.side.Contender;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Cell HERMES = cell(Contender.HERMES, "profile=throughput");
    private static final Cell PEER = cell("agrona-one-to-one", "");

    private final Results results = new Results();

    @Test
    void shouldCompareMediansOfTheMediansOfJvms() {
        add(HERMES, 1, Placement.NEAR, 10, 30, 20);
        add(HERMES, 2, Placement.NEAR, 40);
        add(HERMES, 3, Placement.NEAR, 60);
        add(PEER, 1, Placement.NEAR, 20);

        assertThat(text())
                .contains("RATIO handover hermes/agrona-one-to-one throughput=2.00 profile=throughput placement=near");
    }

    @Test
    void shouldCompareLikePlacementsOnly() {
        add(HERMES, 1, Placement.NEAR, 30);
        add(HERMES, 1, Placement.FAR, 6);
        add(PEER, 1, Placement.FAR, 3, 4, 5);

        assertThat(text()).contains("throughput=1.50 profile=throughput placement=far rounds=1/3");
    }

    @Test
    void shouldSayWhereNoPlacementIsCommon() {
        add(HERMES, 1, Placement.NEAR, 30);
        add(PEER, 1, Placement.FAR, 10);

        assertThat(text()).contains("placement=unlike");
    }

    @Test
    void shouldShowWhatASideMeasuresOnly() {
        results.add(HERMES, 1, new Round(Placement.NEAR, 70, 70, 0, 0, Map.of(Metric.P50, 80.0)));
        results.add(PEER, 1, new Round(Placement.NEAR, 70, 70, 0, 0, Map.of(Metric.P50, 40.0)));

        assertThat(new Report(new Measuring(List.of(Metric.THROUGHPUT, Metric.P50)), results, 1).text())
                .doesNotContain("M/s")
                .contains("  p50 80 / 80 / 80 ns  near")
                .contains("RATIO handover hermes/agrona-one-to-one p50=2.00 profile=throughput");
    }

    @Test
    void shouldShowSmallFiguresWithMoreDecimals() {
        add(HERMES, 1, Placement.NEAR, 0.0123);

        assertThat(text()).contains("throughput 0.0123 / 0.0123 / 0.0123 M/s");
    }

    @Test
    void shouldReadBackTheLineOfAChild() {
        final Round round =
                new Round(Placement.MIXED, 66.5, 310, 0.25, 0.1, Map.of(Metric.P50, 90.0, Metric.P999, 300.0));

        assertThat(Round.ofLine(round.toLine())).isEqualTo(round);
    }

    @Test
    void shouldCallARoundMixedWhoseDistanceChanged() {
        assertThat(Placement.of(67, 70)).isEqualTo(Placement.NEAR);
        assertThat(Placement.of(320, 350)).isEqualTo(Placement.FAR);
        assertThat(Placement.of(67, 350)).isEqualTo(Placement.MIXED);
    }

    private void add(final Cell cell, final int fork, final Placement placement, final double... rates) {
        for (final double rate : rates) {
            results.add(cell, fork, new Round(placement, 70, 70, 0, 0, Map.of(Metric.THROUGHPUT, rate)));
        }
    }

    private String text() {
        return new Report(new Measuring(List.of(Metric.THROUGHPUT)), results, 1).text();
    }

    private static Cell cell(final String id, final String variant) {
        return new Cell("", id, variant, Contender.HERMES.equals(id) ? Role.OURS : Role.PEER, () -> {
            throw new UnsupportedOperationException();
        });
    }

    private record Measuring(List<Metric> metrics) implements Benchmark {
        @Override
        public String name() {
            return "handover";
        }

        @Override
        public String summary() {
            return "";
        }

        @Override
        public String method() {
            return "";
        }

        @Override
        public List<Metric> ratios() {
            return metrics;
        }

        @Override
        public List<Cell> cells(final Options options) {
            return List.of(HERMES, PEER);
        }
    }
}
