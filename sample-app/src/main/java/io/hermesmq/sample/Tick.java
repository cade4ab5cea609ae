package io.hermesmq.sample;

import io.hermesmq.sample.feed.FixedPoint;
import io.hermesmq.sample.feed.Symbol;

/**
 * A trade as it goes through the channel {@code ticks}. It describes the layout of the message; no object of it is made.
 *
 * @param symbol what was traded, see {@link Symbol}.
 * @param price see {@link FixedPoint}.
 * @param size see {@link FixedPoint}.
 */
record Tick(long symbol, long price, long size) {}
