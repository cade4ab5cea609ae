package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import java.util.concurrent.ArrayBlockingQueue;

/** The JDK's bounded queue with blocking put and take, with pooled messages. */
final class BlockingQueueLink extends PolledLink {

    private final ArrayBlockingQueue<long[]> queue = new ArrayBlockingQueue<>(Sizes.SLOTS);
    private final MessagePool pool = new MessagePool();
    private final Receiver receiver;

    BlockingQueueLink(final Route route) {
        super(route);
        receiver = route.receiver();
    }

    @Override
    public void send(final long a, final long b) {
        try {
            queue.put(pool.fill(a, b));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the queue was full", e);
        }
    }

    @Override
    public void sendAll(final long first, final long count) {
        for (long a = first; a < first + count; a++) {
            send(a, a);
        }
    }

    @Override
    void poll() {
        try {
            while (isRunning()) {
                MessagePool.deliver(queue.take(), receiver);
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
