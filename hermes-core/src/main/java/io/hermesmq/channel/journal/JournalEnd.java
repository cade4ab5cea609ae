package io.hermesmq.channel.journal;

import java.io.IOException;

/**
 * Finds the end of a journal when it is opened: walks the youngest file from run to run, and older ones if it has none.
 *
 * @param lastSequence of the journal, 0 where it is empty.
 * @param endPosition of the stream, 0 where the journal is empty.
 * @param lastTimestamp of the last run, 0 where the journal is empty.
 */
record JournalEnd(long lastSequence, long endPosition, long lastTimestamp) {

    static JournalEnd find(final CycleCatalog catalog) throws IOException {
        final CycleFile[] files = catalog.files();
        for (int i = files.length - 1; i >= 0; i--) {
            final JournalEnd end = walk(files[i]);
            if (end.lastSequence > 0) {
                return end;
            }
        }
        return new JournalEnd(0, 0, 0);
    }

    private static JournalEnd walk(final CycleFile file) throws IOException {
        long last = 0;
        long end = 0;
        long timestamp = 0;
        try (CycleScanner scanner = new CycleScanner(file.path())) {
            scanner.headersOnly();
            while (scanner.look() == CycleScanner.Found.RUN) {
                file.note(scanner.firstSequence(), scanner.timestamp(), scanner.position());
                last = scanner.lastSequence();
                end = scanner.startPosition() + scanner.framesLength();
                timestamp = scanner.timestamp();
                scanner.advance();
            }
        }
        return new JournalEnd(last, end, timestamp);
    }
}
