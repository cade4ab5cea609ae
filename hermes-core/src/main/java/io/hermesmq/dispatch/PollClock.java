package io.hermesmq.dispatch;

import org.agrona.concurrent.EpochNanoClock;

/**
 * The time for guards that want it for each message. Reading the clock costs more than most listeners do, so it is read for the first
 * message of a poll, and then, while messages take less than {@link #FAST_NS} each, for every {@link #STRIDE}th. A listener
 * that is slower has it read for each message, so the time is behind by no more than the messages since the last reading took.
 *
 * <p>For the thread of one lane.
 */
final class PollClock {

    /** A listener is fast where it takes less for a message. */
    static final long FAST_NS = 200;

    /** So many messages of a fast listener share one reading. */
    static final int STRIDE = 16;

    private final EpochNanoClock clock;
    private long nowNs;
    private int remaining;
    private boolean strides;

    PollClock(final EpochNanoClock clock) {
        this.clock = clock;
    }

    /** The next time is read from the clock: the lane comes from elsewhere. */
    void newPoll() {
        remaining = 0;
        strides = false;
    }

    /** Nanoseconds since the epoch, for the message at hand. Call once for each. */
    long nowNs() {
        if (remaining == 0) {
            read();
        }
        remaining--;
        return nowNs;
    }

    private void read() {
        final long before = nowNs;
        final int messages = strides ? STRIDE : 1;
        nowNs = clock.nanoTime();
        strides = nowNs - before < FAST_NS * messages;
        remaining = strides ? STRIDE : 1;
    }
}
