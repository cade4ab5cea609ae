package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;

import io.hermesmq.Acknowledge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The writing side of a journal. One process at a time may have it open, which the caller sees to; one thread at a time appends,
 * syncs and maintains. Readers, and the sequence and position of the end, are for any thread.
 *
 * <p>Each opening begins a file of its own, whose name follows the youngest one there is. So nothing depends on what another process
 * left behind in the middle of a write, and a clock that was set back cannot bring a message in front of an older one.
 */
public final class JournalStore implements AutoCloseable {

    /** The longest run, unless a single frame is longer. */
    public static final int MAX_RUN_LENGTH = 64 * 1024;

    private static final long RETENTION_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    private static final long CHECK_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);

    /** Of all files together, one may have this share, so that retention by size has something to remove. */
    private static final int MAX_SIZE_SHARE = 4;

    /** Chronicle Queue numbers no more documents in a file of this kind than 64 million. */
    private static final int MAX_RUNS_IN_FILE = 50_000_000;

    private final JournalSettings settings;
    private final EpochNanoClock clock;
    private final CycleCatalog catalog;
    private final RollClock rollClock;
    private final RunStaging staging = new RunStaging();
    private final Retention retention;
    private final EndRecord endRecord;
    private final Canary canary = new Canary();
    private JournalEnd.@Nullable Suspicion suspicion;
    private volatile RunFile runs;
    private CycleFile current;
    private int runsInFile;
    private long lastRunSequence;
    private long checkedSequence;
    private long checkedNs;
    private long retainedNs;
    private long lastTimestamp;
    private volatile long lastSequence;
    private volatile long endPosition;
    private volatile boolean closed;

    private JournalStore(
            final JournalSettings settings, final CycleCatalog catalog, final EndRecord endRecord, final JournalEnd end)
            throws IOException {
        this.settings = settings;
        this.clock = settings.clock();
        this.catalog = catalog;
        this.retention = new Retention(catalog, settings, endRecord);
        this.endRecord = endRecord;
        this.suspicion = end.suspicion();
        this.lastTimestamp = end.lastTimestamp();
        this.lastSequence = end.lastSequence();
        this.endPosition = end.endPosition();
        catalog.lastSequence(end.lastSequence());
        final CycleFile last = catalog.last();
        rollClock = new RollClock(settings.config().rollCycle().length().toNanos(), last == null ? 0 : last.cycle());
        runs = begin();
        current = new CycleFile(runs.file());
    }

    /**
     * Opens a journal, creates it where there is none, and finds its end. A youngest file that is damaged is set aside and replaced
     * by one with everything that can be read from it.
     *
     * @param settings of the journal.
     * @return the journal, at its end.
     * @throws JournalException where it cannot be opened.
     */
    public static JournalStore open(final JournalSettings settings) {
        requireSync(settings);
        final Path directory = settings.queueDirectory();
        try {
            Files.createDirectories(directory);
            final EndRecord endRecord = new EndRecord(settings.directory());
            final CycleCatalog catalog =
                    new CycleCatalog(directory, new DamageLog(settings.events()), endRecord.removedUpTo());
            catalog.refresh();
            final JournalEnd end = JournalEnd.find(catalog, settings);
            if (endRecord.sequence() == 0) {
                endRecord.begin(firstKept(catalog) - 1);
            }
            return new JournalStore(settings, catalog, endRecord, end);
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal of channel '" + settings.channel() + "' in " + directory + " cannot be opened: " + e
                            + "; see to the disk and the rights of the directory",
                    e);
        }
    }

    /** The first message that is there; 1 where there is none. */
    private static long firstKept(final CycleCatalog catalog) throws IOException {
        for (final CycleFile file : catalog.files()) {
            if (file.isKnown()) {
                return file.firstSequence();
            }
        }
        return 1;
    }

    /**
     * The oldest message that can still be read.
     *
     * @return its sequence; 0 where there is none.
     * @throws JournalException where the files cannot be looked into.
     */
    public long firstSequence() {
        try {
            for (final CycleFile file : catalog.files()) {
                if (file.isKnown()) {
                    return file.firstSequence();
                }
            }
            return 0;
        } catch (final IOException e) {
            throw new JournalException("the journal in " + settings.queueDirectory() + " cannot be read: " + e, e);
        }
    }

    private static void requireSync(final JournalSettings settings) {
        ChroniclePreload.complete();
        if (settings.config().acknowledge() == Acknowledge.SYNCED && !DiskSync.isAvailable()) {
            throw new JournalException(
                    "channel '" + settings.channel() + "' asks for acknowledge: synced, but the native"
                            + " layer of Chronicle is missing, without which a sync does nothing; put jnr-ffi, jffi, the native jar"
                            + " of jffi and asm back on the class path, or use acknowledge: written");
        }
    }

    /** Begins a file behind the youngest. Where the library cannot bear that one, it is replaced by a sound copy. */
    private RunFile begin() throws IOException {
        final Path directory = settings.queueDirectory();
        final int maxRun = Math.max(MAX_RUN_LENGTH, settings.maxFrameLength()) + RunLayout.FRAMES_OFFSET;
        rollClock.beginCycle(clock.nanoTime());
        runsInFile = 0;
        try {
            return new RunFile(directory, rollClock, maxRun);
        } catch (final RuntimeException | AssertionError e) {
            final CycleFile last = catalog.last();
            if (last == null) {
                throw new JournalException(
                        "the journal of channel '" + settings.channel() + "' cannot begin a file in " + directory + ": "
                                + e,
                        e);
            }
            DamagedCycle.replace(
                    last, catalog, settings, CycleCatalog.UNKNOWN_REMOVED, "Chronicle Queue cannot open it: " + e);
            return new RunFile(directory, rollClock, maxRun);
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
     * The file that the next run goes to.
     *
     * @return its path; any thread may ask.
     */
    public Path currentFile() {
        return runs.file();
    }

    /**
     * The last message that is known to have been written, as it was noted ten times a second. More than {@link #lastSequence()} where
     * the end of the journal was lost; until {@link #skipLost()} it can still be appended from elsewhere.
     *
     * @return its sequence, 0 where none was noted.
     */
    public long knownSequence() {
        return Math.max(lastSequence, endRecord.sequence());
    }

    /**
     * The position in the stream behind {@link #knownSequence()}.
     *
     * @return bytes of the stream, 0 where nothing was noted.
     */
    public long knownPosition() {
        return Math.max(endPosition, endRecord.position());
    }

    /**
     * Gives up what is known to have been written and is lost: tells how much it is, and goes on behind it, so that no sequence is
     * given twice. Where nothing is lost it tells of damage that cost nothing, if there is any. Called once after opening, when what
     * can be found elsewhere has been appended.
     *
     * @return how many messages are lost.
     */
    public long skipLost() {
        final long lost = Math.max(0, endRecord.sequence() - lastSequence);
        tellLost(lastSequence + 1, lost);
        if (lost > 0) {
            endPosition = Math.max(endPosition, endRecord.position());
            lastSequence = endRecord.sequence();
        }
        return lost;
    }

    /**
     * Gives up what is missing in front of a message that was found elsewhere and will be appended next. Does nothing where nothing
     * is missing.
     *
     * @param sequence of that message.
     */
    public void skipTo(final long sequence) {
        final long lost = sequence - 1 - lastSequence;
        if (lost > 0) {
            tellLost(lastSequence + 1, lost);
            lastSequence = sequence - 1;
        }
    }

    private void tellLost(final long first, final long count) {
        final JournalEnd.Suspicion suspected = suspicion;
        suspicion = null;
        if (suspected != null && (suspected.isCertain() || count > 0)) {
            catalog.damages().damaged(suspected.file(), first, count, suspected.cause());
        } else if (count > 0) {
            final CycleFile last = catalog.last();
            final Path file = last == null ? settings.queueDirectory() : last.path();
            catalog.damages().damaged(file, first, count, "the end of the journal is lost");
        }
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
     * Appends a run. When this returns, readers can see it, and it survives the death of the process. Frames that are not
     * sealed are sealed in a copy. Allocates nothing.
     *
     * @param ring that holds the frames.
     * @param offset of the first frame.
     * @param length of all frames, each with what fills it up to a multiple of 32.
     * @param startPosition of the first frame in the stream.
     * @param count how many frames there are.
     * @throws JournalException where it cannot be written.
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
        staging.frames(ring, offset, length);
        staging.header(first, timestamp, startPosition, count);
        write(first, count);
        final RunFile file = runs;
        if (current.cycle() != rollClock.cycle()) {
            current = new CycleFile(file.file());
        }
        current.note(first, timestamp, file.lastOffset());
        current.end(file.lastOffset() + CycleScanner.DOCUMENT_HEADER + RunLayout.FRAMES_OFFSET + length);
        if (runsInFile++ == 0) {
            catalog.add(current);
        }
        lastTimestamp = timestamp;
        lastRunSequence = first;
        final long last = first + count - 1;
        endPosition = startPosition + length;
        lastSequence = last;
        catalog.lastSequence(last);
    }

    private void write(final long first, final int count) {
        try {
            runs.append(staging);
        } catch (final IllegalStateException
                | IllegalArgumentException
                | AssertionError
                | IndexOutOfBoundsException e) {
            // The library has met something in its file that it cannot bear; it bears a fresh one.
            try {
                beginAnew("cannot be written to: " + e);
                runs.append(staging);
            } catch (final IOException | RuntimeException | Error again) {
                throw unwritable(first, count, again);
            }
        } catch (final IOException | RuntimeException | Error e) {
            throw unwritable(first, count, e);
        }
    }

    private JournalException unwritable(final long first, final int count, final Throwable cause) {
        return new JournalException(
                "the journal of channel '" + settings.channel() + "' cannot write " + count
                        + " messages from sequence " + first + " to " + runs.file() + ": " + cause
                        + "; see to the disk, then start again",
                cause);
    }

    /** Leaves the current file as it is, and goes on in a fresh one. */
    private void beginAnew(final String cause) throws IOException {
        final Path left = runs.file();
        if (settings.config().acknowledge() == Acknowledge.SYNCED) {
            runs.sync();
        }
        runs.close();
        runs = begin();
        settings.events()
                .failed(left + " of channel '" + settings.channel() + "' " + cause + "; the journal goes on in "
                        + runs.file());
    }

    /**
     * Brings everything that was appended to the disk. When this returns, it survives a loss of power.
     *
     * @throws JournalException where it cannot.
     */
    public void sync() {
        try {
            runs.sync();
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal of channel '" + settings.channel() + "' cannot be brought to the disk: " + e
                            + "; what was appended last may not survive a loss of power; see to the disk",
                    e);
        }
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
     * Does what is due besides appending: reads back what was appended, and goes on in a fresh file where that fails; begins a file
     * when its time has come; removes old ones. Called about ten times a second by the thread that appends.
     *
     * @param nowNs time of the clock of the settings, in nanoseconds since the epoch.
     * @throws JournalException where no fresh file can be begun.
     */
    public void maintain(final long nowNs) {
        try {
            check(nowNs);
            if (lastRunSequence > 0) {
                endRecord.note(lastSequence, endPosition);
            }
            if (rollClock.isDue(nowNs) || isFileTooLong()) {
                current.writtenBytes(runs.lastOffset());
                rollClock.beginCycle(nowNs);
                runsInFile = 0;
            }
            if (nowNs - retainedNs >= RETENTION_INTERVAL_NS) {
                retainedNs = nowNs;
                retention.apply(nowNs);
            }
        } catch (final IOException e) {
            throw new JournalException(
                    "the journal of channel '" + settings.channel() + "' cannot be maintained: " + e
                            + "; see to the disk and the rights of " + settings.directory(),
                    e);
        }
    }

    private boolean isFileTooLong() {
        final long maxSize = settings.config().maxSizeBytes();
        final boolean isTooLong = maxSize > 0 && runs.lastOffset() > maxSize / MAX_SIZE_SHARE;
        return runsInFile > MAX_RUNS_IN_FILE || (runsInFile > 0 && isTooLong);
    }

    /** Reads back the last run: at once when it is new, else once a second. */
    private void check(final long nowNs) throws IOException {
        final boolean isNew = checkedSequence != lastRunSequence;
        if (runsInFile == 0 || (!isNew && nowNs - checkedNs < CHECK_INTERVAL_NS)) {
            return;
        }
        checkedSequence = lastRunSequence;
        checkedNs = nowNs;
        if (!canary.isReadable(current, runs.lastOffset(), lastRunSequence)) {
            current.writtenBytes(runs.lastOffset());
            beginAnew("does not show sequence " + lastRunSequence + ", which was appended to it");
        }
    }

    /**
     * Maps what will be appended to next, so that the appending thread does not wait for that. Called by one background thread, some
     * hundred times a second.
     */
    public void pretouch() {
        if (!closed) {
            runs.pretouch();
        }
    }

    /** Closes the files; called by the thread that appends. Leaves no thread behind. Does nothing the second time. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (lastRunSequence > 0) {
                endRecord.note(lastSequence, endPosition);
            }
        } finally {
            CloseHelper.closeAll(endRecord, runs, staging, canary); // all of them, whatever one throws
        }
    }
}
