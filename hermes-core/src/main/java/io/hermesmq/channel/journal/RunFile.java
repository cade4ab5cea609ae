package io.hermesmq.channel.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Appends runs to Chronicle Queue: the one place where its files are written. It begins with a file of its own and never visits those
 * of others. For one thread, but for {@link #pretouch}.
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
    void append(final UnsafeBuffer run, final int length) {
        final DocumentContext document = appender.writingDocument();
        boolean written = false;
        final Bytes<?> bytes;
        try {
            bytes = document.wire().bytes();
            final long offset = bytes.writePosition();
            target.wrap(bytes.addressForWrite(offset), length);
            target.putBytes(0, run, 0, length);
            bytes.writeSkip(length);
            lastOffset = offset - CycleScanner.DOCUMENT_HEADER;
            written = true;
        } finally {
            if (!written) {
                document.rollbackOnClose();
            }
            document.close();
        }
        if (cycle != clock.cycle()) {
            cycle = clock.cycle();
            pretouch.follow((MappedBytes) bytes);
            diskSync.follow(file(), (MappedBytes) bytes);
        }
        diskSync.written(lastOffset, lastOffset + length + CycleScanner.DOCUMENT_HEADER);
        pretouch.writtenTo(lastOffset + length);
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
        appender.close();
        queue.close();
    }
}
