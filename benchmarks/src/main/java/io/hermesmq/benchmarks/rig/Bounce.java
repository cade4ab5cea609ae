package io.hermesmq.benchmarks.rig;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Throws a cache line to and fro between two threads and takes the time: the distance of their cores.
 *
 * <p>One thread leads, the other answers. In the spinning mode both wait on the line; in the sleeping mode they block
 * and wake each other, which makes the host of a virtual machine move the two cores to one cache.
 */
final class Bounce {

    private static final int PING = 16;
    private static final int PONG = 32;
    private static final int BLOCKS = 100;
    private static final int THROWS_PER_BLOCK = 100;
    private static final int WAKES_PER_DRAW = 60;
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(20);
    /** Low bits of a thrown word say how the answering thread waits for the next. */
    private static final int MODE_BITS = 2;

    private static final long SPIN = 0;
    private static final long SLEEP = 1;
    private static final long STOP = 2;
    private static final long MODE_MASK = (1 << MODE_BITS) - 1;

    private final AtomicLongArray lines = new AtomicLongArray(64);
    private volatile @Nullable Thread leader;
    private volatile @Nullable Thread answerer;
    private long count;

    /**
     * Prepares for a run. Called before the answering thread is told to {@link #answer()}.
     *
     * @param leading the thread that will lead.
     */
    void begin(final Thread leading) {
        leader = leading;
        answerer = null;
    }

    /** Answers until the leader ends the run. */
    void answer() {
        long seen = lines.get(PONG);
        answerer = Thread.currentThread();
        long mode = SPIN;
        while (mode != STOP) {
            final long word = mode == SLEEP ? sleepUntilChanged(PING, seen) : spinUntilChanged(PING, seen);
            mode = word & MODE_MASK;
            seen = word;
            lines.setRelease(PONG, word);
            if (mode == SLEEP) {
                LockSupport.unpark(leader);
            }
        }
    }

    /**
     * Measures the way there and back.
     *
     * @return nanoseconds, median of short blocks.
     */
    double measureNs() {
        final double[] blocks = new double[BLOCKS];
        for (int block = 0; block < BLOCKS; block++) {
            final long start = System.nanoTime();
            for (int i = 0; i < THROWS_PER_BLOCK; i++) {
                final long word = throwWord(SPIN);
                while (lines.getAcquire(PONG) != word) {
                    Thread.onSpinWait();
                }
            }
            blocks[block] = (double) (System.nanoTime() - start) / THROWS_PER_BLOCK;
        }
        Arrays.sort(blocks);
        return blocks[BLOCKS / 2];
    }

    /** Lets both threads block and wake each other for a millisecond or two. */
    void draw() {
        awaitPong(throwWord(SLEEP));
        for (int i = 0; i < WAKES_PER_DRAW; i++) {
            final long before = lines.get(PONG);
            throwWord(SLEEP);
            LockSupport.unpark(answerer);
            sleepUntilChanged(PONG, before);
        }
        final long word = throwWord(SPIN);
        LockSupport.unpark(answerer);
        awaitPong(word);
    }

    /** Waits until the answering thread is there. */
    void awaitAnswerer() {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (answerer == null) {
            checkPatience(deadline);
            Thread.onSpinWait();
        }
    }

    /** Sends the answering thread away. */
    void end() {
        awaitPong(throwWord(STOP));
    }

    private long throwWord(final long mode) {
        final long word = (++count << MODE_BITS) | mode;
        lines.setRelease(PING, word);
        return word;
    }

    private void awaitPong(final long word) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        while (lines.getAcquire(PONG) != word) {
            checkPatience(deadline);
            Thread.onSpinWait();
        }
    }

    private long spinUntilChanged(final int line, final long seen) {
        long word = lines.getAcquire(line);
        while (word == seen) {
            Thread.onSpinWait();
            word = lines.getAcquire(line);
        }
        return word;
    }

    private long sleepUntilChanged(final int line, final long seen) {
        final long deadline = System.nanoTime() + PATIENCE_NS;
        long word = lines.getAcquire(line);
        while (word == seen) {
            checkPatience(deadline);
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
            word = lines.getAcquire(line);
        }
        return word;
    }

    private static void checkPatience(final long deadline) {
        if (System.nanoTime() - deadline > 0) {
            Failure.halt("the other thread of the bounce does not answer");
        }
    }
}
