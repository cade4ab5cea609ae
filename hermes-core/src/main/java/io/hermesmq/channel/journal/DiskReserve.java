package io.hermesmq.channel.journal;

import java.nio.file.FileStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the journals of this process on one disk may still have to write: all rings can be full at once, and they share the free space. So each
 * of them keeps the sum free. For any thread.
 */
final class DiskReserve implements AutoCloseable {

    private static final Map<FileStore, Long> SUMS = new ConcurrentHashMap<>();

    private final FileStore store;
    private final long bytes;
    private boolean closed;

    private DiskReserve(final FileStore store, final long bytes) {
        this.store = store;
        this.bytes = bytes;
    }

    /** Adds a journal to those of a disk, until it is closed. */
    static DiskReserve add(final FileStore store, final long bytes) {
        SUMS.merge(store, bytes, Long::sum);
        return new DiskReserve(store, bytes);
    }

    /** What all journals on the disk may have to write. */
    long sum() {
        return SUMS.getOrDefault(store, 0L);
    }

    /** Takes the journal away; does nothing the second time. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SUMS.computeIfPresent(store, (disk, sum) -> sum == bytes ? null : sum - bytes);
        }
    }
}
