package io.hermesmq.sample;

/** What {@link TickStats} knows of one symbol. */
final class SymbolStats {

    private final long symbol;
    private final Vwap vwap = new Vwap();
    private long count;

    SymbolStats(final long symbol) {
        this.symbol = symbol;
    }

    void add(final long price, final long size) {
        vwap.add(price, size);
        count++;
    }

    long symbol() {
        return symbol;
    }

    Vwap vwap() {
        return vwap;
    }

    long count() {
        return count;
    }
}
