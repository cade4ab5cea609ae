package io.hermesmq.sample;

import io.hermesmq.Hermes;
import io.hermesmq.PublishStatus;
import io.hermesmq.sample.feed.Pacer;
import io.hermesmq.sample.feed.Trade;
import io.hermesmq.sample.feed.TradeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Publishes the trades of the source on a thread of its own, waits until the listeners have handled them, and has the
 * result printed. Spring starts it after Hermes and stops it before.
 */
@Component
final class Feed implements SmartLifecycle, ExitCodeGenerator {

    private static final Logger log = LoggerFactory.getLogger(Feed.class);

    private static final Duration DRAIN_BUDGET = Duration.ofSeconds(10);
    private static final long SPIN_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final Hermes hermes;
    private final TickPublisher ticks;
    private final TradeSource source;
    private final Pacer pacer;
    private final Report report;
    private final TickStats stats;
    private final Resume resume;
    private final Thread thread = new Thread(this::run, "feed");
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile int exitCode = 1;
    private long published;
    private long refused;

    Feed(
            final Hermes hermes,
            final TickPublisher ticks,
            final TradeSource source,
            final SampleProperties properties,
            final TickStats stats,
            final Resume resume,
            final Report report) {
        this.hermes = hermes;
        this.ticks = ticks;
        this.source = source;
        this.pacer = new Pacer(properties.speedOrDefault());
        this.report = report;
        this.stats = stats;
        this.resume = resume;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void stop() {
        stopping = true;
        LockSupport.unpark(thread);
        try {
            ended.await();
        } catch (final InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread.isAlive();
    }

    /** 0 where every trade of the source was published and handled. */
    @Override
    public int getExitCode() {
        return exitCode;
    }

    /** Waits for the end of the feed; false where it is still running after that time. */
    boolean awaitEnd(final Duration timeout) throws InterruptedException {
        return ended.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void run() {
        final long startNs = System.nanoTime();
        try {
            final boolean whole = publishAll();
            final boolean handled = hermes.awaitIdle(DRAIN_BUDGET);
            if (!handled) {
                log.error("The listeners have not handled everything within {}", DRAIN_BUDGET);
            }
            final boolean complete = report.result(published, refused, System.nanoTime() - startNs);
            exitCode = whole && handled && complete ? 0 : 1;
        } catch (final RuntimeException cause) {
            log.error("The feed failed", cause);
        } finally {
            ended.countDown();
        }
    }

    /** Returns false where the feed broke off before its end. */
    private boolean publishAll() {
        final Trade trade = new Trade();
        try {
            if (!skipResumed(trade)) {
                return false;
            }
            while (!stopping && source.next(trade)) {
                awaitDue(trade.timeNs());
                if (!publish(trade)) {
                    return false;
                }
            }
            return true;
        } catch (final IOException cause) {
            log.error(cause.getMessage());
            return false;
        }
    }

    /** Passes the trades whose ticks are in the journal, and waits until the listeners have read those there. False where they differ. */
    private boolean skipResumed(final Trade trade) throws IOException {
        while (!stopping && published < resume.ticks()) {
            if (!source.next(trade)) {
                log.error(
                        "The journal has {} ticks, but the feed only {} trades: resume with the feed of the run before",
                        resume.ticks(),
                        published);
                return false;
            }
            published++;
        }
        if (published == 0) {
            return true;
        }
        final boolean read = hermes.awaitIdle(DRAIN_BUDGET);
        if (!read) {
            log.error("The listeners have not read the journals within {}", DRAIN_BUDGET);
        } else if (!stats.lastWas(trade.symbol(), trade.price(), trade.size())) {
            log.error(
                    "Tick {} of the journal is not trade {} of the feed: resume with the feed of the run before",
                    published,
                    published);
            return false;
        }
        return read;
    }

    private boolean publish(final Trade trade) {
        final long result = ticks.publish(trade.symbol(), trade.price(), trade.size());
        if (PublishStatus.isRefused(result)) {
            return onRefused(PublishStatus.of(result));
        }
        published++;
        return true;
    }

    /** A full channel costs the one tick. With any other refusal the next tick would fare no better. */
    private boolean onRefused(final PublishStatus status) {
        if (refused++ == 0) {
            log.error("A tick was refused: {}", status);
        }
        return status == PublishStatus.BACK_PRESSURED || status == PublishStatus.DROPPED;
    }

    private void awaitDue(final long tradeNs) {
        long waitNs = pacer.untilDue(tradeNs, System.nanoTime());
        while (waitNs > 0 && !stopping) {
            if (waitNs > SPIN_NS) {
                LockSupport.parkNanos(waitNs - SPIN_NS);
            } else {
                Thread.onSpinWait();
            }
            waitNs = pacer.untilDue(tradeNs, System.nanoTime());
        }
    }
}
