package io.hermesmq.channel.journal;

import java.io.IOException;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.MappedBytesStore;
import net.openhft.chronicle.bytes.MappedFile;
import net.openhft.chronicle.core.io.ReferenceOwner;
import net.openhft.posix.MAdviseFlag;
import net.openhft.posix.PosixAPI;
import org.jspecify.annotations.Nullable;

/**
 * Maps the blocks of a file before they are written to, and keeps the kernel from reading ahead in them: all that there is to read is
 * a hole, and a first store to a page of it would otherwise wait until the kernel has filled megabytes of memory with zeros (17 ms
 * were measured where the device reads 8 MiB ahead).
 *
 * <p>Blocks are held in the very mapping that the appender uses, which the library shares as long as somebody holds it.
 * The lock is taken by the appending thread when it enters a file or closes, never per run.
 */
final class Pretouch {

    /** So far in front of a block it is mapped: some hundredths of a second at full speed. */
    private static final long AHEAD = 32L << 20;

    private final ReferenceOwner owner = ReferenceOwner.temporary("hermes-pretouch");
    private @Nullable MappedFile file;
    private @Nullable MappedBytesStore held;
    private @Nullable MappedBytesStore next;
    private volatile long writtenTo;

    /** Says which file is written to from now on. */
    synchronized void follow(final MappedBytes bytes) {
        release();
        final MappedFile entered = bytes.mappedFile();
        entered.reserve(owner);
        file = entered;
        writtenTo = 0;
        run();
    }

    void writtenTo(final long position) {
        writtenTo = position;
    }

    synchronized void run() {
        final MappedFile current = file;
        if (current == null) {
            return;
        }
        final long block = (writtenTo + AHEAD) / current.chunkSize();
        try {
            if (next == null || next.start() != block * current.chunkSize()) {
                final MappedBytesStore mapped = current.acquireByteStore(owner, block * current.chunkSize(), null);
                release(held);
                held = next;
                next = mapped;
                advise(mapped);
            }
        } catch (final IOException | RuntimeException | InternalError e) {
            // Only help was refused; who appends will find out what is wrong, and say so.
            release();
        }
    }

    private static void advise(final MappedBytesStore block) {
        PosixAPI.posix().madvise(block.addressForRead(block.start()), block.realCapacity(), MAdviseFlag.MADV_RANDOM);
    }

    private void release(final @Nullable MappedBytesStore block) {
        if (block != null) {
            block.release(owner);
        }
    }

    private void release() {
        release(held);
        release(next);
        held = null;
        next = null;
        if (file != null) {
            file.release(owner);
            file = null;
        }
    }

    synchronized void close() {
        release();
    }
}
