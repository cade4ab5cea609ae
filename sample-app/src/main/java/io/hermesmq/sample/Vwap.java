package io.hermesmq.sample;

import io.hermesmq.sample.feed.FixedPoint;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Volume and volume-weighted average price, exact: two unsigned sums of 128 bits, because price x size in
 * {@link FixedPoint} overflows 64 bits with a single trade of 100 shares at 1,000. Adding allocates nothing.
 */
final class Vwap {

    private static final int LONG_BITS = 64;

    private long turnoverHigh;
    private long turnoverLow;
    private long volumeHigh;
    private long volumeLow;

    /** Adds a trade; neither value may be negative. */
    void add(final long price, final long size) {
        addTurnover(Math.multiplyHigh(price, size), price * size);
        addVolume(0, size);
    }

    /** Adds all trades of another. */
    void add(final Vwap other) {
        addTurnover(other.turnoverHigh, other.turnoverLow);
        addVolume(other.volumeHigh, other.volumeLow);
    }

    /** The sum of the sizes. */
    BigDecimal volume() {
        return new BigDecimal(unsigned(volumeHigh, volumeLow), FixedPoint.DECIMALS);
    }

    /** The average price, rounded half up; zero before the first trade. */
    BigDecimal price(final int decimals) {
        final BigDecimal volume = volume();
        if (volume.signum() == 0) {
            return BigDecimal.ZERO.setScale(decimals);
        }
        return new BigDecimal(unsigned(turnoverHigh, turnoverLow), 2 * FixedPoint.DECIMALS)
                .divide(volume, decimals, RoundingMode.HALF_UP);
    }

    private void addTurnover(final long high, final long low) {
        turnoverLow += low;
        turnoverHigh += high + carry(turnoverLow, low);
    }

    private void addVolume(final long high, final long low) {
        volumeLow += low;
        volumeHigh += high + carry(volumeLow, low);
    }

    private static int carry(final long sum, final long added) {
        return Long.compareUnsigned(sum, added) < 0 ? 1 : 0;
    }

    private static BigInteger unsigned(final long high, final long low) {
        return unsigned(high).shiftLeft(LONG_BITS).or(unsigned(low));
    }

    private static BigInteger unsigned(final long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
