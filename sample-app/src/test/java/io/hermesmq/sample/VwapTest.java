package io.hermesmq.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.sample.feed.FixedPoint;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VwapTest {

    private static final BigDecimal SCALE = BigDecimal.valueOf(FixedPoint.ONE);

    @Test
    void shouldBeZeroWithoutTrades() {
        assertThat(new Vwap().volume()).isEqualByComparingTo("0");
        assertThat(new Vwap().price(4)).hasToString("0.0000");
    }

    @Test
    void shouldWeighPricesByVolume() {
        final Vwap vwap = new Vwap();
        vwap.add(10 * FixedPoint.ONE, FixedPoint.ONE);
        vwap.add(20 * FixedPoint.ONE, 2 * FixedPoint.ONE);

        assertThat(vwap.volume()).isEqualByComparingTo("3");
        assertThat(vwap.price(6)).hasToString("16.666667");
    }

    @Test
    void shouldStayExactWithNumbersOfAnySize() {
        final SplittableRandom random = new SplittableRandom(1);
        final Vwap whole = new Vwap();
        final Vwap half = new Vwap();
        BigInteger turnover = BigInteger.ZERO;
        BigInteger volume = BigInteger.ZERO;
        for (int i = 0; i < 100_000; i++) {
            final long price = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(10, 63);
            final long size = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(10, 63);
            (i % 2 == 0 ? whole : half).add(price, size);
            turnover = turnover.add(BigInteger.valueOf(price).multiply(BigInteger.valueOf(size)));
            volume = volume.add(BigInteger.valueOf(size));
        }
        whole.add(half);

        assertThat(volume.bitLength()).isGreaterThan(63);
        assertThat(turnover.bitLength()).isGreaterThan(100);
        assertThat(whole.volume()).isEqualByComparingTo(new BigDecimal(volume).divide(SCALE));
        assertThat(whole.price(12))
                .isEqualByComparingTo(new BigDecimal(turnover)
                        .divide(SCALE)
                        .divide(new BigDecimal(volume), 12, RoundingMode.HALF_UP));
    }
}
