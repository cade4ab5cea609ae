package io.hermesmq.sample.feed;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** An endless feed of made-up trades in a few symbols; the same seed gives the same trades. */
public final class RandomWalk implements TradeSource {

    private static final long[] SYMBOLS = {
        Symbol.pack("ALFA"), Symbol.pack("BRAVO"), Symbol.pack("CHARLIE"), Symbol.pack("DELTA")
    };
    private static final long TICK = FixedPoint.ONE / 100;
    private static final long LOT = 100 * FixedPoint.ONE;
    private static final int MAX_LOTS = 10;

    private final SplittableRandom random;
    private final double intervalNs;
    private final long[] prices = new long[SYMBOLS.length];
    private long count;

    /**
     * Starts at a price of 100 for every symbol.
     *
     * @param ratePerSecond how far apart the times of the trades are.
     */
    public RandomWalk(final long seed, final double ratePerSecond) {
        if (!(ratePerSecond > 0)) {
            throw new FeedException(
                    "The rate of " + ratePerSecond + " trades per second is not above zero.",
                    "Give a rate above zero in --sample.rate.",
                    null);
        }
        random = new SplittableRandom(seed);
        intervalNs = TimeUnit.SECONDS.toNanos(1) / ratePerSecond;
        Arrays.fill(prices, 100 * FixedPoint.ONE);
    }

    @Override
    public boolean next(final Trade trade) {
        final int index = random.nextInt(SYMBOLS.length);
        final long step = TICK * random.nextInt(-1, 2);
        prices[index] = Math.max(TICK, prices[index] + step);
        trade.set(SYMBOLS[index], prices[index], LOT * random.nextInt(1, MAX_LOTS + 1), (long) (count++ * intervalNs));
        return true;
    }
}
