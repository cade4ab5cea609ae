package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of one journal and how far it goes, shared by who writes and who reads. The writer adds a file before it says that the
 * file has a message; so a reader that knows of a message and finds it nowhere knows that something is broken.
 */
final class CycleCatalog {

    /** The end of a journal that another process may be writing. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private final Path directory;
    private final JournalEvents events;
    private final Set<String> told = new HashSet<>();
    private volatile CycleFile[] files = {};
    private volatile long lastSequence = UNKNOWN;
    private volatile long removedUpTo;

    CycleCatalog(final Path directory, final JournalEvents events) {
        this.directory = directory;
        this.events = events;
    }

    JournalEvents events() {
        return events;
    }

    /** The oldest first. */
    CycleFile[] files() {
        return files;
    }

    @Nullable
    CycleFile last() {
        final CycleFile[] all = files;
        return all.length == 0 ? null : all[all.length - 1];
    }

    /** The oldest file that is younger, or null. */
    @Nullable
    CycleFile after(final CycleFile file) {
        for (final CycleFile other : files) {
            if (other.cycle() > file.cycle()) {
                return other;
            }
        }
        return null;
    }

    boolean isFirst(final CycleFile file) {
        final CycleFile[] all = files;
        return all.length == 0 || all[0].cycle() >= file.cycle();
    }

    /** The last message that can be read; {@link #UNKNOWN} where only the files can tell. */
    long lastSequence() {
        return lastSequence;
    }

    void lastSequence(final long sequence) {
        lastSequence = sequence;
    }

    /** Up to where retention has removed messages. */
    long removedUpTo() {
        return removedUpTo;
    }

    synchronized void add(final CycleFile file) {
        final List<CycleFile> all = new ArrayList<>(List.of(files));
        all.add(file);
        files = all.toArray(CycleFile[]::new);
    }

    synchronized void remove(final CycleFile file, final long upTo) {
        final List<CycleFile> all = new ArrayList<>(List.of(files));
        all.remove(file);
        removedUpTo = Math.max(removedUpTo, upTo);
        files = all.toArray(CycleFile[]::new);
    }

    /** Looks into the directory, for readers of another process; keeps what is known of files that are still there. */
    synchronized void refresh() throws IOException {
        final List<CycleFile> all = new ArrayList<>();
        final CycleFile[] known = files;
        for (final Path path : CycleNames.list(directory)) {
            CycleFile file = null;
            for (final CycleFile candidate : known) {
                if (candidate.path().equals(path)) {
                    file = candidate;
                }
            }
            all.add(file == null ? new CycleFile(path) : file);
        }
        files = all.toArray(CycleFile[]::new);
    }

    /** Tells of a damage, unless another reader has already. */
    void damaged(final Path file, final long firstSequence, final long count, final String cause) {
        final boolean isNew;
        synchronized (told) {
            isNew = told.add(file.getFileName() + " " + firstSequence + " " + count);
        }
        if (isNew) {
            events.damaged(file, firstSequence, firstSequence + count - 1, count, cause);
        }
    }
}
