package io.hermesmq.engine;

import io.hermesmq.MessageContext;
import io.hermesmq.RequestFailedException;
import io.hermesmq.RequestTimeoutException;
import io.hermesmq.dispatch.ListenerCounters;
import io.hermesmq.dispatch.RequestContext;
import io.hermesmq.frame.FrameExtension;
import io.hermesmq.publish.Requests;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The requests that wait for replies of one channel. Any thread asks; the lane of the channel answers. */
final class ReplyDesk {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyDesk.class);
    private static final long LOG_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final String channel;
    private final EpochNanoClock clock;
    private final Timers timers;
    private final AtomicLong numbers;
    private final Map<Long, Waiting> waiting = new ConcurrentHashMap<>();
    private @Nullable ListenerCounters counters;
    private long nextLogNs = System.nanoTime();
    private long unlogged;

    ReplyDesk(final String channel, final EpochNanoClock clock, final Timers timers) {
        this.channel = channel;
        this.clock = clock;
        this.timers = timers;
        numbers =
                new AtomicLong(clock.nanoTime()); // so that no reply to an earlier process has the number of a request
    }

    /** Where replies that nobody waits for are counted. Before the first. */
    void countIn(final ListenerCounters ofListener) {
        counters = ofListener;
    }

    /** What the requests of one method use. */
    Requests.Port port(final String requests, final int replyType, final MethodHandle decode) {
        return new Requests.Port() {
            @Override
            public long replyTo() {
                return Replies.routeOf(channel);
            }

            @Override
            public Requests.Pending expect(final long timeoutNs) {
                return ReplyDesk.this.expect(requests, replyType, decode, timeoutNs);
            }
        };
    }

    private Waiting expect(
            final String requests, final int replyType, final MethodHandle decode, final long timeoutNs) {
        final Waiting request = new Waiting(numbers.incrementAndGet(), requests, replyType, decode, timeoutNs);
        waiting.put(request.correlation, request);
        final long deadline = clock.nanoTime() + timeoutNs;
        request.timer = timers.schedule(deadline < 0 ? Long.MAX_VALUE : deadline, request::timeOut);
        return request;
    }

    /** A frame of the reply channel. */
    void onReply(final DirectBuffer buffer, final int offset, final int length, final MessageContext context) {
        final int typeId = context instanceof RequestContext request ? request.typeId() : 0;
        final Waiting request = waiting.get(context.correlationId());
        if (request == null || !request.answer((UnsafeBuffer) buffer, offset, length, typeId)) {
            countLate(context);
        }
    }

    private void countLate(final MessageContext context) {
        if (counters != null) {
            counters.passUnhandled();
        }
        final long nowNs = System.nanoTime();
        if (nowNs - nextLogNs < 0) {
            unlogged++;
            return;
        }
        LOG.warn(
                "{} is a reply to request {}, for which nobody waits (any more){}",
                context.toString(),
                context.correlationId(),
                unlogged == 0 ? "" : "; " + unlogged + " more since the last report");
        unlogged = 0;
        nextLogNs = nowNs + LOG_INTERVAL_NS;
    }

    /** Ends all waits. The channels are closed, so a request that begins later is refused. */
    void close() {
        final List<Waiting> left = new ArrayList<>(waiting.values());
        left.forEach(request -> request.fail(request.closed()));
    }

    private final class Waiting implements Requests.Pending {

        private final long correlation;
        private final String requests;
        private final int replyType;
        private final MethodHandle decode;
        private final long timeoutNs;
        private final CompletableFuture<Object> future = new CompletableFuture<>();
        private volatile Timers.@Nullable Timer timer;

        private Waiting(
                final long correlation,
                final String requests,
                final int replyType,
                final MethodHandle decode,
                final long timeoutNs) {
            this.correlation = correlation;
            this.requests = requests;
            this.replyType = replyType;
            this.decode = decode;
            this.timeoutNs = timeoutNs;
        }

        @Override
        public long correlation() {
            return correlation;
        }

        @Override
        public CompletableFuture<Object> future() {
            return future;
        }

        private boolean answer(final UnsafeBuffer buffer, final int offset, final int length, final int typeId) {
            if (!end()) {
                return false;
            }
            if (typeId == FrameExtension.TYPE_FAILURE) {
                future.completeExceptionally(new RequestFailedException("request " + correlation + " to channel '"
                        + requests + "' failed: " + buffer.getStringWithoutLengthUtf8(offset, length)));
            } else if (typeId != replyType) {
                future.completeExceptionally(new RequestFailedException("request " + correlation + " to channel '"
                        + requests + "' was answered by a message of type id " + String.format("0x%08x", typeId)
                        + ", but its reply has " + String.format("0x%08x", replyType)
                        + "; let the listener return the type that the publisher waits for"));
            } else {
                decode(buffer, offset, length);
            }
            return true;
        }

        private void decode(final UnsafeBuffer buffer, final int offset, final int length) {
            final Object reply;
            try {
                reply = (Object) decode.invokeExact(buffer, offset, length);
            } catch (final Throwable e) {
                future.completeExceptionally(e);
                return;
            }
            future.complete(reply);
        }

        private void timeOut() {
            if (end()) {
                future.completeExceptionally(new RequestTimeoutException("request " + correlation + " to channel '"
                        + requests + "' was not answered within " + Duration.ofNanos(timeoutNs)
                        + "; it may be handled all the same"));
            }
        }

        private RequestFailedException closed() {
            return new RequestFailedException("request " + correlation + " to channel '" + requests
                    + "' was not answered: Hermes was closed while it waited");
        }

        @Override
        public void fail(final Throwable cause) {
            if (end()) {
                future.completeExceptionally(cause);
            }
        }

        /** Returns whether this call ended the wait. */
        private boolean end() {
            if (waiting.remove(correlation) == null) {
                return false;
            }
            final Timers.Timer limit = timer;
            if (limit != null) {
                timers.cancel(limit);
            }
            return true;
        }
    }
}
