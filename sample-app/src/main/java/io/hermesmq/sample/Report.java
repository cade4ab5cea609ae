package io.hermesmq.sample;

import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.sample.feed.FixedPoint;
import io.hermesmq.sample.feed.Symbol;
import io.hermesmq.sample.feed.TradeSource;
import java.math.BigDecimal;
import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.springframework.stereotype.Component;

/** Prints how it goes, and at the end what came of it. */
@Component
final class Report {

    private static final int E4 = 4;
    private static final int PRICE_DECIMALS = 6;

    private final Hermes hermes;
    private final TradeSource source;
    private final TickStats stats;
    private final MomentumSignals signals;
    private final OrderExecutor executor;
    private final Resume resume;
    private final Histogram total;
    private Histogram interval;
    private long lastNs = System.nanoTime();
    private long lastReceived;

    Report(
            final Hermes hermes,
            final TradeSource source,
            final TickStats stats,
            final MomentumSignals signals,
            final OrderExecutor executor,
            final Resume resume) {
        this.hermes = hermes;
        this.source = source;
        this.stats = stats;
        this.signals = signals;
        this.executor = executor;
        this.resume = resume;
        this.interval = stats.latency().getIntervalHistogram();
        this.total = interval.copy();
    }

    /** One line about the time since the last one. */
    synchronized void progress() {
        final HermesSnapshot snapshot = hermes.snapshot();
        final long delivered = snapshot.listener("stats").delivered();
        final long received = snapshot.channel("ticks").published();
        lastReceived = Math.max(lastReceived, resume.ticks());
        final long nowNs = System.nanoTime();
        takeInterval();
        print(
                "received=%d delivered=%.1f%% p50=%.1fus p99=%.1fus p99.9=%.1fus rate=%.0f/s",
                received,
                Math.min(100, 100.0 * delivered / Math.max(1, received)),
                micros(50),
                micros(99),
                micros(99.9),
                perSecond(received - lastReceived, nowNs - lastNs));
        lastNs = nowNs;
        lastReceived = received;
    }

    /**
     * The last lines, while nothing is under way.
     *
     * @return whether every tick and every order got where it should.
     */
    synchronized boolean result(final long messages, final long refused, final long elapsedNs) {
        final long delivered = stats.count();
        final long orders = executor.count();
        final Vwap all = new Vwap();
        for (final SymbolStats symbol : stats.symbols()) {
            printSymbol(symbol);
            all.add(symbol.vwap());
        }
        takeInterval();
        print(
                "RESULT messages=%d delivered=%d volume=%s vwap_e4=%s signals=%d orders=%d"
                        + " p50_ns=%d p99_ns=%d p999_ns=%d per_s=%.0f vwap=%s skipped=%d damaged=%d refused=%d",
                messages,
                delivered,
                plain(all.volume()),
                all.price(2 * E4).movePointRight(E4),
                signals.count(),
                orders,
                total.getValueAtPercentile(50),
                total.getValueAtPercentile(99),
                total.getValueAtPercentile(99.9),
                perSecond(messages - resume.ticks(), elapsedNs),
                all.price(PRICE_DECIMALS),
                source.skipped(),
                source.damaged(),
                refused + signals.refused());
        return refused + signals.refused() == 0 && delivered == messages && orders == signals.count();
    }

    private void printSymbol(final SymbolStats symbol) {
        print(
                "%s ticks=%d volume=%s vwap=%s position=%s",
                Symbol.unpack(symbol.symbol()),
                symbol.count(),
                plain(symbol.vwap().volume()),
                symbol.vwap().price(PRICE_DECIMALS),
                plain(FixedPoint.toDecimal(executor.position(symbol.symbol()))));
    }

    private void takeInterval() {
        interval = stats.latency().getIntervalHistogram(interval);
        total.add(interval);
    }

    private double micros(final double percentile) {
        return interval.getValueAtPercentile(percentile) / 1_000.0;
    }

    private static double perSecond(final long count, final long elapsedNs) {
        return count * 1e9 / Math.max(1, elapsedNs);
    }

    private static String plain(final BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    private static void print(final String format, final Object... arguments) {
        System.out.println(String.format(Locale.ROOT, format, arguments));
    }
}
