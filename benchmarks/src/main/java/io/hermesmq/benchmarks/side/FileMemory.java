package io.hermesmq.benchmarks.side;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The memory that the operating system keeps files in. Where it was never used since the machine started, a virtual machine has to
 * ask its host for each page, which takes longer than everything else that is done for a message; who writes first would pay.
 */
public final class FileMemory {

    private static final int CHUNK_BYTES = 1 << 20;
    private static final int MAX_TURNS = 4;

    /** So much faster than the time before is still getting faster. */
    private static final double FASTER = 0.8;

    private FileMemory() {}

    /**
     * Writes a file and removes it, until that gets no faster.
     *
     * @param base where a directory is made for it.
     * @param bytes of the file; as much memory is drawn.
     */
    public static void draw(final Path base, final long bytes) {
        try (Workspace workspace = Workspace.below(base)) {
            long before = Long.MAX_VALUE;
            for (int turn = 0; turn < MAX_TURNS; turn++) {
                final long ns = write(workspace.path().resolve("memory-" + turn), bytes);
                if (ns > FASTER * before) {
                    return;
                }
                before = ns;
            }
        }
    }

    private static long write(final Path file, final long bytes) {
        final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK_BYTES);
        final long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
            for (long written = 0; written < bytes; ) {
                written += channel.write(chunk.clear());
            }
            return System.nanoTime() - start;
        } catch (final IOException e) {
            throw new UncheckedIOException(
                    file + " cannot be written: " + bytes + " bytes of the disk are needed; name another with --dir",
                    e);
        }
    }
}
