package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.posix.MSyncFlag;
import net.openhft.posix.PosixAPI;
import org.jspecify.annotations.Nullable;

/**
 * Brings what was written to the disk, and says so where that fails; the library's own sync reports a failure to the log alone, starts
 * no write at all by default, and does not reach back behind the block that is mapped now.
 *
 * <p>As a rule it syncs the pages written since the last time. Where a block or a file was entered in between, it syncs the whole files,
 * and their directory. For the thread that appends.
 */
final class DiskSync {

    private static final long PAGE = 4096;

    private final Path directory;
    private final long blockSize;
    private final List<Path> entered = new ArrayList<>();
    private @Nullable MappedBytes bytes;
    private @Nullable Path file;
    private long from;
    private long to;
    private long block;

    DiskSync(final Path directory, final long blockSize) {
        this.directory = directory;
        this.blockSize = blockSize;
    }

    /** Whether the native layer is there. */
    static boolean isAvailable() {
        return !NativeLayer.posix().getClass().getSimpleName().startsWith("NoOp");
    }

    /** Says which file is written to from now on. */
    void follow(final Path next, final MappedBytes nextBytes) {
        if (file != null && to > from) {
            entered.add(file);
        }
        entered.add(next);
        file = next;
        bytes = nextBytes;
        from = 0;
        to = 0;
        block = -1;
    }

    /** Says what was written. */
    void written(final long offset, final long end) {
        final long entering = offset / blockSize;
        if (entering != block) {
            block = entering;
            if (entered.isEmpty() && file != null) {
                entered.add(file);
            }
        }
        to = end;
    }

    void sync() throws IOException {
        final MappedBytes mapped = bytes;
        if (mapped == null || (to <= from && entered.isEmpty())) {
            return;
        }
        if (entered.isEmpty()) {
            syncPages(mapped);
        } else {
            for (final Path path : entered) {
                force(path, StandardOpenOption.WRITE);
            }
            force(directory, StandardOpenOption.READ);
            entered.clear();
        }
        from = to;
    }

    private void syncPages(final MappedBytes mapped) throws IOException {
        final long start = from & -PAGE;
        final BytesStore<?, ?> store = mapped.bytesStore();
        final int failed = PosixAPI.posix().msync(store.addressForRead(start), to - start, MSyncFlag.MS_SYNC);
        if (failed != 0) {
            throw new IOException("msync of " + file + " from " + start + " to " + to + " failed: "
                    + PosixAPI.posix().lastErrorStr());
        }
    }

    private static void force(final Path path, final StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(false);
        } catch (final NoSuchFileException e) {
            return; // removed by retention
        }
    }
}
