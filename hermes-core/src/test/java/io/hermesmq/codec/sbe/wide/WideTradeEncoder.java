package io.hermesmq.codec.sbe.wide;

import io.hermesmq.codec.sbe.TradeEncoder;

/** A trade behind the header of this package. */
public final class WideTradeEncoder extends TradeEncoder {}
