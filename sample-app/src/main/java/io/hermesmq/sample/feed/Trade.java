package io.hermesmq.sample.feed;

/** One trade. A {@link TradeSource} overwrites it with the next, so that reading a feed allocates nothing. */
public final class Trade {

    private long symbol;
    private long price;
    private long size;
    private long timeNs;

    /** What was traded, as {@link Symbol} packs it. */
    public long symbol() {
        return symbol;
    }

    /** The price in {@link FixedPoint}. */
    public long price() {
        return price;
    }

    /** The quantity in {@link FixedPoint}. */
    public long size() {
        return size;
    }

    /** When, in nanoseconds of the feed's own clock; only differences mean something. */
    public long timeNs() {
        return timeNs;
    }

    void set(final long symbol, final long price, final long size, final long timeNs) {
        this.symbol = symbol;
        this.price = price;
        this.size = size;
        this.timeNs = timeNs;
    }
}
