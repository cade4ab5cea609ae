package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;

import io.hermesmq.Acknowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The writing side of a journal. One process at a time may have it open, which the caller sees to; one thread at a time appends,
 * syncs and maintains. Readers, and the sequence and position of the end, are for any thread.
 */
public final class JournalStore implements AutoCloseable {

    /** The longest run, unless a single frame is longer. */
    public static final int MAX_RUN_LENGTH = 64 * 1024;

    private final JournalSettings settings;
    private final EpochNanoClock clock;
    private final CycleCatalog catalog;
    private final RollClock rollClock;
    private final RunFile runs;
    private final RunStaging staging = new RunStaging();
    private CycleFile current;
    private long lastTimestamp;
    private volatile long lastSequence;
    private volatile long endPosition;
    private boolean closed;

    private JournalStore(
            final JournalSettings settings,
            final CycleCatalog catalog,
            final RollClock rollClock,
            final RunFile runs,
            final JournalEnd end) {
        this.settings = settings;
        this.clock = settings.clock();
        this.catalog = catalog;
        this.rollClock = rollClock;
        this.runs = runs;
        final CycleFile last = catalog.last();
        this.current = last == null ? new CycleFile(runs.file()) : last;
        this.lastTimestamp = end.lastTimestamp();
        this.lastSequence = end.lastSequence();
        this.endPosition = end.endPosition();
        catalog.lastSequence(end.lastSequence());
    }

    /**
     * Opens a journal, creates it where there is none, and finds its end.
     *
     * @param settings of the journal.
     * @return the journal, at its end.
     * @throws JournalException where it cannot be opened.
     */
    public static JournalStore open(final JournalSettings settings) {
        final Path directory = settings.queueDirectory();
        try {
            Files.createDirectories(directory);
            // Holds nothing that the files of the journal do not say: a lock by process id, which outlives its process,
            // and a listing.
            Files.deleteIfExists(directory.resolve("metadata.cq4t"));
            final CycleCatalog catalog = new CycleCatalog(directory, settings.events());
            catalog.refresh();
            final JournalEnd end = JournalEnd.find(catalog);
            final CycleFile last = catalog.last();
            final long nowNs = settings.clock().nanoTime();
            final RollClock rollClock =
                    new RollClock(settings.config().rollCycle().length().toNanos(), last == null ? 0 : last.cycle());
            if (last == null) {
                rollClock.beginCycle(nowNs);
            } else {
                rollClock.resumeCycle(nowNs);
            }
            final boolean synced = settings.config().acknowledge() == Acknowledge.SYNCED;
            final int maxRun = Math.max(MAX_RUN_LENGTH, settings.maxFrameLength()) + RunLayout.FRAMES_OFFSET;
            final RunFile runs = new RunFile(directory, rollClock, maxRun, synced);
            return new JournalStore(settings, catalog, rollClock, runs, end);
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal of channel '" + settings.channel() + "' in " + directory + " cannot be opened: " + e
                            + "; see to the disk and the rights of the directory",
                    e);
        }
    }

    /**
     * The last message of the journal.
     *
     * @return its sequence, 0 where the journal is empty.
     */
    public long lastSequence() {
        return lastSequence;
    }

    /**
     * Where the stream goes on.
     *
     * @return bytes of the stream up to the end of the last frame, 0 where the journal is empty.
     */
    public long endPosition() {
        return endPosition;
    }

    /**
     * Appends a run. When this returns, readers can see it, and it survives the death of the process. The frames are copied; those
     * that are not sealed are sealed in the copy. Allocates nothing.
     *
     * @param ring that holds the frames.
     * @param offset of the first frame.
     * @param length of all frames, each with what fills it up to a multiple of 32.
     * @param startPosition of the first frame in the stream.
     * @param count how many frames there are.
     * @throws JournalException where it cannot be written; nothing of the run is in the journal then.
     */
    public void append(
            final UnsafeBuffer ring, final int offset, final int length, final long startPosition, final int count) {
        final long first = ring.getLong(offset + SEQUENCE_OFFSET, BYTE_ORDER);
        if (first <= lastSequence) {
            throw new IllegalArgumentException(
                    "a run that begins with sequence " + first + " cannot follow sequence " + lastSequence);
        }
        final long taken = ring.getLong(offset + TIMESTAMP_OFFSET, BYTE_ORDER);
        final long timestamp = Math.max(lastTimestamp, taken == 0 ? clock.nanoTime() : taken);
        staging.copy(ring, offset, length);
        staging.header(first, timestamp, startPosition, count, length);
        try {
            runs.append(staging.buffer(), RunLayout.FRAMES_OFFSET + length);
        } catch (final RuntimeException | InternalError e) {
            throw new JournalException(
                    "the journal of channel '" + settings.channel() + "' cannot write " + count
                            + " messages from sequence " + first + " to " + runs.file() + ": " + e,
                    e);
        }
        if (current.cycle() != rollClock.cycle()) {
            current = new CycleFile(runs.file());
        }
        current.note(first, timestamp, runs.lastOffset());
        if (catalog.last() != current) {
            catalog.add(current);
        }
        lastTimestamp = timestamp;
        final long last = first + count - 1;
        endPosition = startPosition + length;
        lastSequence = last;
        catalog.lastSequence(last);
    }

    /**
     * Brings everything that was appended to the disk. When this returns, it survives a loss of power.
     *
     * @throws JournalException where it cannot.
     */
    public void sync() {
        runs.sync();
    }

    /**
     * Creates a reader, at the oldest message.
     *
     * @return a reader for one thread, to be closed by it.
     */
    public JournalReader reader() {
        return new JournalReader(catalog);
    }

    /**
     * Does what is due besides appending: begins a new file. Called about ten times a second by the thread that appends.
     *
     * @param nowNs time of the clock of the settings, in nanoseconds since the epoch.
     */
    public void maintain(final long nowNs) {
        if (rollClock.isDue(nowNs)) {
            rollClock.beginCycle(nowNs);
        }
    }

    /** Closes the files; called by the thread that appends. Leaves no thread behind. Does nothing the second time. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            runs.close();
            staging.close();
        }
    }
}
