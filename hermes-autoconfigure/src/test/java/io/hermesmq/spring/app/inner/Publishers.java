package io.hermesmq.spring.app.inner;

import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.spring.Trade;

/** Holds a publisher interface in a package below that of the application. */
public final class Publishers {

    private Publishers() {}

    @HermesPublisher("${app.trades:trades}")
    interface TradePublisher {
        long publish(Trade trade);
    }

    /** Makes the package-private interface reachable for tests. */
    public static Class<?> tradePublisher() {
        return TradePublisher.class;
    }

    public static long publish(final Object publisher, final Trade trade) {
        return ((TradePublisher) publisher).publish(trade);
    }
}
