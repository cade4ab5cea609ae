package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.CloseHelper;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Appends runs to Chronicle Queue: the one place where its files are written. It begins with a file of its own and never visits those
 * of others. For one thread, but for {@link #pretouch}.
 *
 * <p>The library writes its header, this class the header of the run, both to the mapped file; the frames go to the same pages by a call
 * of the operating system. It costs the same for each run, where stores to a mapped file wait each few pages for the kernel to
 * bring in zeros that are written over next, for tens of milliseconds at times.
 */
final class RunFile implements AutoCloseable {

    /** Holds nothing that the files do not say: a lock by process id, which outlives its process, and a listing. */
    private static final String METADATA = "metadata.cq4t";

    /** Up to which file the library need not look for missing end marks. */
    private static final String NORMALISED = "normalisedEOFsTo";

    private final Path directory;
    private final RollClock clock;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final Pretouch pretouch = new Pretouch();
    private final DiskSync diskSync;
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private @Nullable FileChannel channel;
    private int cycle = -1;
    private long lastOffset;

    RunFile(final Path directory, final RollClock clock, final int maxRunLength) throws IOException {
        this.directory = directory;
        this.clock = clock;
        diskSync = new DiskSync(directory, ChronicleFiles.blockSize(maxRunLength));
        Files.deleteIfExists(directory.resolve(METADATA));
        queue = ChronicleFiles.open(directory, clock, maxRunLength);
        try {
            queue.tableStorePut(NORMALISED, clock.cycle());
            appender = queue.createAppender();
            appender.singleThreadedCheckDisabled(
                    true); // one thread at a time: who opens recovers, then the lane, then who closes
        } catch (final RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    /** The file that the next run goes to. */
    Path file() {
        return directory.resolve(CycleNames.nameOf(clock.cycle()));
    }

    /** Where in its file the run begins that was appended last. */
    long lastOffset() {
        return lastOffset;
    }

    /** Writes a whole run; nothing of it can be seen before all of it is there. */
    void append(final RunStaging run) throws IOException {
        final int length = RunLayout.FRAMES_OFFSET + run.framesLength();
        final DocumentContext document = appender.writingDocument();
        boolean written = false;
        final Bytes<?> bytes;
        try {
            bytes = document.wire().bytes();
            final long offset = bytes.writePosition();
            if (cycle != clock.cycle()) {
                cycle = clock.cycle();
                begin((MappedBytes) bytes);
            }
            target.wrap(bytes.addressForWrite(offset), RunLayout.FRAMES_OFFSET);
            target.putBytes(0, run.header(), 0, RunLayout.FRAMES_OFFSET);
            write(run, offset + RunLayout.FRAMES_OFFSET);
            bytes.writeSkip(length);
            lastOffset = offset - CycleScanner.DOCUMENT_HEADER;
            written = true;
        } finally {
            if (!written) {
                document.rollbackOnClose();
            }
            document.close();
        }
        diskSync.written(lastOffset, lastOffset + length + CycleScanner.DOCUMENT_HEADER);
        pretouch.writtenTo(lastOffset + length);
    }

    private void begin(final MappedBytes bytes) throws IOException {
        pretouch.follow(bytes);
        diskSync.follow(file(), bytes);
        CloseHelper.close(channel);
        channel = null;
    }

    private static void writeTo(final FileChannel file, final ByteBuffer frames, final long offset) throws IOException {
        long at = offset;
        while (frames.hasRemaining()) {
            at += file.write(frames, at);
        }
    }

    private FileChannel channel() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(file(), StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    /** An interrupt closes a channel. It is for somebody else, who finds it set again. */
    private void write(final RunStaging run, final long offset) throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    writeTo(channel(), run.frames(), offset);
                    return;
                } catch (final ClosedByInterruptException e) {
                    interrupted |= Thread.interrupted();
                    channel = null;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    void sync() throws IOException {
        diskSync.sync();
    }

    /** Prepares memory and disk for what will be appended. For one thread at a time, any but the appending one. */
    void pretouch() {
        pretouch.run();
    }

    @Override
    public void close() {
        pretouch.close();
        CloseHelper.close(channel);
        appender.close();
        queue.close();
    }
}
