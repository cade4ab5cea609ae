package io.hermesmq.sample;

import io.hermesmq.annotation.HermesListener;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.collections.Long2LongHashMap;
import org.springframework.stereotype.Component;

/** Pretends to be an exchange: fills every order at once and whole, and keeps the position of each symbol. */
@Component
final class OrderExecutor {

    private static final long NO_POSITION = Long.MIN_VALUE;

    private final Long2LongHashMap positions = new Long2LongHashMap(NO_POSITION);
    private final AtomicLong count = new AtomicLong();

    @HermesListener(channel = "orders", id = "executor", lane = "execution")
    void onOrder(final long symbol, final Side side, final long size) {
        positions.put(symbol, position(symbol) + (side == Side.BUY ? size : -size));
        count.setRelease(count.getPlain() + 1);
    }

    /** Orders filled so far. */
    long count() {
        return count.getAcquire();
    }

    /** What is held of a symbol; only while no order is under way. */
    long position(final long symbol) {
        return positions.getOrDefault(symbol, 0);
    }
}
