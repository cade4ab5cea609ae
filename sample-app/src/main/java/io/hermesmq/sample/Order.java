package io.hermesmq.sample;

import io.hermesmq.sample.feed.FixedPoint;
import io.hermesmq.sample.feed.Symbol;

/**
 * An order as it goes through the channel {@code orders}.
 *
 * @param symbol what to trade, see {@link Symbol}.
 * @param side buy or sell.
 * @param price the limit, see {@link FixedPoint}.
 * @param size see {@link FixedPoint}.
 */
record Order(long symbol, Side side, long price, long size) {}
