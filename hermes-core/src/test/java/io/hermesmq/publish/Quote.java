package io.hermesmq.publish;

record Quote(long instrument, double bid, int size, Side side) {

    enum Side {
        BUY,
        SELL
    }

    static final Quote EXAMPLE = new Quote(7, 1.5, 100, Side.SELL);
    static final String EXAMPLE_TEXT = "Quote[instrument=7, bid=1.5, size=100, side=SELL]";
}
