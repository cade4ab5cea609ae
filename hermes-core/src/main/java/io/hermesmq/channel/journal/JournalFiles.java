package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What the files of a journal have in common: they are written whole, replaced at once, and set aside when damaged. */
final class JournalFiles {

    private static final int CHUNK = 64 * 1024;

    private JournalFiles() {}

    /** Writes zeros, so that the file system gives the room now and not when a mapped page is first touched. */
    static void fill(final FileChannel channel, final long from, final long to) throws IOException {
        final ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(CHUNK, to - from));
        long at = from;
        while (at < to) {
            zeros.limit((int) Math.min(zeros.capacity(), to - at)).position(0);
            at += channel.write(zeros, at);
        }
    }

    /** Puts a file that is written whole in the place of another. */
    static void replace(final Path replacement, final Path file) throws IOException {
        try {
            Files.move(replacement, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (final AtomicMoveNotSupportedException e) {
            Files.move(replacement, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Makes the names in a directory durable, where the system can. */
    static void forceDirectory(final Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (final IOException e) {
            return; // not every system opens a directory; then its file system looks after names itself
        }
    }

    /** Moves a file into the directory {@code damaged} beside it and returns its new place. */
    static Path setAside(final Path file) throws IOException {
        final Path directory = Files.createDirectories(file.resolveSibling("damaged"));
        Path place = directory.resolve(String.valueOf(file.getFileName()));
        for (int i = 1; Files.exists(place); i++) {
            place = directory.resolve(file.getFileName() + "." + i);
        }
        return Files.move(file, place);
    }
}
