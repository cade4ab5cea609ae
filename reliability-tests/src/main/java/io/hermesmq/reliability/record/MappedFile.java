package io.hermesmq.reliability.record;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** A file as memory. Blocks that nobody wrote take no room on the disk. */
final class MappedFile implements AutoCloseable {

    private final MappedByteBuffer bytes;
    private final UnsafeBuffer buffer;

    private MappedFile(final MappedByteBuffer bytes) {
        this.bytes = bytes;
        buffer = new UnsafeBuffer(bytes);
    }

    /** Opens or makes a file of a length. */
    static MappedFile openOrCreate(final Path path, final long lengthBytes) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
                final long length = Math.max(channel.size(), lengthBytes);
                return new MappedFile(channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException("the record " + path + " cannot be mapped", e);
        }
    }

    /** Opens a file that is there, in its present length. */
    static MappedFile open(final Path path) {
        return openOrCreate(path, 0);
    }

    UnsafeBuffer buffer() {
        return buffer;
    }

    @Override
    public void close() {
        BufferUtil.free(bytes);
    }
}
