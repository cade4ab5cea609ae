package io.hermesmq.support;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stops one thread where it stands, the first time that it comes by, until the test lets it go on. */
public final class Gate {

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicBoolean used = new AtomicBoolean();

    /** Stops the calling thread, if it is the first. */
    public void pass() {
        if (used.compareAndSet(false, true)) {
            reached.countDown();
            await(open);
        }
    }

    /** Waits until a thread has been stopped. */
    public void awaitStopped() {
        await(reached);
    }

    /** Lets the thread go on. */
    public void open() {
        open.countDown();
    }

    private static void await(final CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came to the gate, or nobody opened it");
            }
        } catch (final InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
