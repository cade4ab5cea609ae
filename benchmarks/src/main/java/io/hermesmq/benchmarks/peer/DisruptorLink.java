package io.hermesmq.benchmarks.peer;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import java.util.List;

/** LMAX Disruptor with events allocated beforehand. */
final class DisruptorLink implements PeerLink {

    private final Disruptor<Event> disruptor;
    private final RingBuffer<Event> ring;
    private final int threads;

    private DisruptorLink(
            final Route route, final ProducerType producers, final WaitStrategy wait, final List<Handler> handlers) {
        disruptor = new Disruptor<>(Event::new, Sizes.SLOTS, Cpus.threads(route.name(), route.cpu()), producers, wait);
        disruptor.handleEventsWith(handlers.toArray(Handler[]::new));
        ring = disruptor.getRingBuffer();
        threads = handlers.size();
        disruptor.start();
    }

    /** Each receiver on a thread of its own, the Disruptor's way. */
    static DisruptorLink multicast(final Route route, final ProducerType producers, final boolean spins) {
        final List<Handler> handlers =
                route.receivers().stream().<Handler>map(SingleHandler::new).toList();
        final WaitStrategy wait =
                spins && !route.crowded(handlers.size()) ? new BusySpinWaitStrategy() : new YieldingWaitStrategy();
        return new DisruptorLink(route, producers, wait, handlers);
    }

    /** All receivers on one thread, each event through all of them. */
    static DisruptorLink loop(final Route route) {
        return new DisruptorLink(
                route,
                ProducerType.SINGLE,
                new YieldingWaitStrategy(),
                List.of(new LoopHandler(route.receivers().toArray(Receiver[]::new))));
    }

    @Override
    public void send(final long a, final long b) {
        final long sequence = ring.next();
        ring.get(sequence).set(a, b);
        ring.publish(sequence);
    }

    @Override
    public void sendAll(final long first, final long count) {
        for (long a = first; a < first + count; a++) {
            send(a, a);
        }
    }

    @Override
    public int receivingThreads() {
        return threads;
    }

    @Override
    public void close() {
        disruptor.halt();
    }

    private static final class Event {
        private long a;
        private long b;
        private long c;
        private long d;
        private long e;
        private long f;
        private long g;
        private long h;

        private void set(final long first, final long second) {
            a = first;
            b = second;
            c = first + 1;
            d = first + 2;
            e = first + 3;
            f = first + 4;
            g = first + 5;
            h = first + 6;
        }

        private void deliver(final Receiver receiver) {
            receiver.on(a, b, c, d, e, f, g, h);
        }
    }

    /** Makes the array of handlers possible without an unchecked warning. */
    private interface Handler extends EventHandler<Event> {}

    private record SingleHandler(Receiver receiver) implements Handler {
        @Override
        public void onEvent(final Event event, final long sequence, final boolean endOfBatch) {
            event.deliver(receiver);
        }
    }

    private static final class LoopHandler implements Handler {
        private final Receiver[] receivers;

        private LoopHandler(final Receiver[] receivers) {
            this.receivers = receivers;
        }

        @Override
        public void onEvent(final Event event, final long sequence, final boolean endOfBatch) {
            for (final Receiver receiver : receivers) {
                event.deliver(receiver);
            }
        }
    }
}
