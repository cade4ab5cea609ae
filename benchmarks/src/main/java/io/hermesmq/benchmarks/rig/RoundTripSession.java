package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Contender;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Link;
import io.hermesmq.benchmarks.side.Route;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * One message at a time goes there on one route and back on another, between two threads of the contender: each
 * answers from its receiver. The thread that runs the session sends the first message and then sleeps.
 *
 * <p>So at each route one thread publishes at a time, but the first message of a round and the control messages come
 * from another than the rest. The hand-over happens at the gate or along the messages themselves, in order for the
 * memory model, and is safe with {@code producers: single}; only its assertion ({@code -ea}) would object.
 */
public final class RoundTripSession extends GatedSession {

    private final Pinger pinger;

    private RoundTripSession(final Contender contender, final Gate gate, final Pinger pinger, final Ponger ponger) {
        super(
                contender,
                gate,
                List.of(
                        new Route("pings", 1, Cpus.consumer(), List.of(ponger)),
                        new Route("pongs", 1, Cpus.publisher(), List.of(pinger))),
                true,
                List.of());
        this.pinger = pinger;
        pinger.there = link(0);
        ponger.back = link(1);
    }

    /**
     * Opens a session.
     *
     * @param contender to measure.
     * @return the session.
     */
    public static Session open(final Contender contender) {
        final Gate gate = new Gate();
        return new RoundTripSession(contender, gate, new Pinger(gate), new Ponger(gate));
    }

    @Override
    long publish(final long count, final long deadlineNs) {
        return pinger.run(count, deadlineNs);
    }

    @Override
    Map<Metric, Double> values(final Outcome outcome) {
        return pinger.latencies.values(2);
    }

    /** Takes the time of each round trip and starts the next; one reading of the clock serves both. */
    private static final class Pinger extends Tally {
        private final Latencies latencies = new Latencies();
        private final Semaphore ended = new Semaphore(0);
        private @Nullable Link there;
        private long sentNs;
        private long end;
        private long deadlineNs;

        private Pinger(final Gate gate) {
            super(gate);
        }

        /** Called by the thread of the session, which sleeps until the end. */
        private long run(final long count, final long until) {
            latencies.reset();
            final long first = next;
            end = first + count;
            deadlineNs = until;
            sentNs = System.nanoTime();
            send(sentNs);
            ended.acquireUninterruptibly();
            return next - first;
        }

        private void send(final long now) {
            final Link link = there;
            if (link != null) {
                link.send(next, now);
            }
        }

        @Override
        public void on(
                final long a,
                final long b,
                final long c,
                final long d,
                final long e,
                final long f,
                final long g,
                final long h) {
            if (a != next) {
                unexpected(a, b, next);
                return;
            }
            final long now = System.nanoTime();
            latencies.record(now - sentNs);
            sentNs = now;
            next = a + 1;
            checkFully(a, c, d, e, f, g, h);
            count(1, now);
            if (next == end || now - deadlineNs > 0) {
                ended.release();
            } else {
                send(now);
            }
        }
    }

    /** Sends each message back. */
    private static final class Ponger extends Tally {
        private @Nullable Link back;

        private Ponger(final Gate gate) {
            super(gate);
        }

        @Override
        public void on(
                final long a,
                final long b,
                final long c,
                final long d,
                final long e,
                final long f,
                final long g,
                final long h) {
            if (a != next) {
                unexpected(a, b, next);
                return;
            }
            next = a + 1;
            checkFully(a, c, d, e, f, g, h);
            final Link link = back;
            if (link != null) {
                link.send(a, b);
            }
            count(1, b);
        }
    }
}
