package io.hermesmq.benchmarks.rig;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/** Counts what some threads allocate, as the JVM tells it. */
public final class Allocation {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long[] ids;
    private final long ownId = Thread.currentThread().getId();
    private final long ownCost;
    private long before;

    /**
     * Prepares to count.
     *
     * @param others threads beside the calling one.
     */
    public Allocation(final List<Thread> others) {
        ids = others.stream().mapToLong(Thread::getId).filter(id -> id != ownId).toArray();
        start();
        stop(); // loads what is loaded once
        start();
        ownCost = stop();
    }

    /** Starts to count. */
    public void start() {
        before = ofOthers() + THREADS.getThreadAllocatedBytes(ownId);
    }

    /**
     * Ends counting.
     *
     * @return bytes since the start.
     */
    public long stop() {
        return THREADS.getThreadAllocatedBytes(ownId) + ofOthers() - before - ownCost;
    }

    private long ofOthers() {
        long bytes = 0;
        for (final long id : ids) {
            bytes += THREADS.getThreadAllocatedBytes(id);
        }
        return bytes;
    }
}
