package io.hermesmq.sample.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RandomWalkTest {

    private final Trade trade = new Trade();

    @Test
    void shouldRepeatItselfWithTheSameSeed() {
        final RandomWalk one = new RandomWalk(7, 1_000);
        final RandomWalk two = new RandomWalk(7, 1_000);
        final Trade other = new Trade();
        for (int i = 0; i < 1_000; i++) {
            one.next(trade);
            two.next(other);
            assertThat(other).usingRecursiveComparison().isEqualTo(trade);
        }
    }

    @Test
    void shouldMoveSeveralSymbolsAtTheGivenRate() {
        final RandomWalk walk = new RandomWalk(42, 1_000);
        final Set<Long> symbols = new HashSet<>();
        for (int i = 0; i < 10_001; i++) {
            walk.next(trade);
            symbols.add(trade.symbol());
            assertThat(trade.price()).isPositive();
            assertThat(trade.size()).isPositive();
        }
        assertThat(symbols).hasSize(4).doesNotContain(Symbol.NONE);
        assertThat(trade.timeNs()).isEqualTo(TimeUnit.SECONDS.toNanos(10));
    }

    @Test
    void shouldRefuseARateOfZero() {
        assertThatExceptionOfType(FeedException.class)
                .isThrownBy(() -> new RandomWalk(1, 0))
                .withMessageContaining("not above zero");
    }
}
