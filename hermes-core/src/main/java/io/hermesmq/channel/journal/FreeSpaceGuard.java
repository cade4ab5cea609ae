package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Says whether there is room for more messages, before the disk is full: a write to a mapped page that has no room on the disk is a
 * fault and no exception.
 *
 * <p>The reserve is what must stay free: the setting {@code min-free-space}, but no less than the ring and one block of the
 * queue, so that what is in the ring can always be written. Once there is less, publishing has to stop until an eighth more
 * than the reserve is free, so that it does not stop and go with every file that somebody deletes.
 *
 * <p>The thread that writes calls {@link #wrote}; it reads the free space after so many bytes and after so much time,
 * about 15 microseconds each. Any thread asks {@link #hasRoom}.
 */
public final class FreeSpaceGuard {

    private static final long CHECK_EVERY_BYTES = 1 << 20;
    private static final long CHECK_EVERY_NS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MARGIN_SHARE = 8;

    private final UsableSpace space;
    private final String place;
    private final long reserveBytes;
    private final long resumeBytes;
    private final Consumer<String> events;

    private long uncheckedBytes;
    private long checkedNs;
    private boolean readFails;
    private volatile long usableBytes;
    private volatile boolean hasRoom;

    /** Reads the free space. */
    @FunctionalInterface
    interface UsableSpace {
        long bytes() throws IOException;
    }

    FreeSpaceGuard(
            final String place,
            final UsableSpace space,
            final long reserveBytes,
            final long nowNs,
            final Consumer<String> events) {
        this.place = place;
        this.space = space;
        this.reserveBytes = reserveBytes;
        this.events = events;
        resumeBytes = Math.addExact(reserveBytes, reserveBytes / MARGIN_SHARE);
        hasRoom = true;
        usableBytes = Long.MAX_VALUE;
        check(nowNs);
    }

    /**
     * Guards the disk of a directory. The room of the ring file and of the blocks that the queue has must have been
     * taken before.
     *
     * @param directory that exists.
     * @param minFreeBytes setting of the journal.
     * @param ringBytes capacity of the ring.
     * @param blockBytes what the queue takes of the disk at once.
     * @param nowNs the time, of any clock that only goes forward.
     * @param events takes a text when room ends, when it is back, and when it cannot be read.
     * @return the guard, which has looked once.
     * @throws JournalException where the file system cannot be asked.
     */
    public static FreeSpaceGuard of(
            final Path directory,
            final long minFreeBytes,
            final long ringBytes,
            final long blockBytes,
            final long nowNs,
            final Consumer<String> events) {
        try {
            final FileStore store = Files.getFileStore(directory);
            store.getUsableSpace();
            final long reserve = Math.max(minFreeBytes, ringBytes + blockBytes);
            return new FreeSpaceGuard(directory.toString(), store::getUsableSpace, reserve, nowNs, events);
        } catch (final IOException e) {
            throw new JournalException(
                    "cannot read the free space of the disk of " + directory + ": " + e
                            + "; use a directory on a local disk",
                    e);
        }
    }

    /**
     * Whether there is room for more messages.
     *
     * @return false from the moment that the reserve was found touched until it is whole again; any thread may ask.
     */
    public boolean hasRoom() {
        return hasRoom;
    }

    /**
     * Notes what was written, and looks at the disk where that is due. For the one thread that writes; it calls this also
     * when there was nothing to write, so that publishing can resume.
     *
     * @param bytes that were written since the last call.
     * @param nowNs the time, of the clock of the constructor.
     * @return {@link #hasRoom}.
     */
    public boolean wrote(final long bytes, final long nowNs) {
        uncheckedBytes += bytes;
        if (uncheckedBytes >= CHECK_EVERY_BYTES || nowNs - checkedNs >= CHECK_EVERY_NS) {
            check(nowNs);
        }
        return hasRoom;
    }

    private void check(final long nowNs) {
        uncheckedBytes = 0;
        checkedNs = nowNs;
        try {
            usableBytes = space.bytes();
            readFails = false;
        } catch (final IOException e) {
            if (!readFails) {
                readFails = true;
                events.accept("cannot read the free space of the disk of " + place + ": " + e
                        + "; until that works publishing goes on as it was");
            }
            return;
        }
        final long usable = usableBytes;
        if (hasRoom && usable < reserveBytes) {
            hasRoom = false;
            events.accept("the disk of " + place + " has " + usable + " bytes left, " + reserveBytes
                    + " are the reserve: publishing is refused until there are " + resumeBytes
                    + "; free some room, or lower journal.retention");
        } else if (!hasRoom && usable >= resumeBytes) {
            hasRoom = true;
            events.accept("the disk of " + place + " has " + usable + " bytes left again: publishing resumes");
        }
    }

    /**
     * What was free when it was last read.
     *
     * @return bytes; any thread may ask.
     */
    public long usableBytes() {
        return usableBytes;
    }

    /**
     * What has to stay free.
     *
     * @return bytes.
     */
    public long reserveBytes() {
        return reserveBytes;
    }
}
