package io.hermesmq.channel.ring;

import io.hermesmq.ChannelConfig;
import io.hermesmq.OnFull;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.ChannelCounters;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.WakeUpSignal;
import io.hermesmq.monitor.Counter;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Says up to where a ring may be claimed, and what becomes of a claim that finds no room.
 *
 * <p>A claim looks at {@link #claimLimit()} only. Where it runs into that, the limit is worked out anew from the slowest reader;
 * a stale limit is safe, as readers only move on. Draining and closing put {@link #ASK} there, so that the state of the
 * channel costs claims nothing while it is open.
 */
final class ClaimGate {

    /** No claim is allowed without asking. */
    static final long ASK = Long.MIN_VALUE;

    private static final int CALLS_A_LAP = 4;
    private static final int BLOCK_SPINS = 100;
    private static final int BLOCK_YIELDS = 20;
    private static final long BLOCK_PARK_NS = TimeUnit.MICROSECONDS.toNanos(50);

    private enum Admission {
        OPEN,
        INSIDERS,
        NOBODY
    }

    private final int capacityBytes;
    private final OnFull onFull;
    private final long blockTimeoutNs;
    private final boolean overwrites;
    private final Counter limit;
    private final Counter claimLimit;
    private final ChannelCounters counters;
    private final Predicate<Thread> insider;
    private volatile ReadCursor[] cursors = {};
    private volatile Admission admission = Admission.OPEN;
    private volatile @Nullable PublishStatus refusal;
    private volatile boolean started = true;
    private @Nullable WakeUpSignal roomMaker;
    private long callEveryBytes = Long.MAX_VALUE / 2;
    private long askingSinceNs;

    ClaimGate(
            final ChannelConfig config,
            final Counter limit,
            final Counter claimLimit,
            final ChannelCounters counters,
            final Predicate<Thread> insider) {
        capacityBytes = config.capacityBytes();
        onFull = config.onFull();
        blockTimeoutNs = config.blockTimeout().toNanos();
        overwrites = onFull == OnFull.OVERWRITE;
        this.limit = limit;
        this.claimLimit = claimLimit;
        this.counters = counters;
        this.insider = insider;
        claimLimit.set(limit.get() + capacityBytes);
    }

    /** The position up to which room may be claimed, or {@link #ASK}. */
    Counter claimLimit() {
        return claimLimit;
    }

    /**
     * What a claim does that runs into the claim limit: waits or refuses as configured.
     *
     * @return a limit that is at least the needed position, or the code of a refusal.
     */
    long awaitRoom(final long neededPosition) {
        final long room = tryRoom(neededPosition);
        if (room != ASK) {
            return room;
        }
        return switch (onFull) {
            case FAIL -> counters.refuse(PublishStatus.BACK_PRESSURED);
            case DROP_NEWEST -> counters.refuse(PublishStatus.DROPPED);
            case BLOCK, OVERWRITE -> blockForRoom(neededPosition);
        };
    }

    /** The new limit where it is enough, the code of a refusal where the channel is closed, or {@link #ASK}. */
    private long tryRoom(final long neededPosition) {
        if (mayNotClaim()) {
            return counters.refuse(PublishStatus.CLOSED);
        }
        final PublishStatus reason = refusal;
        if (reason != null) {
            return counters.refuse(reason);
        }
        final long newLimit = slowest() + capacityBytes;
        callForRoom();
        if (isOpen()) {
            claimLimit.set(Math.min(
                    newLimit,
                    neededPosition
                            + callEveryBytes)); // a full fence; pairs with the one where that changes: one sees the
            // other
            if (!isOpen()) {
                claimLimit.set(ASK);
            }
        }
        return neededPosition <= newLimit ? newLimit : ASK;
    }

    /** Whether readers have left what is in front of a position. Says nothing of whether claims are admitted. */
    boolean hasRoom(final long neededPosition) {
        if (neededPosition <= slowest() + capacityBytes) {
            return true;
        }
        callForRoom();
        return false;
    }

    /** Who makes room may sleep while there is plenty. */
    private void callForRoom() {
        final WakeUpSignal signal = roomMaker;
        if (signal != null && signal.isAnyoneParked()) {
            signal.wake();
        }
    }

    /** From now on wakes somebody each time that a part of the ring was claimed, and when room is missing. Before the first claim. */
    void callForRoom(final WakeUpSignal signal) {
        roomMaker = signal;
        callEveryBytes = capacityBytes / CALLS_A_LAP;
        claimLimit.set(limit.get());
    }

    private boolean isOpen() {
        return admission == Admission.OPEN && refusal == null;
    }

    private boolean mayNotClaim() {
        final Admission current = admission;
        return current == Admission.NOBODY || (current == Admission.INSIDERS && !insider.test(Thread.currentThread()));
    }

    /** On a channel that overwrites, publishers wait for each other's open claims only. Allocates nothing. */
    private long blockForRoom(final long neededPosition) {
        counters.waits().getAndAdd(1);
        final long deadlineNs = System.nanoTime() + blockTimeoutNs;
        for (int attempt = 0; ; attempt++) {
            backOff(attempt);
            final long room = tryRoom(neededPosition);
            if (room != ASK) {
                return room;
            }
            if (!started) {
                return counters.refuse(PublishStatus.BACK_PRESSURED);
            }
            if (Thread.currentThread().isInterrupted()) {
                return counters.refuse(PublishStatus.INTERRUPTED);
            }
            if (System.nanoTime() - deadlineNs >= 0) {
                return counters.refuse(PublishStatus.TIMED_OUT);
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // the lane that makes room may wait for this very core
    private static void backOff(final int attempt) {
        if (attempt < BLOCK_SPINS) {
            Thread.onSpinWait();
        } else if (attempt < BLOCK_SPINS + BLOCK_YIELDS) {
            Thread.yield();
        } else {
            LockSupport.parkNanos(BLOCK_PARK_NS);
        }
    }

    /**
     * The position that no publisher may run a capacity ahead of: the slowest reader, or the limit where publishers do not
     * wait for readers. Starting from the limit and reading the readers again when they changed makes sure that a
     * reader that joins meanwhile, at a limit read after it was added, is never overrun. The fence keeps a publisher from
     * reading readers of the past together with a limit of its own that the joining reader cannot see yet.
     */
    private long slowest() {
        VarHandle.fullFence();
        while (true) {
            final ReadCursor[] readers = cursors;
            long slowest = limit.getAcquire();
            if (overwrites) {
                return slowest;
            }
            for (final ReadCursor reader : readers) {
                slowest = Math.min(slowest, reader.position().getAcquire());
            }
            if (readers == cursors) {
                return slowest;
            }
        }
    }

    synchronized void add(final ReadCursor cursor) {
        final ReadCursor[] more = Arrays.copyOf(cursors, cursors.length + 1);
        more[more.length - 1] = cursor;
        cursors = more;
    }

    synchronized void remove(final ReadCursor cursor) {
        cursors = Arrays.stream(cursors).filter(each -> !each.equals(cursor)).toArray(ReadCursor[]::new);
    }

    /** Until {@link #start}, waiting for room is in vain: nobody reads. */
    void holdUntilStart() {
        started = false;
    }

    void start() {
        started = true;
    }

    /** Refuses all claims for a reason, until {@link #admit}. */
    synchronized void refuse(final PublishStatus reason) {
        refusal = reason;
        claimLimit.set(ASK);
    }

    /** Ends {@link #refuse}: the next claim works out the limit. */
    synchronized void admit() {
        refusal = null;
    }

    synchronized void admitInsiders() {
        if (admission == Admission.OPEN) {
            admission = Admission.INSIDERS;
            claimLimit.set(ASK);
            askingSinceNs = System.nanoTime();
        }
    }

    synchronized void admitNobody() {
        admitInsiders();
        admission = Admission.NOBODY;
    }

    /** Since when every claim has to ask; only once the channel drains. */
    synchronized long askingSinceNs() {
        return askingSinceNs;
    }
}
