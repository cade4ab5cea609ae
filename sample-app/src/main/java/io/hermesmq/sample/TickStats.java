package io.hermesmq.sample;

import io.hermesmq.Hermes;
import io.hermesmq.MessageContext;
import io.hermesmq.annotation.HermesListener;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.collections.Long2ObjectHashMap;
import org.agrona.concurrent.EpochNanoClock;
import org.springframework.stereotype.Component;

/** Counts the ticks of each symbol, their volume and average price, and measures how long they took to get here. */
@Component
final class TickStats {

    private static final long MAX_LATENCY_NS = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;

    private final SingleWriterRecorder latency = new SingleWriterRecorder(MAX_LATENCY_NS, DIGITS);
    private final Long2ObjectHashMap<SymbolStats> symbols = new Long2ObjectHashMap<>();
    private final AtomicLong count = new AtomicLong();
    private final EpochNanoClock clock;
    private final Resume resume;
    private long lastSymbol;
    private long lastPrice;
    private long lastSize;

    TickStats(final Hermes hermes, final Resume resume) {
        clock = hermes.clock();
        this.resume = resume;
    }

    @HermesListener(channel = "ticks", id = "stats", lane = "market-data")
    void onTick(final long symbol, final long price, final long size, final MessageContext context) {
        if (context.sequence() > resume.ticks()) {
            latency.recordValue(Math.min(clock.nanoTime() - context.timestamp(), MAX_LATENCY_NS));
        }
        SymbolStats stats = symbols.get(symbol);
        if (stats == null) {
            stats = new SymbolStats(symbol);
            symbols.put(symbol, stats);
        }
        stats.add(price, size);
        lastSymbol = symbol;
        lastPrice = price;
        lastSize = size;
        count.setRelease(count.getPlain() + 1);
    }

    /** Ticks so far. Who has read the last count also sees everything else that was written before it. */
    long count() {
        return count.getAcquire();
    }

    /** Whether the last tick was that; only while none is under way. */
    boolean lastWas(final long symbol, final long price, final long size) {
        return count() > 0 && lastSymbol == symbol && lastPrice == price && lastSize == size;
    }

    /** What was measured; any thread may take intervals from it. */
    SingleWriterRecorder latency() {
        return latency;
    }

    /** The symbols seen; only while no tick is under way. */
    Collection<SymbolStats> symbols() {
        return symbols.values();
    }
}
