package io.hermesmq.dispatch;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the failures of one listener: each message once, and the same kind of exception for message after message once a second,
 * with the number in between. For the thread of the lane.
 */
final class FailureLog {

    private static final Logger LOG = LoggerFactory.getLogger(FailureLog.class);
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final String listener;
    private long nextNs = System.nanoTime();
    private long unlogged;
    private @Nullable Class<?> last;

    FailureLog(final String listener) {
        this.listener = listener;
    }

    /** A message has failed for the first time. */
    void failed(final FrameContext context, final Throwable failure) {
        try {
            report(context, failure);
        } catch (final Throwable ignored) {
            unlogged++; // an exception whose text throws, a logger without memory: the lane must not die of its own
            // report
        }
    }

    /** A message has failed once more. */
    void failedAgain() {
        unlogged++;
    }

    private void report(final FrameContext context, final Throwable failure) {
        final long nowNs = System.nanoTime();
        if (nowNs - nextNs < 0 && failure.getClass() == last) {
            unlogged++;
            return;
        }
        LOG.error(
                "listener '{}' failed on {} (position {}){}",
                listener,
                context.toString(), // not the context itself: by the time of writing it stands elsewhere
                context.position(),
                unlogged == 0 ? "" : "; " + unlogged + " failures since the last report",
                failure);
        unlogged = 0;
        last = failure.getClass();
        nextNs = nowNs + INTERVAL_NS;
    }
}
