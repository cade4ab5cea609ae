package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Link;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A publishing thread beside the one that runs the session; sleeps between rounds. */
final class SendingThread extends Thread {

    private final BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
    private final BlockingQueue<Long> sent = new LinkedBlockingQueue<>();
    private final Stream stream;

    /** What to do in a round. */
    private record Order(Link to, long count, long deadlineNs) {}

    SendingThread(final long first, final String name) {
        super(name);
        stream = new Stream(first);
        setDaemon(true);
    }

    /**
     * Wakes the thread for a round.
     *
     * @param to where it sends.
     * @param count messages to send at most.
     * @param deadlineNs after which it sends no further chunk.
     */
    void go(final Link to, final long count, final long deadlineNs) {
        orders.add(new Order(to, count, deadlineNs));
    }

    /**
     * Waits until the thread has sent everything.
     *
     * @return how many messages.
     */
    long awaitSent() {
        try {
            return sent.take();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a publisher was running", e);
        }
    }

    @Override
    public void run() {
        try {
            while (true) {
                final Order order = orders.take();
                sent.add(stream.send(order.to, order.count, order.deadlineNs));
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The numbers of one publisher. */
    static final class Stream {
        private static final int CHUNKS = 64;

        private long next;

        Stream(final long first) {
            next = first;
        }

        /**
         * Sends in chunks of whole blocks, and looks at the clock in between.
         *
         * @param to where.
         * @param count messages to send at most, a multiple of the block.
         * @param deadlineNs after which no further chunk is sent.
         * @return how many messages were sent, a multiple of the block, one at least.
         */
        long send(final Link to, final long count, final long deadlineNs) {
            final long first = next;
            final long end = first + count;
            final long chunk = Math.max(1, count / Tally.BLOCK / CHUNKS) * Tally.BLOCK;
            do {
                final long size = Math.min(chunk, end - next);
                to.sendAll(next, size);
                next += size;
            } while (next < end && System.nanoTime() - deadlineNs < 0);
            return next - first;
        }
    }
}
