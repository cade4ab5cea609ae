package io.hermesmq.benchmarks.group;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Executors of the JDK with bounded queues whose publisher waits for room: one for each worker, chosen by key, or one of all workers. */
final class Executors implements Side {

    private final boolean byKey;
    private final Work work;
    private final ThreadPoolExecutor[] pools;
    private final AtomicLong[] handled;

    Executors(final boolean byKey, final Work work) {
        this.byKey = byKey;
        this.work = work;
        final int count = byKey ? WORKERS : 1;
        pools = IntStream.range(0, count)
                .mapToObj(i -> pool(WORKERS / count, CAPACITY / count))
                .toArray(ThreadPoolExecutor[]::new);
        handled = IntStream.range(0, count).mapToObj(i -> new AtomicLong()).toArray(AtomicLong[]::new);
    }

    private static ThreadPoolExecutor pool(final int threads, final int capacity) {
        final BlockingQueue<Runnable> queue = new ArrayBlockingQueue<>(capacity);
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, queue, (task, pool) -> {
            try {
                queue.put(task);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RejectedExecutionException("interrupted while the queue was full", e);
            }
        });
    }

    @Override
    public String name() {
        return byKey ? "executor" : "executor-pool";
    }

    @Override
    public boolean isOrdered() {
        return byKey;
    }

    @Override
    public void publish(final long from, final long to) {
        for (long number = from; number < to; number++) {
            final long message = number;
            final long key = Work.keyOf(number);
            final int pool = byKey ? (int) (key % WORKERS) : 0;
            pools[pool].execute(() -> {
                work.handle(message, key);
                handled[pool].incrementAndGet();
            });
        }
    }

    @Override
    public long handled() {
        long sum = 0;
        for (final AtomicLong count : handled) {
            sum += count.get();
        }
        return sum;
    }

    @Override
    public void close() {
        for (final ThreadPoolExecutor pool : pools) {
            pool.shutdown();
        }
    }
}
