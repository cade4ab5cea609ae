package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A part of a file in memory outside of the heap. Read by calls, not mapped: a file that is cut while it is read ends early here,
 * where a mapping would break the JVM. For one thread.
 */
final class FileWindow implements AutoCloseable {

    private final ByteBuffer bytes;
    private final UnsafeBuffer view;
    private Path path;
    private FileChannel channel;
    private long start;
    private int length;
    private long knownSize;

    FileWindow(final Path path, final int capacity) throws IOException {
        this.path = path;
        this.bytes = ByteBuffer.allocateDirect(capacity);
        this.view = new UnsafeBuffer(bytes);
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    UnsafeBuffer view() {
        return view;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    Path path() {
        return path;
    }

    /** Goes on with another file. */
    void open(final Path other) throws IOException {
        final FileChannel opened = FileChannel.open(other, StandardOpenOption.READ);
        channel.close();
        channel = opened;
        path = other;
        knownSize = 0;
        forget();
    }

    /** Drops what was read, so that it is read again. */
    void forget() {
        length = 0;
    }

    /** Whether the file is at least this long. */
    boolean reaches(final long end) throws IOException {
        if (end > knownSize) {
            knownSize = size();
        }
        return end <= knownSize;
    }

    long size() throws IOException {
        boolean interrupted = false;
        try {
            for (; ; ) {
                try {
                    return channel.size();
                } catch (final ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted(); // it would close the next channel as well
                    reopen();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Brings a range into the window.
     *
     * @param offset in the file.
     * @param needed bytes that the caller reads.
     * @param wanted bytes to read at once if the range is not there yet.
     * @return where the range begins in the window, or -1 where the file has fewer bytes than needed.
     */
    int at(final long offset, final int needed, final int wanted) throws IOException {
        if (!has(offset, needed)) {
            start = offset;
            length = read(bytes, offset, Math.min(bytes.capacity(), Math.max(needed, wanted)));
            if (length < needed) {
                return -1;
            }
        }
        return (int) (offset - start);
    }

    boolean has(final long offset, final int size) {
        return offset >= start && offset + size <= start + length;
    }

    /** Bytes from an offset to the end of the window. */
    int available(final long offset) {
        return (int) (start + length - offset);
    }

    /** Copies a range into another buffer; false where the file ends before. */
    boolean copy(
            final long offset, final int size, final ByteBuffer target, final UnsafeBuffer targetView, final int index)
            throws IOException {
        if (has(offset, size)) {
            targetView.putBytes(index, view, (int) (offset - start), size);
            return true;
        }
        target.clear().position(index);
        return readFully(target, offset, size) == size;
    }

    private int read(final ByteBuffer target, final long offset, final int size) throws IOException {
        target.clear();
        return readFully(target, offset, size);
    }

    /** Reads to the position of the target; fewer bytes than asked for at the end of the file. */
    private int readFully(final ByteBuffer target, final long offset, final int size) throws IOException {
        final int begin = target.position();
        target.limit(begin + size);
        int done = 0;
        boolean interrupted = false;
        try {
            while (done < size) {
                try {
                    final int read = channel.read(target, offset + done);
                    if (read < 0) {
                        break;
                    }
                    done += read;
                } catch (final ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    reopen();
                    target.position(begin + done);
                }
            }
        } finally {
            target.clear();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return done;
    }

    private void reopen() throws IOException {
        final boolean interrupted = Thread.interrupted();
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        BufferUtil.free(bytes);
    }
}
