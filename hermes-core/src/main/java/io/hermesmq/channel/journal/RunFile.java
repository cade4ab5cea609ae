package io.hermesmq.channel.journal;

import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.agrona.concurrent.UnsafeBuffer;

/** Appends runs to Chronicle Queue: the one place where its files are written. For one thread. */
final class RunFile implements AutoCloseable {

    private final Path directory;
    private final RollClock clock;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final UnsafeBuffer target = new UnsafeBuffer(0, 0);
    private long lastOffset;

    RunFile(final Path directory, final RollClock clock, final int maxRunLength, final boolean synced) {
        this.directory = directory;
        this.clock = clock;
        queue = ChronicleFiles.open(directory, clock, maxRunLength, synced);
        appender = queue.createAppender();
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
        try {
            final Bytes<?> bytes = document.wire().bytes();
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
    }

    void sync() {
        appender.sync();
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
    }
}
