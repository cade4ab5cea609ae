package io.hermesmq.engine;

record Quote(long instrument, double bid, double ask, int size, Side side) {

    enum Side {
        BUY,
        SELL
    }

    static Quote of(final long instrument) {
        return new Quote(instrument, 1.5, 2.5, 100, Side.BUY);
    }
}
