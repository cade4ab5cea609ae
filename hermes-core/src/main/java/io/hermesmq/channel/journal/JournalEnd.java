package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
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
 */
record JournalEnd(long lastSequence, long endPosition, long lastTimestamp) {

    private static final JournalEnd EMPTY = new JournalEnd(0, 0, 0);

    /** A walk over one file: what it led to, and why it did not go on. */
    private record Walk(
            JournalEnd end,
            long offset,
            boolean isMarked,
            @Nullable String broken) {}

    static JournalEnd find(final CycleCatalog catalog, final JournalSettings settings) throws IOException {
        for (CycleFile last = catalog.last(); last != null; last = catalog.last()) {
            final Walk walk = walk(last);
            if (walk.broken != null) {
                DamagedCycle.replace(last, catalog, settings, walk.broken);
            } else if (walk.end.lastSequence == 0) {
                catalog.remove(last, 0);
                Files.delete(last.path());
            } else {
                if (!walk.isMarked) {
                    mark(last, walk.offset);
                }
                return walk.end;
            }
        }
        return EMPTY;
    }

    private static Walk walk(final CycleFile file) throws IOException {
        JournalEnd end = EMPTY;
        try (CycleScanner scanner = new CycleScanner(file.path())) {
            scanner.headersOnly();
            CycleScanner.Found found = scanner.look();
            while (found == CycleScanner.Found.RUN) {
                file.note(scanner.firstSequence(), scanner.timestamp(), scanner.position());
                end = new JournalEnd(
                        scanner.lastSequence(), scanner.startPosition() + scanner.framesLength(), scanner.timestamp());
                scanner.advance();
                found = scanner.look();
            }
            final long offset = scanner.position();
            if (found == CycleScanner.Found.DAMAGE) {
                return new Walk(end, offset, false, "the chain of runs is broken at offset " + offset);
            }
            if (found == CycleScanner.Found.NOTHING && (scanner.isWrittenBehind() || !scanner.hasHeader())) {
                final String cause = scanner.isBlank() ? "the file is empty" : "there is a hole at offset " + offset;
                return new Walk(end, offset, false, cause);
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
