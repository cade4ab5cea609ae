package io.hermesmq.sample;

import org.jspecify.annotations.Nullable;

/**
 * The momentum rule for one symbol: buy when the price leaves its exponential moving average upwards by more than a band,
 * sell when it leaves it downwards; never the same side twice in a row, and not before the average has settled.
 */
final class Momentum {

    private final int period;
    private final double alpha;
    private final double band;
    private double average;
    private int seen;
    private @Nullable Side last;

    /**
     * @param period of the average, in ticks.
     * @param bandBps how far the price must be away from the average, in hundredths of a percent.
     */
    Momentum(final int period, final double bandBps) {
        this.period = period;
        this.alpha = 2.0 / (period + 1);
        this.band = bandBps / 10_000;
    }

    /** Takes the next price into the average and returns what to do, or null for nothing. */
    @Nullable
    Side onPrice(final long price) {
        average = seen == 0 ? price : average + alpha * (price - average);
        if (seen < period) {
            seen++;
            return null;
        }
        final Side side = side(price);
        if (side == null || side == last) {
            return null;
        }
        last = side;
        return side;
    }

    double average() {
        return average;
    }

    private @Nullable Side side(final long price) {
        if (price > average * (1 + band)) {
            return Side.BUY;
        }
        return price < average * (1 - band) ? Side.SELL : null;
    }
}
