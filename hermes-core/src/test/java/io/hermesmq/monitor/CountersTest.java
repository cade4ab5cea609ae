package io.hermesmq.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

final class CountersTest {

    private final Counters counters = new Counters();

    private Map<String, Long> all() {
        final Map<String, Long> all = new LinkedHashMap<>();
        counters.forEach(all::put);
        return all;
    }

    @Test
    void shouldStartACounterAtZero() {
        assertThat(counters.allocate("new").get()).isZero();
    }

    @Test
    void shouldReadWhatWasWritten() {
        final Counter counter = counters.allocate("one");
        counter.set(1);
        assertThat(counter.get()).isEqualTo(1);
        counter.setRelease(2);
        assertThat(counter.getAcquire()).isEqualTo(2);
        counter.setOpaque(3);
        assertThat(counter.getPlain()).isEqualTo(3);
        assertThat(counter.getAndAdd(4)).isEqualTo(3);
        assertThat(counter.get()).isEqualTo(7);
    }

    @Test
    void shouldCompareBeforeItSets() {
        final Counter counter = counters.allocate("one");

        assertThat(counter.compareAndSet(1, 2)).isFalse();
        assertThat(counter.get()).isZero();
        assertThat(counter.compareAndSet(0, 2)).isTrue();
        assertThat(counter.get()).isEqualTo(2);
    }

    @Test
    void shouldSayWhatItCounts() {
        final Counter counter = counters.allocate("published messages of größe");
        counter.set(5);

        assertThat(counter.label()).isEqualTo("published messages of größe");
        assertThat(counter).hasToString("published messages of größe: 5");
    }

    @Test
    void shouldReadAllInTheOrderOfTheirAllocation() {
        counters.allocate("b").set(1);
        counters.allocate("a").set(2);
        counters.allocate("never set");

        assertThat(all()).containsExactly(Map.entry("b", 1L), Map.entry("a", 2L), Map.entry("never set", 0L));
    }

    @Test
    void shouldKeepCountersApartOverManyBlocks() {
        final List<Counter> allocated = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            allocated.add(counters.allocate("counter " + i));
            allocated.get(i).set(i);
        }

        for (int i = 0; i < 1_000; i++) {
            assertThat(allocated.get(i).get()).isEqualTo(i);
            assertThat(allocated.get(i).label()).isEqualTo("counter " + i);
        }
        assertThat(all()).hasSize(1_000).containsEntry("counter 999", 999L);
    }

    @Test
    void shouldTakeALongLabel() {
        final Counter counter = counters.allocate("x".repeat(10_000));

        assertThat(counter.label()).startsWith("xxx");
        assertThat(counter.get()).isZero();
    }

    @Test
    void shouldLoseNoAddition() {
        final Counter counter = counters.allocate("shared");
        final Runnable adding = () -> {
            for (int i = 0; i < 10_000; i++) {
                counter.getAndAdd(1);
            }
        };

        CompletableFuture.allOf(CompletableFuture.runAsync(adding), CompletableFuture.runAsync(adding))
                .join();

        assertThat(counter.get()).isEqualTo(20_000);
    }
}
