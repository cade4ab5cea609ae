package io.hermesmq.channel.journal;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.io.ReferenceOwner;
import org.jspecify.annotations.Nullable;

/**
 * Touches the pages of a file before they are written to, so that the thread that appends neither waits for the disk to give room nor
 * maps a block. A page is touched by an exchange of zero for zero: it leaves what is there as it is, whoever writes meanwhile.
 *
 * <p>Pages are touched through the very mapping that the appender uses, which the library shares as long as somebody holds it.
 * The lock is taken by the appending thread when it enters a file or closes, never per run.
 */
final class Pretouch {

    private static final int PAGE = 4096;
    private static final long MIN_AHEAD = 4L << 20;
    private static final long MAX_AHEAD = 32L << 20;

    private final ReferenceOwner owner = ReferenceOwner.temporary("hermes-pretouch");
    private final AtomicReferenceArray<@Nullable MappedBytesStore> held = new AtomicReferenceArray<>(2);
    private @Nullable MappedFile file;
    private long touchedTo;
    private long seenAt;
    private long ahead = MIN_AHEAD;
    private volatile long writtenTo;
    private volatile boolean
            isWanted; // by the appending thread, which does not wait for pages of a file that it leaves

    /** Says which file is written to from now on. */
    void follow(final MappedBytes bytes) {
        isWanted = true;
        begin(bytes);
    }

    private synchronized void begin(final MappedBytes bytes) {
        isWanted = false;
        release();
        final MappedFile next = bytes.mappedFile();
        next.reserve(owner);
        file = next;
        touchedTo = 0;
        seenAt = 0;
    }

    void writtenTo(final long position) {
        writtenTo = position;
    }

    synchronized void run() {
        final MappedFile current = file;
        if (current == null) {
            return;
        }
        final long position = writtenTo;
        final long progress = position - seenAt;
        seenAt = position;
        if (progress > ahead / 2) {
            ahead = Math.min(MAX_AHEAD, ahead * 2);
        } else if (progress < ahead / 8) {
            ahead = Math.max(MIN_AHEAD, ahead / 2);
        }
        try {
            touch(current, Math.max(touchedTo, position & -PAGE), position + ahead);
        } catch (final IOException | RuntimeException | InternalError e) {
            // Only help was refused; who appends will find out what is wrong, and say so.
            release();
        }
    }

    private void touch(final MappedFile current, final long from, final long to) throws IOException {
        final long chunkSize = current.chunkSize();
        for (long at = from; at < to && !isWanted; at += PAGE) {
            store(current, at / chunkSize, chunkSize).compareAndSwapLong(at, 0, 0);
            touchedTo = at + PAGE;
        }
    }

    private MappedBytesStore store(final MappedFile current, final long chunk, final long chunkSize)
            throws IOException {
        final int slot = (int) (chunk & 1);
        MappedBytesStore store = held.get(slot);
        if (store == null || store.start() != chunk * chunkSize) {
            if (store != null) {
                store.release(owner);
                held.set(slot, null);
            }
            store = current.acquireByteStore(owner, chunk * chunkSize, null);
            held.set(slot, store);
        }
        return store;
    }

    private void release() {
        for (int i = 0; i < held.length(); i++) {
            final MappedBytesStore store = held.get(i);
            if (store != null) {
                store.release(owner);
                held.set(i, null);
            }
        }
        if (file != null) {
            file.release(owner);
            file = null;
        }
    }

    void close() {
        isWanted = true;
        end();
    }

    private synchronized void end() {
        release();
    }
}
