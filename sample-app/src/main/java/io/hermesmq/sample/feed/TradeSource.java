package io.hermesmq.sample.feed;

import java.io.Closeable;
import java.io.IOException;

/** Trades in the order of their time. Belongs to one thread. */
public interface TradeSource extends Closeable {

    /**
     * Moves to the next trade.
     *
     * @param trade is overwritten.
     * @return false where there is no further trade.
     * @throws IOException where the source breaks off; the trades before were whole.
     */
    boolean next(Trade trade) throws IOException;

    /** Lines that are sound but no trade. */
    default long skipped() {
        return 0;
    }

    /** Lines that could not be read. */
    default long damaged() {
        return 0;
    }

    @Override
    default void close() throws IOException {}
}
