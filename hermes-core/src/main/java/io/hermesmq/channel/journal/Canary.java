package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/**
 * Reads back what was appended, the way readers do: along the chain of runs from where it was last, or right at the last run where
 * that is far. Chronicle Queue goes on to append behind a hole without a word; this notices. For the thread that appends.
 */
final class Canary implements AutoCloseable {

    private static final int MAX_STEPS = 256;

    private @Nullable CycleScanner scanner;
    private @Nullable CycleFile file;

    /** Whether the run at an offset can be reached, and begins with this sequence. */
    boolean isReadable(final CycleFile current, final long offset, final long firstSequence) throws IOException {
        final CycleScanner look = scannerOf(current);
        if (look == null) {
            return false;
        }
        CycleScanner.Found found = look.look();
        for (int i = 0; i < MAX_STEPS && look.position() < offset && found == CycleScanner.Found.RUN; i++) {
            look.advance();
            found = look.look();
        }
        if (found == CycleScanner.Found.RUN && look.position() < offset) {
            look.position(offset);
            found = look.look();
        }
        return found == CycleScanner.Found.RUN && look.position() == offset && look.firstSequence() == firstSequence;
    }

    private @Nullable CycleScanner scannerOf(final CycleFile current) throws IOException {
        CycleScanner look = scanner;
        try {
            if (look == null) {
                look = new CycleScanner(current);
                look.headersOnly();
                scanner = look;
            } else if (file != current) {
                look.open(current, 0);
            }
        } catch (final NoSuchFileException e) {
            return null;
        }
        file = current;
        return look;
    }

    @Override
    public void close() throws IOException {
        if (scanner != null) {
            scanner.close();
            scanner = null;
        }
    }
}
