package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Receiver;
import io.hermesmq.benchmarks.side.Route;
import org.agrona.concurrent.IdleStrategy;
import org.jctools.queues.SpscArrayQueue;

/** JCTools' queue for one publisher, with pooled messages. */
final class JctoolsSpsc extends PolledLink {

    private final SpscArrayQueue<long[]> queue = new SpscArrayQueue<>(Sizes.SLOTS);
    private final MessagePool pool = new MessagePool();
    private final IdleStrategy idle = idle();
    private final Receiver receiver;

    JctoolsSpsc(final Route route) {
        super(route);
        receiver = route.receiver();
    }

    @Override
    public void send(final long a, final long b) {
        final long[] message = pool.fill(a, b);
        while (!queue.offer(message)) {
            idle.idle();
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
        while (isRunning()) {
            final long[] message = queue.poll();
            if (message == null) {
                idle.idle();
            } else {
                MessagePool.deliver(message, receiver);
            }
        }
    }
}
