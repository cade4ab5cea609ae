package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;

import io.hermesmq.Acknowledge;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.WakeUpSignal;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.monitor.Counter;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first reader of a journaled ring: takes runs of frames from the ring to the queue. Publishers wait for its cursor, so the
 * queue has whatever they write over.
 *
 * <p>One thread at a time calls it: the journal's lane, and at the end the thread that closes the engine.
 */
public final class JournalWriter implements Agent {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int MAX_BYTES_A_ROUND = JournalStore.MAX_RUN_LENGTH;
    /** Nobody waits for the queue where the ring survives as well: then it is written in long runs, or after this time. */
    public static final long MAX_DELAY_NS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final int LAZY_BYTES = 1 << 15;
    private static final long MAINTENANCE_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RingChannel ring;
    private final JournalStore store;
    private final JournalProgress progress;
    private final DiskGuard disk;
    private final Counter cursor;
    private final WakeUpSignal listeners;
    private final EpochNanoClock clock;
    private final JournalEvents events;
    private final boolean syncs;
    private final boolean keepsRing;
    private final SyncGroup group;
    private final UnsafeBuffer frames;
    private final int mask;
    private volatile long worthwhileBytes;
    private long wroteNs;
    private long maintainedNs;
    private @Nullable String maintenanceFailure;

    JournalWriter(
            final RingChannel ring,
            final JournalStore store,
            final JournalProgress progress,
            final DiskGuard disk,
            final Counter cursor,
            final WakeUpSignal listeners,
            final Acknowledge acknowledge,
            final EpochNanoClock clock,
            final JournalEvents events) {
        this.ring = ring;
        this.store = store;
        this.progress = progress;
        this.disk = disk;
        this.cursor = cursor;
        this.listeners = listeners;
        this.clock = clock;
        this.events = events;
        keepsRing = acknowledge == Acknowledge.WRITTEN;
        syncs = acknowledge == Acknowledge.SYNCED;
        worthwhileBytes = acknowledge == Acknowledge.WRITTEN
                ? Math.min(LAZY_BYTES, ring.config().capacityBytes() / 8)
                : 1;
        frames = ring.buffer();
        mask = ring.mask();
        maintainedNs = System.nanoTime();
        wroteNs = maintainedNs;
        group = new SyncGroup(ring.startSequence());
    }

    /**
     * Writes what is new in the ring, and looks after the files from time to time.
     *
     * @return bytes that were written.
     */
    @Override
    public int doWork() {
        if (progress.isFailed()) {
            return 0;
        }
        try {
            final int written = write();
            maintain();
            return written;
        } catch (final RuntimeException | Error e) { // on JDK 17 a fault of the mapped file is an InternalError
            fail(e);
            return 0;
        }
    }

    /**
     * Whether there is something to write.
     *
     * @return true where {@link #doWork()} would write.
     */
    public boolean hasPending() {
        return ring.limit().get() - cursor.get() >= worthwhileBytes && !progress.isFailed();
    }

    /**
     * Whether publishers will soon have to wait for this.
     *
     * @return true where what is not written yet fills half of the ring.
     */
    public boolean isUrgent() {
        return ring.limit().get() - cursor.get() > ring.config().capacityBytes() / 2;
    }

    /** Writes what is left in the ring, when nobody publishes any more. */
    void writeRest() {
        worthwhileBytes = 1;
        while (hasPending()) {
            doWork();
        }
    }

    private int write() {
        final long from = cursor.getPlain();
        final long visible = ring.limit().getAcquire();
        if (visible == from || (visible - from < worthwhileBytes && System.nanoTime() - wroteNs < MAX_DELAY_NS)) {
            return 0;
        }
        final long published = ring.counters().published().get();
        if (syncs && group.isGathering(published, System.nanoTime())) {
            return 0;
        }
        final long end = syncs ? visible : Math.min(visible, from + MAX_BYTES_A_ROUND);
        long position = from;
        while (position < end) {
            position = writeRun(position, end);
            if (!syncs) {
                publish(position);
            }
        }
        if (syncs) {
            final long startNs = System.nanoTime();
            store.sync();
            group.synced(published, System.nanoTime() - startNs);
            publish(position);
            progress.synced(position);
            wakeListeners();
        }
        wroteNs = System.nanoTime();
        disk.written(position - from);
        return (int) (position - from);
    }

    /** Room may be claimed anew as soon as the cursor has passed it, and listeners see what the position covers. */
    private void publish(final long position) {
        progress.written(position);
        cursor.setRelease(position);
        if (!syncs) {
            wakeListeners();
        }
    }

    private void wakeListeners() {
        if (listeners.isUsed() && listeners.isAnyoneParked()) {
            listeners.wake();
        }
    }

    /** Appends the frames from a position up to the next padding, the end of the lap or of a run; returns where to go on. */
    private long writeRun(final long from, final long end) {
        final int start = (int) from & mask;
        int offset = start;
        int count = 0;
        long position = from;
        int padding = 0;
        while (position < end && offset - start < JournalStore.MAX_RUN_LENGTH) {
            final int length = RingChannel.frameLength(frames.getInt(offset + LENGTH_OFFSET, BYTE_ORDER));
            if (frames.getByte(offset + TYPE_OFFSET) == TYPE_PADDING) {
                padding = length;
                break;
            }
            if (count > 0 && offset + length - start > JournalStore.MAX_RUN_LENGTH) {
                break;
            }
            offset += length;
            position += length;
            count++;
            if (offset > mask) {
                break;
            }
        }
        if (count > 0) {
            store.append(frames, start, offset - start, from, count);
        }
        return position + padding;
    }

    private void maintain() {
        final long nowNs = System.nanoTime();
        if (nowNs - maintainedNs >= MAINTENANCE_INTERVAL_NS) {
            maintainedNs = nowNs;
            disk.look();
            maintainFiles();
        }
    }

    /** What cannot be looked after can often still be written: a file that cannot be removed is no reason to lose messages. */
    private void maintainFiles() {
        try {
            store.maintain(clock.nanoTime());
            maintenanceFailure = null;
        } catch (final JournalException e) {
            final String failure = String.valueOf(e.getMessage());
            if (!failure.equals(maintenanceFailure)) {
                maintenanceFailure = failure;
                events.failed(failure);
            }
        }
    }

    private void fail(final Throwable cause) {
        progress.fail();
        ring.refuse(PublishStatus.JOURNAL_FAILED);
        LOG.error(
                "channel '{}': the journal cannot be written any more; {} messages that were accepted are not in it{}, and every"
                        + " publish is refused with {} until the application is restarted",
                ring.name(),
                ring.counters().published().get() - store.lastSequence(),
                keepsRing ? " yet: they are in the file of the ring, and the next start takes them from there" : "",
                PublishStatus.JOURNAL_FAILED,
                cause);
    }

    @Override
    public String roleName() {
        return "hermes-journal-" + ring.name();
    }
}
