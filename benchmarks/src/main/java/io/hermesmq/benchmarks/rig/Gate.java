package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Link;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Holds the consuming threads of a contender between rounds, whatever library they belong to.
 *
 * <p>A control message travels like any other. The receiver that gets it keeps the thread that called it: the thread
 * then sleeps, and runs tasks of the rig, until the gate is opened. So the very threads that carry messages also take
 * the measure of their distance, and sides that spin can take turns in one JVM without disturbing each other. The
 * control word costs the hot path nothing: it is just a number that is not the expected one.
 */
final class Gate {

    /** First long of a control message; the second is the epoch of the gate. */
    static final long CONTROL = Long.MIN_VALUE;

    private static final long PATIENCE_SECONDS = 30;

    private final List<Held> held = new CopyOnWriteArrayList<>();
    private long epoch;
    private volatile long openedEpoch;

    /** A thread at the gate; only that thread touches {@code left}. */
    private static final class Held {
        private final Thread thread = Thread.currentThread();
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private boolean left;

        private void leave() {
            left = true;
        }
    }

    /**
     * Whether the gate was opened after a control message was sent: a thread that serves several receivers is held by
     * the first, and the others get the message afterwards.
     *
     * @param messageEpoch second long of the control message.
     * @return true where there is nothing to hold for.
     */
    boolean isPast(final long messageEpoch) {
        return messageEpoch <= openedEpoch;
    }

    /**
     * Keeps the calling thread until the gate is opened.
     *
     * @param messageEpoch second long of the control message.
     */
    void hold(final long messageEpoch) {
        if (isPast(messageEpoch)) {
            return;
        }
        final Held self = new Held();
        held.add(self);
        try {
            while (!self.left) {
                self.tasks.take().run();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            held.remove(self);
        }
    }

    /**
     * Sends a control message through every link and waits until all receiving threads are held.
     *
     * @param links whose receivers know this gate.
     */
    void close(final List<Link> links) {
        epoch++;
        int threads = 0;
        for (final Link link : links) {
            link.send(CONTROL, epoch);
            threads += link.receivingThreads();
        }
        await(threads, "be held");
    }

    /** Lets all threads go and returns when they are gone. */
    void open() {
        openedEpoch = epoch;
        held.forEach(thread -> thread.tasks.add(thread::leave));
        await(0, "leave");
    }

    /**
     * Runs a task on a held thread; does not wait for its end.
     *
     * @param index of the thread, in the order of arrival.
     * @param task to run.
     */
    void run(final int index, final Runnable task) {
        held.get(index).tasks.add(task);
    }

    /**
     * The threads that are held now.
     *
     * @return a copy, in the order of arrival.
     */
    List<Thread> threads() {
        return held.stream().map(one -> one.thread).toList();
    }

    private void await(final int threads, final String what) {
        final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (held.size() != threads) {
            if (System.nanoTime() - deadline > 0) {
                Failure.haltWithStacks("waited " + PATIENCE_SECONDS + " s for " + threads + " threads to " + what
                        + ", there are " + held.size() + "; a message was lost or a thread died");
            }
            Thread.onSpinWait();
        }
    }
}
