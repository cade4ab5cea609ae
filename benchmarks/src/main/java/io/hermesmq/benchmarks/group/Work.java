package io.hermesmq.benchmarks.group;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/** What a handler does with a message: some arithmetic, and a look at whether messages of its key come in order. */
final class Work {

    /** Different keys. */
    static final int KEYS = 1024;

    /** Keys lie this far apart, so that two threads do not write to one cache line. */
    private static final int SPACING = 16;

    private final int steps;
    private final AtomicLongArray lastOfKey = new AtomicLongArray(KEYS * SPACING);
    private final AtomicLong outOfOrder = new AtomicLong();
    private final AtomicLong sink = new AtomicLong();

    Work(final int steps) {
        this.steps = steps;
    }

    static long keyOf(final long number) {
        return (number * 0x9E37_79B9_7F4A_7C15L) >>> 54;
    }

    /** Steps of arithmetic that take about so many nanoseconds on this machine. */
    static int stepsFor(final long nanoseconds) {
        final Work work = new Work(1000);
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 200; round++) {
            final long startNs = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                work.handle(i, 0);
            }
            best = Math.min(best, System.nanoTime() - startNs);
        }
        return (int) Math.max(1, nanoseconds * 1000 * 100 / best);
    }

    void handle(final long number, final long key) {
        long value = number;
        for (int i = 0; i < steps; i++) {
            value = value * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
        }
        if (value == 42) {
            sink.lazySet(value); // never, but the compiler does not know
        }
        final int index = (int) key * SPACING;
        if (lastOfKey.getPlain(index) >= number) {
            outOfOrder.incrementAndGet();
        }
        lastOfKey.setRelease(index, number);
    }

    long outOfOrder() {
        return outOfOrder.get();
    }
}
