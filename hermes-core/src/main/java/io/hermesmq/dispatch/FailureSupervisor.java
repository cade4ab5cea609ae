package io.hermesmq.dispatch;

import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.ListenerConfig;
import io.hermesmq.monitor.Counter;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a message whose listener threw: counts it, logs it once, asks the failure handler. A listener that fails
 * with the same kind of exception for message after message is logged once a second, with the number in between.
 */
final class FailureSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(FailureSupervisor.class);
    private static final long LOG_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final String listener;
    private final @Nullable FailureHandler handler;
    private final Counter failed;
    private final Runnable onHalt;
    private volatile boolean stopping;
    private BiConsumer<RequestContext, Throwable> givenUp = (context, failure) -> {};
    private long nextLogNs;
    private long unlogged;
    private @Nullable Class<?> lastLogged;
    private long failedSequence;
    private int attempts;

    FailureSupervisor(final ListenerConfig config, final Counter failed, final Runnable onHalt) {
        listener = config.id();
        handler = config.failure().handler();
        this.failed = failed;
        this.onHalt = onHalt;
        nextLogNs = System.nanoTime();
    }

    /** Decides about the message that the context stands on; how often it has failed is counted here, over polls as well. */
    Recovery decide(final FrameContext context, final Throwable failure) {
        failed.setRelease(failed.getPlain() + 1);
        final int attempt = countAttempt(context.sequence());
        try {
            log(context, failure, attempt);
        } catch (final Throwable ignored) {
            unlogged++; // an exception whose text throws, a logger without memory: the lane must not die of its own
            // report
        }
        final Recovery recovery = switch (ask(context, failure, attempt)) {
            case CONTINUE -> Recovery.NEXT;
            case RETRY -> stopping ? Recovery.LEAVE : Recovery.AGAIN;
            case HALT -> halt("its failure handler said so");
        };
        if (recovery == Recovery.NEXT) {
            failedSequence = 0;
            tellGivenUp(context, failure);
        }
        return recovery;
    }

    /** Calls somebody with each message that failed for the last time. */
    void onGivenUp(final BiConsumer<RequestContext, Throwable> action) {
        givenUp = action;
    }

    private void tellGivenUp(final FrameContext context, final Throwable failure) {
        try {
            givenUp.accept(context, failure);
        } catch (final RuntimeException | Error broken) {
            LOG.error("listener '{}' could not answer {}, which has failed", listener, context.toString(), broken);
        }
    }

    private FailureAction ask(final FrameContext context, final Throwable failure, final int attempt) {
        if (handler == null) {
            return FailureAction.CONTINUE;
        }
        try {
            final @Nullable FailureAction action = handler.onFailure(listener, context, failure, attempt);
            if (action != null) {
                return action;
            }
            LOG.error("the failure handler of listener '{}' returned null; going on with the next message", listener);
        } catch (final Throwable broken) {
            LOG.error("the failure handler of listener '{}' threw; going on with the next message", listener, broken);
        }
        return FailureAction.CONTINUE;
    }

    private int countAttempt(final long sequence) {
        attempts = sequence == failedSequence ? attempts + 1 : 1;
        failedSequence = sequence;
        return attempts;
    }

    private void log(final FrameContext context, final Throwable failure, final int attempt) {
        final long nowNs = System.nanoTime();
        if (attempt > 1 || (nowNs - nextLogNs < 0 && failure.getClass() == lastLogged)) {
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
        lastLogged = failure.getClass();
        nextLogNs = nowNs + LOG_INTERVAL_NS;
    }

    /** The listener stops in front of the message, unless its lane ends anyway. */
    Recovery halt(final String reason) {
        if (!stopping) {
            LOG.error("listener '{}' is halted: {}; it reads no more messages", listener, reason);
            onHalt.run();
        }
        return Recovery.LEAVE;
    }

    /** From now on a message that fails is not retried any more: the listener stops in front of it. */
    void stop() {
        stopping = true;
    }
}
