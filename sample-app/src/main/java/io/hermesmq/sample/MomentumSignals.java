package io.hermesmq.sample;

import io.hermesmq.PublishStatus;
import io.hermesmq.annotation.HermesListener;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.collections.Long2ObjectHashMap;
import org.springframework.stereotype.Component;

/**
 * Watches the momentum of each symbol and turns a signal into an order of the size of the tick that gave it. After an order was
 * refused it orders nothing more, so that the n-th order is always that of the n-th signal: {@link Resume} counts on that.
 */
@Component
final class MomentumSignals {

    private final OrderPublisher orders;
    private final Resume resume;
    private final SampleProperties.Momentum settings;
    private final Long2ObjectHashMap<Momentum> symbols = new Long2ObjectHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    MomentumSignals(final OrderPublisher orders, final Resume resume, final SampleProperties properties) {
        this.orders = orders;
        this.resume = resume;
        this.settings = properties.momentum();
    }

    @HermesListener(channel = "ticks", id = "signals", lane = "market-data")
    void onTick(final long symbol, final long price, final long size) {
        Momentum momentum = symbols.get(symbol);
        if (momentum == null) {
            momentum = new Momentum(settings.period(), settings.bandBps());
            symbols.put(symbol, momentum);
        }
        final Side side = momentum.onPrice(price);
        if (side != null) {
            final long signal = count.getPlain() + 1;
            count.setRelease(signal);
            if (signal > resume.orders()) {
                order(symbol, side, price, size);
            }
        }
    }

    private void order(final long symbol, final Side side, final long price, final long size) {
        if (refused.getPlain() > 0 || PublishStatus.isRefused(orders.publish(symbol, side, price, size))) {
            refused.setRelease(refused.getPlain() + 1);
        }
    }

    /** Signals so far. */
    long count() {
        return count.getAcquire();
    }

    /** Signals that did not become an order, because the channel refused it or one before. */
    long refused() {
        return refused.getAcquire();
    }
}
