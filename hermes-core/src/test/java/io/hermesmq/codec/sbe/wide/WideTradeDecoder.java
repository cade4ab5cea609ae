package io.hermesmq.codec.sbe.wide;

import io.hermesmq.codec.sbe.TradeDecoder;

/** A trade behind the header of this package. */
public final class WideTradeDecoder extends TradeDecoder {}
