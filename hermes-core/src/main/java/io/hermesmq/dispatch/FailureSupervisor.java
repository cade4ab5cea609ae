package io.hermesmq.dispatch;

import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.FailurePolicy;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.HermesSnapshot.WaitReason;
import io.hermesmq.ListenerConfig;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to a message whose listener threw: counts it, logs it once, asks the failure handler, then does as the
 * {@link FailurePolicy} says. For the thread of the lane, but {@link #stop}.
 *
 * <p>A message that has to wait stays in front of the listener: it is held ({@link Hold}) and the lane leaves its loop. The same where the
 * dead-letter channel refuses a message: it is tried again, without calling the listener again ({@link #settle}).
 */
final class FailureSupervisor {

    private static final Logger LOG = LoggerFactory.getLogger(FailureSupervisor.class);
    private static final long MIN_REFUSED_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MAX_REFUSED_DELAY_NS = TimeUnit.SECONDS.toNanos(2);

    private final String listener;
    private final FailurePolicy policy;
    private final ListenerCounters counters;
    private final Hold hold;
    private final RetryRules retries;
    private final @Nullable CircuitBreaker breaker;
    private final @Nullable DeadLetterSink deadLetters;
    private final TypedHandlers handlers;
    private final Runnable onHalt;
    private final FailureLog log;
    private volatile boolean stopping;
    private BiConsumer<RequestContext, Throwable> givenUp = (context, failure) -> {};
    private long failingSinceNs;
    private @Nullable Throwable undelivered;
    private long refusedDelayNs = MIN_REFUSED_DELAY_NS;

    /**
     * A supervisor of one listener.
     *
     * @param config of the listener.
     * @param counters of the listener.
     * @param hold of the listener.
     * @param deadLetters where dead letters go, or null where there are none.
     * @param handlers that tell the layout of the messages.
     * @param onHalt what is done when it halts.
     */
    FailureSupervisor(
            final ListenerConfig config,
            final ListenerCounters counters,
            final Hold hold,
            final @Nullable DeadLetterSink deadLetters,
            final TypedHandlers handlers,
            final Runnable onHalt) {
        listener = config.id();
        policy = config.failure();
        this.counters = counters;
        this.hold = hold;
        this.deadLetters = deadLetters;
        this.handlers = handlers;
        this.onHalt = onHalt;
        retries =
                new RetryRules(policy.retry(), () -> ThreadLocalRandom.current().nextDouble());
        breaker = policy.breaker() == null ? null : new CircuitBreaker(policy.breaker(), counters, hold::nowNs);
        log = new FailureLog(listener);
    }

    /** Decides about the message that the context stands on. How often it has failed is remembered there, over polls as well. */
    Recovery decide(final FrameContext context, final Throwable failure) {
        counters.failed().setRelease(counters.failed().getPlain() + 1);
        final int attempt = context.attempt();
        if (attempt == 1) {
            failingSinceNs = hold.nowNs();
            log.failed(context, failure);
        } else {
            log.failedAgain();
        }
        final boolean opens = breaker != null && breaker.failed();
        final Recovery recovery = switch (ask(context, failure, attempt)) {
            case POLICY ->
                retries.retries(failure, attempt)
                        ? again(context, attempt, retries.delayNs(attempt))
                        : giveUp(context, failure, attempt);
            case RETRY -> again(context, attempt, 0);
            case GIVE_UP -> giveUp(context, failure, attempt);
            case CONTINUE -> skip(context, failure);
            case HALT -> halt("its failure handler said so");
        };
        return opens ? open(recovery, attempt) : recovery;
    }

    /** Lets go of a message like one before it, whose batch has failed as a whole and for the last time. */
    Recovery letGo(final FrameContext context, final Throwable failure) {
        final int attempt = context.attempt();
        return switch (ask(context, failure, attempt)) {
            case CONTINUE -> skip(context, failure);
            case HALT -> halt("its failure handler said so");
            default -> giveUp(context, failure, attempt);
        };
    }

    /** Calls somebody with each message that is given up: skipped, or a dead letter. */
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
        final FailureHandler handler = policy.handler();
        if (handler == null) {
            return FailureAction.POLICY;
        }
        try {
            final @Nullable FailureAction action = handler.onFailure(listener, context, failure, attempt);
            if (action != null) {
                return action;
            }
            LOG.error("the failure handler of listener '{}' returned null; going on as the policy says", listener);
        } catch (final Throwable broken) {
            LOG.error("the failure handler of listener '{}' threw; going on as the policy says", listener, broken);
        }
        return FailureAction.POLICY;
    }

    private Recovery again(final FrameContext context, final int attempt, final long delayNs) {
        if (stopping) {
            return Recovery.LEAVE;
        }
        context.retry(attempt + 1);
        counters.retried().setRelease(counters.retried().getPlain() + 1);
        if (delayNs == 0) {
            return hold.isPaused() ? Recovery.LEAVE : Recovery.AGAIN;
        }
        hold(WaitReason.RETRY, attempt, delayNs);
        return Recovery.LEAVE;
    }

    private Recovery giveUp(final FrameContext context, final Throwable failure, final int attempt) {
        return switch (policy.then()) {
            case SKIP -> skip(context, failure);
            case HALT -> halt("a message has failed for the last time, at attempt " + attempt);
            case DEAD_LETTER -> deadLetter(context, failure, attempt);
        };
    }

    private Recovery skip(final FrameContext context, final Throwable failure) {
        counters.skipped().setRelease(counters.skipped().getPlain() + 1);
        context.forgetRetries();
        tellGivenUp(context, failure);
        return Recovery.NEXT;
    }

    private void hold(final WaitReason reason, final int attempt, final long forNs) {
        hold.until(new HermesSnapshot.Waiting(reason, attempt, failingSinceNs, hold.nowNs() + forNs));
    }

    // dead letters

    private Recovery deadLetter(final FrameContext context, final Throwable failure, final int attempt) {
        final DeadLetterSink sink = Objects.requireNonNull(deadLetters, "a policy with dead letters has a channel");
        final String refusal = write(sink, context, failure, attempt);
        if (refusal == null) {
            if (undelivered != null) {
                LOG.info(
                        "listener '{}' goes on: dead-letter channel '{}' takes letters again",
                        listener,
                        sink.channel());
            }
            forget(context);
            counters.deadLettered().setRelease(counters.deadLettered().getPlain() + 1);
            tellGivenUp(context, failure);
            return Recovery.NEXT;
        }
        if (undelivered == null) {
            LOG.error(
                    "listener '{}' waits in front of {}, which has failed for the last time: dead-letter channel '{}' does not take"
                            + " it: {}; it is tried again until it does",
                    listener,
                    context.toString(),
                    sink.channel(),
                    refusal);
        }
        undelivered = failure;
        hold(WaitReason.DEAD_LETTER_CHANNEL, attempt, refusedDelayNs);
        refusedDelayNs = Math.min(2 * refusedDelayNs, MAX_REFUSED_DELAY_NS);
        return Recovery.LEAVE;
    }

    private @Nullable String write(
            final DeadLetterSink sink, final FrameContext context, final Throwable failure, final int attempt) {
        try {
            return sink.write(context, listener, handlers.fingerprintOf(context.typeId()), failure, attempt);
        } catch (final Throwable e) { // out of memory, a fault in a mapped file: the message is in the channel still
            return "it threw " + e;
        }
    }

    /** Whether the message in front of the listener waits for the dead-letter channel, and not for the listener. */
    boolean isUnsettled() {
        return undelivered != null;
    }

    /** Tries once more to make a dead letter of the message that the context stands on. */
    Recovery settle(final FrameContext context) {
        final Throwable failure = undelivered;
        return failure == null ? Recovery.AGAIN : deadLetter(context, failure, context.attempt());
    }

    /** The message in front of the listener is another one from now on. */
    void forget(final FrameContext context) {
        undelivered = null;
        refusedDelayNs = MIN_REFUSED_DELAY_NS;
        context.forgetRetries();
    }

    // the circuit breaker

    private Recovery open(final Recovery recovery, final int attempt) {
        final CircuitBreaker opened = Objects.requireNonNull(breaker, "breaker");
        if (stopping || counters.isHalted()) {
            return recovery;
        }
        LOG.warn(
                "the circuit breaker of listener '{}' is open: {}; it is not called for {}",
                listener,
                opened.cause(),
                Objects.requireNonNull(policy.breaker(), "breaker").openFor());
        if (hold.remainingNs() < opened.openUntilNs() - hold.nowNs()) {
            hold(WaitReason.CIRCUIT_BREAKER, attempt, opened.openUntilNs() - hold.nowNs());
        }
        return recovery == Recovery.AGAIN ? Recovery.LEAVE : recovery;
    }

    /** What the circuit breaker does, or null where there is none. Any thread. */
    HermesSnapshot.@Nullable BreakerState breakerState() {
        return breaker == null ? null : breaker.state();
    }

    // the end

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
