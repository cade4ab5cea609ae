package io.hermesmq.reliability.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.reliability.check.History.Delivery;
import io.hermesmq.reliability.value.Values;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge of the judge: one fault is planted among many good messages, and has to be found, with its exact count. */
class PlantedFaultsTest {

    private static final int MESSAGES = 100_000;
    private static final int MILLION = 1_000_000;

    /** A fault, what it does to a run, and what is to be found. */
    enum Planted {
        DROP_ONE(history -> history.drop(54_321, 1), Map.of(Fault.LOST_MIDDLE, 1L)),
        DROP_THE_BEGINNING(history -> history.drop(0, 10), Map.of(Fault.LOST_PREFIX, 10L)),
        ACKNOWLEDGE_EARLY(history -> history.drop(MESSAGES - 7, 7), Map.of(Fault.LOST_POSTFIX, 7L)),
        SKIP_SYNC(history -> history.drop(60_000, MESSAGES - 60_000), Map.of(Fault.LOST_POSTFIX, 40_000L)),
        SWAP_TWO(
                history -> {
                    // of one publisher: two apart
                    Collections.swap(history.deliveries, 70_000, 70_002);
                    history.renumber();
                },
                Map.of(Fault.REORDERED, 1L)),
        DUPLICATE_ONE(history -> history.insert(80_001, Values.of(0, 40_000)), Map.of(Fault.DUPLICATED, 1L)),
        FLIP_A_BIT(
                history -> {
                    final Delivery delivery = history.deliveries.get(90_000);
                    history.deliveries.set(
                            90_000, new Delivery(delivery.sequence(), History.withFlippedBit(delivery.value(), 777)));
                },
                Map.of(Fault.CORRUPT, 1L, Fault.LOST_MIDDLE, 1L)),
        INVENT_ONE(history -> history.insert(500, Values.of(0, MESSAGES)), Map.of(Fault.UNEXPECTED, 1L)),
        DELIVER_WHAT_WAS_REFUSED(
                history -> history.set(Values.of(1, 17), Outcome.REFUSED), Map.of(Fault.UNEXPECTED, 1L)),
        DELIVER_WHAT_THREW(history -> history.set(Values.of(1, 18), Outcome.THREW), Map.of(Fault.UNEXPECTED, 1L)),
        SKIP_WHEN_STARTED_AGAIN(
                history -> {
                    history.deliveries.subList(30_000, 30_005).clear();
                    history.startSession(30_000);
                },
                Map.of(Fault.SKIPPED, 5L, Fault.LOST_MIDDLE, 5L)),
        SAY_A_WRONG_COUNT(
                history -> {
                    history.deliveries.subList(40_000, 40_005).clear();
                    final Delivery next = history.deliveries.get(40_000);
                    history.deliveries.set(40_000, new Delivery(next.sequence(), next.value(), 9, false));
                },
                Map.of(Fault.MISCOUNTED, 1L, Fault.LOST_MIDDLE, 5L)),
        GO_BACK_WITHIN_A_SESSION(
                history -> history.deliveries.addAll(
                        20_000,
                        history.deliveries.subList(19_990, 20_000).stream().toList()),
                Map.of(Fault.REORDERED, 1L)),
        LOSE_A_POSITION(
                history -> {
                    history.startSession(20_000);
                    history.deliveries.addAll(
                            30_000,
                            history.deliveries.subList(19_000, 30_000).stream().toList());
                    history.startSession(30_000);
                },
                Map.of(Fault.WENT_BACK, 1L)),
        REWRITE_A_SEQUENCE(
                history -> {
                    history.startSession(20_000);
                    history.deliveries.add(20_000, new Delivery(20_000, Values.of(0, 1), 0, true));
                },
                Map.of(Fault.CHANGED, 1L));

        private final Consumer<History> plant;
        private final Map<Fault, Long> findings;

        Planted(final Consumer<History> plant, final Map<Fault, Long> findings) {
            this.plant = plant;
            this.findings = findings;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldFind(final Planted planted) {
        final History history = new History(MESSAGES);
        planted.plant.accept(history);
        final Findings findings = history.check();
        assertThat(counts(findings)).isEqualTo(planted.findings);
        assertThat(findings.examples()).isNotEmpty();
    }

    @Test
    void shouldFindOneLostInAMillion() {
        final History history = new History(MILLION);
        history.drop(765_432, 1);
        assertThat(counts(history.check())).isEqualTo(Map.of(Fault.LOST_MIDDLE, 1L));
    }

    @Test
    void shouldFindThatListenersWereGivenDifferentOrders() {
        final History history = new History(MESSAGES);
        final ListenerChecker first = history.checker(true);
        // of two publishers, whose order only the other listener knows
        Collections.swap(history.deliveries, 50_000, 50_001);
        history.renumber();
        final ListenerChecker second = history.checker(true);
        second.compareOrder(first);
        assertThat(counts(second.finish())).isEqualTo(Map.of(Fault.DIVERGED, 1L));
    }

    @Test
    void shouldFindNothingInAGoodRun() {
        final History history = new History(MESSAGES);
        final ListenerChecker checker = history.checker(true);
        checker.compareOrder(history.checker(true));
        final Findings findings = checker.finish();
        assertThat(counts(findings)).isEmpty();
        assertThat(findings.uniqueDelivered()).isEqualTo(MESSAGES);
        assertThat(findings.examples()).isEmpty();
    }

    private static Map<Fault, Long> counts(final Findings findings) {
        final Map<Fault, Long> counts = new EnumMap<>(Fault.class);
        for (final Fault fault : Fault.values()) {
            if (findings.count(fault) > 0) {
                counts.put(fault, findings.count(fault));
            }
        }
        return counts;
    }
}
