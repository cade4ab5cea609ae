package io.hermesmq.channel;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * By which publishers of a channel wake lanes that park.
 *
 * <p>The protocol is Dekker's. A lane announces that it is about to park ({@link #enter}, a full fence), then looks once
 * more for messages, then parks. A publisher makes a message visible by a volatile store or in front of a full fence, then asks
 * {@link #isAnyoneParked}. At least one of the two sees the other, so no wake-up is lost.
 */
public final class WakeUpSignal {

    private final AtomicInteger parked = new AtomicInteger();
    private volatile ParkedLane[] lanes = {};
    private volatile boolean used;

    /** Creates a signal that nobody waits for. */
    public WakeUpSignal() {}

    /**
     * Registers a lane that may park.
     *
     * @param lane to wake.
     */
    public synchronized void register(final ParkedLane lane) {
        if (!Arrays.asList(lanes).contains(lane)) {
            final ParkedLane[] more = Arrays.copyOf(lanes, lanes.length + 1);
            more[more.length - 1] = lane;
            lanes = more;
        }
        used = true;
    }

    /**
     * Removes a lane.
     *
     * @param lane that never parks again.
     */
    public synchronized void unregister(final ParkedLane lane) {
        lanes = Arrays.stream(lanes).filter(each -> each != lane).toArray(ParkedLane[]::new);
    }

    /**
     * Whether a lane that parks was ever registered. Channels without one pay for no fence.
     *
     * @return true since the first registration.
     */
    public boolean isUsed() {
        return used;
    }

    /** Announces that a lane is about to park. A full fence. */
    public void enter() {
        parked.incrementAndGet();
    }

    /** Takes the announcement back. */
    public void leave() {
        parked.decrementAndGet();
    }

    /**
     * Whether to call {@link #wake()}. The caller must have passed a full fence since it made its message visible.
     *
     * @return true where a lane has parked, or is about to.
     */
    public boolean isAnyoneParked() {
        return parked.get() != 0;
    }

    /** Wakes every lane that has parked. */
    public void wake() {
        for (final ParkedLane lane : lanes) {
            lane.wake();
        }
    }
}
