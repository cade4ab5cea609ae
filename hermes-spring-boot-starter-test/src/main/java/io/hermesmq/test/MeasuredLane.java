package io.hermesmq.test;

import com.sun.management.ThreadMXBean;
import io.hermesmq.HermesSnapshot;
import java.util.List;

/** The lane of one listener, whose thread is measured while it works. */
final class MeasuredLane {

    private final HermesProbe probe;
    private final ThreadMXBean threads;
    private final String listener;
    private final String lane;
    private final List<String> together;
    private final long threadId;

    MeasuredLane(final HermesProbe probe, final ThreadMXBean threads, final HermesSnapshot.Listener listener) {
        this.probe = probe;
        this.threads = threads;
        this.listener = listener.id();
        lane = listener.lane();
        together = probe.snapshot().lanes().stream()
                .filter(each -> each.name().equals(lane))
                .flatMap(each -> each.listeners().stream())
                .filter(id -> !id.equals(listener.id()))
                .toList();
        threadId = isStepped() ? Thread.currentThread().getId() : idOf("hermes-lane-" + lane);
    }

    private boolean isStepped() {
        return probe.driver().mode() == LaneMode.STEPPED;
    }

    private static long idOf(final String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .mapToLong(Thread::getId)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no thread '" + name + "'"));
    }

    long threadId() {
        return threadId;
    }

    /** Lets messages be published until the listener has handled so many; returns how many bytes each of them cost. */
    double handle(final int messages, final Runnable publishing) {
        final long before = consumed();
        long bytes = 0;
        long handled = 0;
        while (handled < messages) {
            final long running = isStepped() ? 0 : allocated();
            publishing.run();
            bytes += work() - running;
            final long now = consumed() - before;
            if (now == handled) {
                throw new AssertionError("the test has published nothing that listener '" + listener
                        + "' gets: @AssertNoAllocation calls the test method again and again for messages; publish a few hundred in"
                        + " it\n" + probe.describe(probe.listener(listener)));
            }
            handled = now;
        }
        return bytes / (double) handled;
    }

    /** Handles what there is. Returns what stepping has allocated; with a running lane, what it has allocated in its life. */
    long work() {
        if (!isStepped()) {
            probe.idle();
            return allocated();
        }
        long bytes = 0;
        boolean more = true;
        while (more) {
            final long before = allocated();
            final int messages = probe.step(lane);
            bytes += allocated() - before;
            more = messages > 0;
        }
        probe.idle(); // other lanes: they would hold the publisher
        return bytes;
    }

    private long allocated() {
        return threads.getThreadAllocatedBytes(threadId);
    }

    private long consumed() {
        return probe.counts(listener).consumed();
    }

    @Override
    public String toString() {
        return "listener '" + listener + "' on lane '" + lane + "'"
                + (together.isEmpty() ? "" : ", which was measured together with " + together + " on the same lane,");
    }
}
