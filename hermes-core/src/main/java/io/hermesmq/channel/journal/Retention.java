package io.hermesmq.channel.journal;

import io.hermesmq.JournalConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/** Removes the oldest files of a journal that are too old or too much. For the thread that appends. */
final class Retention {

    private final CycleCatalog catalog;
    private final JournalSettings settings;
    private final EndRecord record;

    Retention(final CycleCatalog catalog, final JournalSettings settings, final EndRecord record) {
        this.catalog = catalog;
        this.settings = settings;
        this.record = record;
    }

    /** Removes what may go; the youngest file always stays. */
    void apply(final long nowNs) throws IOException {
        final JournalConfig config = settings.config();
        if (config.maxAge() == null && config.maxSizeBytes() == 0) {
            return;
        }
        final CycleFile[] files = catalog.files();
        long size = config.maxSizeBytes() == 0 ? 0 : sizeOf(files);
        for (int i = 0; i < files.length - 1; i++) {
            final boolean isTooMuch = config.maxSizeBytes() > 0 && size > config.maxSizeBytes();
            if (!isTooMuch && !isTooOld(files[i + 1], nowNs)) {
                return;
            }
            final long fileSize = config.maxSizeBytes() == 0 ? 0 : files[i].writtenBytes();
            if (!remove(files[i], files[i + 1])) {
                return;
            }
            size -= fileSize;
        }
    }

    /** A file is too old when the one behind it has begun that long ago: all its messages are older. */
    private boolean isTooOld(final CycleFile next, final long nowNs) throws IOException {
        final Duration maxAge = settings.config().maxAge();
        return maxAge != null && next.isKnown() && nowNs - next.firstTimestamp() > maxAge.toNanos();
    }

    private boolean remove(final CycleFile file, final CycleFile next) throws IOException {
        if (!next.isKnown()) {
            return false;
        }
        final long last = next.firstSequence() - 1;
        final long first = file.isKnown() ? file.firstSequence() : last;
        final long read = settings.slowestKnownSequence().getAsLong();
        if (settings.config().keepUnread() && last > read) {
            return false;
        }
        record.noteRemoved(last);
        catalog.remove(file, last);
        Files.deleteIfExists(file.path());
        settings.events().removed(file.path(), first, last, Math.max(0, last - Math.max(read, first - 1)));
        return true;
    }

    private static long sizeOf(final CycleFile[] files) throws IOException {
        long size = 0;
        for (final CycleFile file : files) {
            size += file.writtenBytes();
        }
        return size;
    }
}
