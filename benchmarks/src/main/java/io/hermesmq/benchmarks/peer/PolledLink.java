package io.hermesmq.benchmarks.peer;

import io.hermesmq.benchmarks.side.Cpus;
import io.hermesmq.benchmarks.side.Route;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;

/** A link over a plain queue: a thread of ours polls it and calls the receiver. */
abstract class PolledLink implements PeerLink {

    private final Thread thread;
    private final boolean crowded;
    private volatile boolean running = true;

    PolledLink(final Route route) {
        crowded = route.crowded(1);
        thread = Cpus.threads(route.name(), route.cpu()).newThread(this::poll);
    }

    /** Polls while {@link #isRunning()}; ends on an interrupt where it blocks. */
    abstract void poll();

    final boolean isRunning() {
        return running;
    }

    /**
     * What a thread does while there is nothing to read, or no room: spins, unless there are more threads than CPUs.
     */
    final IdleStrategy idle() {
        return crowded ? YieldingIdleStrategy.INSTANCE : BusySpinIdleStrategy.INSTANCE;
    }

    final PolledLink begun() {
        thread.start();
        return this;
    }

    @Override
    public final int receivingThreads() {
        return 1;
    }

    @Override
    public final void close() {
        running = false;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (final InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
