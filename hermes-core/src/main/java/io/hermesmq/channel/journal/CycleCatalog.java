package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of one journal and how far it goes, shared by who writes and who reads. The writer adds a file before it says that the
 * file has a message; so a reader that knows of a message and finds it nowhere knows that something is broken.
 */
final class CycleCatalog {

    /** The end of a journal that only its files can tell. */
    static final long UNKNOWN = Long.MAX_VALUE;

    /** Nothing says how much retention has removed. */
    static final long UNKNOWN_REMOVED = -1;

    private final Path directory;
    private final DamageLog damages;
    private final boolean isExhaustive;
    private volatile CycleFile[] files = {};
    private volatile long lastSequence = UNKNOWN;
    private volatile long removedUpTo;

    /** The files of a directory, and up to where it has no messages any more because they were removed. */
    CycleCatalog(final Path directory, final DamageLog damages, final long removedUpTo) {
        this(directory, damages, removedUpTo, false);
    }

    private CycleCatalog(
            final Path directory, final DamageLog damages, final long removedUpTo, final boolean isExhaustive) {
        this.directory = directory;
        this.damages = damages;
        this.removedUpTo = removedUpTo;
        this.isExhaustive = isExhaustive;
    }

    /** One file, of which everything is wanted that can be read, and which goes on behind a message. */
    static CycleCatalog ofDamaged(final CycleFile file, final DamageLog damages, final long before) {
        final CycleCatalog catalog = new CycleCatalog(file.path(), damages, before, true);
        catalog.files = new CycleFile[] {file};
        return catalog;
    }

    DamageLog damages() {
        return damages;
    }

    /** Whether readers search the whole file for what the chain of runs does not lead to. */
    boolean isExhaustive() {
        return isExhaustive;
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

    /** The youngest file that is older, or null. */
    @Nullable
    CycleFile before(final CycleFile file) {
        CycleFile found = null;
        for (final CycleFile other : files) {
            found = other.cycle() < file.cycle() ? other : found;
        }
        return found;
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

    /** Up to where retention has removed messages; {@link #UNKNOWN_REMOVED} where nothing says. */
    long removedUpTo() {
        return removedUpTo;
    }

    synchronized void removed(final long upTo) {
        removedUpTo = Math.max(removedUpTo, upTo);
    }

    synchronized void add(final CycleFile file) {
        final List<CycleFile> all = new ArrayList<>(List.of(files));
        all.add(file);
        files = all.toArray(CycleFile[]::new);
    }

    synchronized void remove(final CycleFile file, final long upTo) {
        final List<CycleFile> all = new ArrayList<>(List.of(files));
        all.remove(file);
        if (upTo > 0) {
            removed(upTo);
        }
        files = all.toArray(CycleFile[]::new);
    }

    /** Looks into the directory, and keeps what is known of files that are still there. */
    synchronized void refresh() throws IOException {
        if (isExhaustive) {
            return;
        }
        final List<CycleFile> all = new ArrayList<>();
        for (final Path path : CycleNames.list(directory)) {
            all.add(known(path));
        }
        files = all.toArray(CycleFile[]::new);
    }

    private CycleFile known(final Path path) {
        for (final CycleFile candidate : files) {
            if (candidate.path().equals(path)) {
                return candidate;
            }
        }
        return new CycleFile(path);
    }
}
