package io.hermesmq.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MomentumTest {

    @Test
    void shouldAverageExponentially() {
        final Momentum momentum = new Momentum(3, 100);
        momentum.onPrice(100);
        assertThat(momentum.average()).isEqualTo(100);
        momentum.onPrice(200);
        assertThat(momentum.average()).isEqualTo(150);
        momentum.onPrice(100);
        assertThat(momentum.average()).isEqualTo(125);
        momentum.onPrice(100);
        assertThat(momentum.average()).isCloseTo(112.5, within(1e-9));
    }

    @Test
    void shouldStayQuietUntilTheAverageHasSettled() {
        final Momentum momentum = new Momentum(3, 100);

        assertThat(momentum.onPrice(100)).isNull();
        assertThat(momentum.onPrice(200)).isNull();
        assertThat(momentum.onPrice(50)).isNull();
        assertThat(momentum.onPrice(400)).isEqualTo(Side.BUY);
    }

    @Test
    void shouldSignalEachDirectionOnce() {
        final Momentum momentum = settledAt(10_000);

        assertThat(momentum.onPrice(10_300)).isEqualTo(Side.BUY);
        assertThat(momentum.onPrice(10_600)).isNull();
        assertThat(momentum.onPrice(9_000)).isEqualTo(Side.SELL);
        assertThat(momentum.onPrice(8_000)).isNull();
        assertThat(momentum.onPrice(20_000)).isEqualTo(Side.BUY);
    }

    @Test
    void shouldIgnoreMovesWithinTheBand() {
        final Momentum momentum = settledAt(10_000);

        assertThat(momentum.onPrice(10_050)).isNull();
        assertThat(momentum.onPrice(9_950)).isNull();
    }

    private static Momentum settledAt(final long price) {
        final Momentum momentum = new Momentum(3, 100);
        for (int i = 0; i < 3; i++) {
            momentum.onPrice(price);
        }
        return momentum;
    }
}
