package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether there is room for more messages, before the disk is full: a write to a mapped page that has no room on the disk is a
 * fault and no exception.
 *
 * <p>The reserve is what must stay free: the setting {@code min-free-space}, but no less than the rings and one block of the
 * queue each of all channels on that disk, so that what is in the rings can always be written while pages are touched ahead. Once there is less, there is no room until an
 * eighth more than the reserve is free, so that publishing does not stop and go with every file that somebody deletes.
 *
 * <p>To read the free space takes about 15 microseconds, so it is done per so many bytes. Where it cannot be read things stay as they
 * are. For one thread; others may read {@link #usableBytes}.
 */
final class FreeSpaceGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FreeSpaceGuard.class);
    private static final long CHECK_EVERY_BYTES = 1 << 20;
    private static final int MARGIN_SHARE = 8;

    private final String place;
    private final UsableSpace space;
    private final long minFreeBytes;
    private final @Nullable DiskReserve reserve;
    private long uncheckedBytes;
    private boolean hasRoom = true;
    private boolean isUnreadable;
    private volatile long usableBytes = Long.MAX_VALUE;

    /** Reads the free space. */
    @FunctionalInterface
    interface UsableSpace {
        long bytes() throws IOException;
    }

    FreeSpaceGuard(
            final String place, final UsableSpace space, final long minFreeBytes, final @Nullable DiskReserve reserve) {
        this.place = place;
        this.space = space;
        this.minFreeBytes = minFreeBytes;
        this.reserve = reserve;
        check();
    }

    /**
     * Guards the disk of a directory, and looks once. The ring file must have its room already.
     *
     * @throws JournalException where the file system cannot be asked.
     */
    static FreeSpaceGuard of(final Path directory, final long minFreeBytes, final long ringBytes) {
        final FileStore store = storeOf(directory);
        return new FreeSpaceGuard(
                directory.toString(),
                store::getUsableSpace,
                minFreeBytes,
                DiskReserve.add(store, ringBytes + ChronicleFiles.BLOCK));
    }

    private static FileStore storeOf(final Path directory) {
        try {
            final FileStore store = Files.getFileStore(directory);
            store.getUsableSpace();
            return store;
        } catch (final IOException e) {
            throw new JournalException(
                    "cannot read the free space of the disk of " + directory + ": " + e
                            + "; use a directory on a local disk",
                    e);
        }
    }

    /** Looks at the disk now. */
    boolean hasRoom() {
        check();
        return hasRoom;
    }

    /** Notes what was written, and looks at the disk where that was enough to matter. */
    boolean hasRoomAfter(final long bytes) {
        uncheckedBytes += bytes;
        if (uncheckedBytes >= CHECK_EVERY_BYTES) {
            check();
        }
        return hasRoom;
    }

    private void check() {
        uncheckedBytes = 0;
        final long usable;
        try {
            usable = space.bytes();
        } catch (final IOException e) {
            if (!isUnreadable) {
                LOG.warn(
                        "cannot read the free space of the disk of {} any more; until that works again nobody sees it fill",
                        place,
                        e);
            }
            isUnreadable = true;
            return;
        }
        isUnreadable = false;
        usableBytes = usable;
        final long reserveBytes = reserveBytes();
        hasRoom = hasRoom ? usable >= reserveBytes : usable - reserveBytes >= reserveBytes / MARGIN_SHARE;
    }

    /** What was free when it was last read. */
    long usableBytes() {
        return usableBytes;
    }

    /** What has to stay free now; more where another channel on the disk has been opened since. */
    long reserveBytes() {
        return reserve == null ? minFreeBytes : Math.max(minFreeBytes, reserve.sum());
    }

    /** Gives up what this channel has in the reserve of the others. Does nothing the second time. */
    @Override
    public void close() {
        if (reserve != null) {
            reserve.close();
        }
    }
}
