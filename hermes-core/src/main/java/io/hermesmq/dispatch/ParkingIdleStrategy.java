package io.hermesmq.dispatch;

import io.hermesmq.channel.ParkedLane;
import io.hermesmq.channel.WakeUpSignal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.agrona.concurrent.IdleStrategy;

/**
 * Spins, yields, then parks until a publisher of one of the channels wakes the lane. Behind the idle modes {@code auto} and
 * {@code park}.
 *
 * <p>No wake-up is lost: see {@link WakeUpSignal}. The thread still looks for itself once a second, which costs nothing and
 * bounds the harm of whatever nobody thought of.
 */
final class ParkingIdleStrategy implements IdleStrategy, ParkedLane {

    static final long LOOK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private final int maxSpins;
    private final int maxYields;
    private final LongSupplier dueNs;
    private final long lookIntervalNs;
    private final AtomicBoolean parked = new AtomicBoolean();
    private volatile WakeUpSignal[] signals = {};
    private volatile Thread thread = Thread.currentThread();
    private volatile boolean stopped;
    private int idles;

    ParkingIdleStrategy(final int maxSpins, final int maxYields, final LongSupplier dueNs, final long lookIntervalNs) {
        this.maxSpins = maxSpins;
        this.maxYields = maxYields;
        this.dueNs = dueNs;
        this.lookIntervalNs = lookIntervalNs;
    }

    /** Says which channels may wake the lane; returns those that might before. */
    WakeUpSignal[] follow(final WakeUpSignal... channels) {
        final WakeUpSignal[] before = signals;
        signals = channels;
        wake();
        return before;
    }

    /** From now on the lane does not park any more. */
    void stop() {
        stopped = true;
        wake();
    }

    @Override
    public void idle(final int workCount) {
        if (workCount > 0) {
            reset();
        } else {
            idle();
        }
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yielding to a publisher on the same core is the point of this phase
    public void idle() {
        if (idles < maxSpins) {
            idles++;
            Thread.onSpinWait();
        } else if (idles < maxSpins + maxYields) {
            idles++;
            Thread.yield();
        } else {
            park();
        }
    }

    @Override
    public void reset() {
        idles = 0;
    }

    private void park() {
        final WakeUpSignal[] followed = signals;
        thread = Thread.currentThread();
        parked.set(true);
        for (final WakeUpSignal signal : followed) {
            signal.enter();
        }
        if (!stopped && followed == signals) {
            final long remainingNs = dueNs.getAsLong();
            if (remainingNs > 0) {
                LockSupport.parkNanos(this, Math.min(remainingNs, lookIntervalNs));
            }
        }
        for (final WakeUpSignal signal : followed) {
            signal.leave();
        }
        parked.set(false);
    }

    @Override
    public void wake() {
        if (parked.get() && parked.compareAndSet(true, false)) {
            LockSupport.unpark(thread);
        }
    }
}
