package io.hermesmq.benchmarks.group;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.util.stream.IntStream;

/**
 * The worker pool of the Disruptor, which version 4 has no class for: four handlers of which each sees all events, and takes those of its keys,
 * or those that it is the first to claim.
 */
final class DisruptorWorkers implements Side {

    private final boolean byKey;
    private final Disruptor<Event> disruptor;
    private final RingBuffer<Event> ring;
    private final Sequence[] handled;
    private final Sequence claimed = new Sequence();

    private static final class Event {
        private long number;
        private long key;
    }

    DisruptorWorkers(final boolean byKey, final Work work) {
        this.byKey = byKey;
        disruptor = new Disruptor<>(
                Event::new, CAPACITY, DaemonThreadFactory.INSTANCE, ProducerType.SINGLE, new BlockingWaitStrategy());
        handled = IntStream.range(0, WORKERS).mapToObj(i -> new Sequence(0)).toArray(Sequence[]::new);
        claimed.set(-1);
        disruptor.handleEventsWith(IntStream.range(0, WORKERS)
                .<EventHandler<Event>>mapToObj(worker -> (event, sequence, endOfBatch) -> {
                    if (byKey ? event.key % WORKERS == worker : claims(sequence)) {
                        work.handle(event.number, event.key);
                        handled[worker].set(handled[worker].get() + 1);
                    }
                })
                .<EventHandler<Event>>toArray(DisruptorWorkers::handlers));
        ring = disruptor.start();
    }

    @SuppressWarnings("unchecked") // arrays of a generic type cannot be made in another way
    private static EventHandler<Event>[] handlers(final int count) {
        return (EventHandler<Event>[]) new EventHandler<?>[count];
    }

    private boolean claims(final long sequence) {
        return claimed.get() < sequence && claimed.compareAndSet(sequence - 1, sequence);
    }

    @Override
    public String name() {
        return byKey ? "disruptor" : "disruptor-claim";
    }

    @Override
    public boolean isOrdered() {
        return byKey;
    }

    @Override
    public void publish(final long from, final long to) {
        for (long number = from; number < to; number++) {
            final long sequence = ring.next();
            final Event event = ring.get(sequence);
            event.number = number;
            event.key = Work.keyOf(number);
            ring.publish(sequence);
        }
    }

    @Override
    public long handled() {
        long sum = 0;
        for (final Sequence count : handled) {
            sum += count.get();
        }
        return sum;
    }

    @Override
    public void close() {
        disruptor.halt();
    }
}
