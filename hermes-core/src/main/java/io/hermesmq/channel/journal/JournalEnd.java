package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a journal when it is opened, and closes the youngest file for good: nobody ever appends to a file that another
 * process began, whatever that process left behind when it died. A file whose chain of runs is broken is replaced by one
 * with all that can be read from it; one without any message is removed.
 *
 * @param lastSequence of the journal, 0 where it is empty.
 * @param endPosition of the stream, 0 where the journal is empty.
 * @param lastTimestamp of the last run, 0 where the journal is empty.
 * @param suspicion what may have cost messages of the end; null where nothing points to that.
 */
record JournalEnd(
        long lastSequence,
        long endPosition,
        long lastTimestamp,
        @Nullable Suspicion suspicion) {

    private static final JournalEnd EMPTY = new JournalEnd(0, 0, 0, null);

    /**
     * A youngest file that was not found as one that was closed. What it costs is known when everything that can be found elsewhere
     * has been appended.
     *
     * @param file that it is about.
     * @param cause what was found.
     * @param isCertain whether it is damage even where no message is missing: a process that is killed does not leave this.
     */
    record Suspicion(Path file, String cause, boolean isCertain) {}

    /** A walk over one file: what it led to, and why it did not go on. */
    private record Walk(
            JournalEnd end,
            long offset,
            boolean isMarked,
            @Nullable String broken) {}

    static JournalEnd find(final CycleCatalog catalog, final JournalSettings settings) throws IOException {
        Suspicion suspicion = null;
        for (CycleFile last = catalog.last(); last != null; last = catalog.last()) {
            final Walk walk = walk(last);
            if (walk.broken != null) {
                final Suspicion found =
                        DamagedCycle.replace(last, catalog, settings, lastSequenceBefore(last, catalog), walk.broken);
                suspicion = suspicion == null ? found : suspicion;
            } else if (walk.end.lastSequence == 0) {
                suspicion = suspicion == null ? new Suspicion(last.path(), "it has no messages", false) : suspicion;
                catalog.remove(last, 0);
                Files.delete(last.path());
            } else {
                if (!walk.isMarked) {
                    mark(last, walk.offset);
                }
                return new JournalEnd(walk.end.lastSequence, walk.end.endPosition, walk.end.lastTimestamp, suspicion);
            }
        }
        return new JournalEnd(0, 0, 0, suspicion);
    }

    /** The last message in front of a damaged file, so that it is known how many are missing at its beginning. */
    private static long lastSequenceBefore(final CycleFile file, final CycleCatalog catalog) throws IOException {
        for (CycleFile older = catalog.before(file); older != null; older = catalog.before(older)) {
            final Walk walk = walk(older);
            final long last = walk.broken == null ? walk.end.lastSequence : lastReadable(older);
            if (last > 0) {
                return last;
            }
        }
        return catalog.removedUpTo();
    }

    private static long lastReadable(final CycleFile file) {
        final CycleCatalog alone =
                CycleCatalog.ofDamaged(file, new DamageLog(JournalEvents.NONE), CycleCatalog.UNKNOWN_REMOVED);
        try (JournalReader reader = new JournalReader(alone)) {
            long last = 0;
            while (reader.next()) {
                last = reader.sequence();
            }
            return last;
        }
    }

    private static Walk walk(final CycleFile file) throws IOException {
        JournalEnd end = EMPTY;
        try (CycleScanner scanner = new CycleScanner(file)) {
            scanner.headersOnly();
            CycleScanner.Found found = scanner.look();
            while (found == CycleScanner.Found.RUN) {
                file.note(scanner.firstSequence(), scanner.timestamp(), scanner.position());
                end = new JournalEnd(
                        scanner.lastSequence(),
                        scanner.startPosition() + scanner.framesLength(),
                        scanner.timestamp(),
                        null);
                scanner.advance();
                found = scanner.look();
            }
            final long offset = scanner.position();
            if (found == CycleScanner.Found.DAMAGE) {
                return new Walk(end, offset, false, "the chain of runs is broken at offset " + offset);
            }
            final boolean isBegun = scanner.hasHeader();
            if (found == CycleScanner.Found.NOTHING && (isBegun ? scanner.isWrittenBehind() : !scanner.isBlank())) {
                return new Walk(end, offset, false, "there is a hole at offset " + offset);
            }
            return new Walk(end, offset, found == CycleScanner.Found.END, null);
        }
    }

    /** Writes the mark that nothing follows. */
    private static void mark(final CycleFile file, final long offset) throws IOException {
        final ByteBuffer mark = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        mark.putInt(0, CycleScanner.END_MARK);
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            channel.write(mark, offset);
        }
    }
}
