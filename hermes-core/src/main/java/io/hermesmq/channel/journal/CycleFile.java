package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * One file of a journal and a coarse index of it: where in the file some of its runs are. Written by who appends or walks the file,
 * read by any thread.
 */
final class CycleFile {

    /** Bytes between two entries of the index. */
    private static final long SPACING = 1 << 20;

    private final Path path;
    private final int cycle;
    private long[] sequences = new long[64];
    private long[] timestamps = new long[64];
    private long[] offsets = new long[64];
    private int size;
    private long written;
    private volatile long end = Long.MAX_VALUE;

    CycleFile(final Path path) {
        this.path = path;
        this.cycle = CycleNames.cycleOf(path);
    }

    Path path() {
        return path;
    }

    int cycle() {
        return cycle;
    }

    /** Notes a run behind all noted before; most are not kept. */
    synchronized void note(final long firstSequence, final long timestamp, final long offset) {
        if (size > 0 && offset - offsets[size - 1] < SPACING) {
            return;
        }
        if (size == offsets.length) {
            sequences = Arrays.copyOf(sequences, size * 2);
            timestamps = Arrays.copyOf(timestamps, size * 2);
            offsets = Arrays.copyOf(offsets, size * 2);
        }
        sequences[size] = firstSequence;
        timestamps[size] = timestamp;
        offsets[size++] = offset;
    }

    /** Up to where this process has written the file; unlimited where it does not write it. */
    long end() {
        return end;
    }

    void end(final long offset) {
        end = offset;
    }

    /** Whether it is known where the file begins; looks into the file if need be, so never for each message. */
    boolean isKnown() throws IOException {
        if (firstSequence() != 0) {
            return true;
        }
        try (CycleScanner scanner = new CycleScanner(this)) {
            if (scanner.look() != CycleScanner.Found.RUN) {
                return false;
            }
            noteFirst(scanner.firstSequence(), scanner.timestamp(), scanner.position());
            return true;
        } catch (final NoSuchFileException e) {
            return false; // removed by retention in the meantime
        }
    }

    private synchronized void noteFirst(final long sequence, final long timestamp, final long offset) {
        if (size == 0) {
            note(sequence, timestamp, offset);
        }
    }

    /** The bytes of the file that were written, which are fewer than its length; notes them until they are known to grow. */
    synchronized long writtenBytes() throws IOException {
        if (written == 0) {
            try (FileWindow window = new FileWindow(path, WritePosition.SEARCHED)) {
                written = Math.max(1, WritePosition.read(window));
            } catch (final NoSuchFileException e) {
                written = 1;
            }
        }
        return written;
    }

    synchronized void writtenBytes(final long bytes) {
        written = bytes;
    }

    /** The sequence of the first message, 0 where it is not known. */
    synchronized long firstSequence() {
        return size == 0 ? 0 : sequences[0];
    }

    /** The time of the first run, 0 where it is not known. */
    synchronized long firstTimestamp() {
        return size == 0 ? 0 : timestamps[0];
    }

    /** Where to begin to look for a message; 0 is the beginning of the file. */
    synchronized long offsetForSequence(final long sequence) {
        return offsetAt(floor(sequences, sequence));
    }

    /** Where to begin to look for the first message at or behind a time. */
    synchronized long offsetForTime(final long timestamp) {
        // One entry earlier than the last one at or before the time: several runs can have the same time.
        return offsetAt(floor(timestamps, timestamp - 1));
    }

    /** Where the index ends. */
    synchronized long lastOffset() {
        return offsetAt(size - 1);
    }

    private long offsetAt(final int entry) {
        return entry < 0 ? 0 : offsets[entry];
    }

    private int floor(final long[] keys, final long key) {
        final int found = Arrays.binarySearch(keys, 0, size, key);
        return found >= 0 ? found : -found - 2;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
