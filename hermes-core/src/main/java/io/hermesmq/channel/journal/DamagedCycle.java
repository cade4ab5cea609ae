package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;

import io.hermesmq.frame.FrameLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Replaces a damaged file by one with all that can be read from it, and keeps the damaged one aside. The new file is written in a
 * directory of its own and then moved over the old one: whenever the process dies, one of the two is whole in its place.
 */
final class DamagedCycle implements AutoCloseable {

    private static final String WORKSHOP = "salvage";
    private static final int SEARCH_LENGTH = 1 << 16;

    private final RunFile runs;
    private final RunStaging staging = new RunStaging();
    private UnsafeBuffer frames = new UnsafeBuffer(new byte[JournalStore.MAX_RUN_LENGTH]);
    private int length;
    private int count;
    private long first;
    private long timestamp;
    private long position;

    private DamagedCycle(final RunFile runs) {
        this.runs = runs;
    }

    /**
     * Replaces a file.
     *
     * @param before the last message in front of the file, {@link CycleCatalog#UNKNOWN_REMOVED} where that is not known.
     * @param cause what is wrong with the file.
     * @return what may have cost messages of its end.
     */
    static JournalEnd.Suspicion replace(
            final CycleFile file,
            final CycleCatalog catalog,
            final JournalSettings settings,
            final long before,
            final String cause)
            throws IOException {
        final Path workshop = settings.directory().resolve(WORKSHOP);
        delete(workshop);
        Files.createDirectories(workshop);
        final DamageLog damages = catalog.damages();
        final int toldBefore = damages.size();
        long first = 0;
        long last = 0;
        long saved = 0;
        final RollClock clock = new RollClock(Long.MAX_VALUE, file.cycle());
        final int maxRun = Math.max(JournalStore.MAX_RUN_LENGTH, settings.maxFrameLength()) + RunLayout.FRAMES_OFFSET;
        try (JournalReader reader = new JournalReader(CycleCatalog.ofDamaged(file, damages, before));
                DamagedCycle copy = new DamagedCycle(new RunFile(workshop, clock, maxRun))) {
            while (reader.next()) {
                copy.take(reader);
                first = saved == 0 ? reader.sequence() : first;
                last = reader.sequence();
                saved++;
            }
            copy.flush();
        }
        final Path copied = workshop.resolve(file.path().getFileName());
        Path kept = file.path();
        if (saved > 0 || holdsFrames(file.path())) { // else a process died as it began the file
            kept = keep(file.path(), settings.damagedDirectory());
        }
        if (saved > 0) {
            force(copied);
            Files.move(copied, file.path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(settings.queueDirectory());
        } else {
            Files.delete(file.path());
        }
        delete(workshop);
        catalog.remove(file, 0);
        catalog.refresh();
        if (saved > 0) {
            settings.events().setAside(file.path(), kept, first, last, saved);
        }
        final boolean isTold = damages.size() > toldBefore;
        return new JournalEnd.Suspicion(file.path(), cause, saved > 0 && !isTold);
    }

    private void take(final JournalReader reader) throws IOException {
        final int payload = reader.buffer().getInt(reader.offset() + LENGTH_OFFSET, BYTE_ORDER);
        final int aligned = (int) RunLayout.alignedFrameLength(payload);
        final boolean follows = reader.sequence() == first + count
                && (reader.position() < 0 || reader.position() == position + length)
                && length + aligned <= frames.capacity();
        if (!follows) {
            flush();
            if (aligned > frames.capacity()) {
                frames = new UnsafeBuffer(new byte[aligned]);
            }
            first = reader.sequence();
            position = Math.max(position, reader.position());
        }
        frames.putBytes(length, reader.buffer(), reader.offset(), aligned);
        timestamp = Math.max(timestamp, reader.runTimestamp());
        length += aligned;
        count++;
    }

    private void flush() throws IOException {
        if (count > 0) {
            staging.frames(frames, 0, length);
            staging.header(first, Math.max(1, timestamp), position, count);
            runs.append(staging);
            position += length;
            length = 0;
            count = 0;
        }
    }

    @Override
    public void close() {
        runs.close();
        staging.close();
    }

    /** Whether anything in the file looks like a frame, readable or not. */
    private static boolean holdsFrames(final Path file) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(SEARCH_LENGTH).order(FrameLayout.BYTE_ORDER);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (long at = 0; channel.read(bytes.clear(), at) > 0; at += SEARCH_LENGTH) {
                bytes.flip();
                for (int i = 0; i <= bytes.limit() - Integer.BYTES; i += Integer.BYTES) {
                    if (bytes.getInt(i) == FrameLayout.MAGIC) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /** Puts the damaged file under a free name beside the journal. */
    private static Path keep(final Path file, final Path directory) throws IOException {
        Files.createDirectories(directory);
        final String name = String.valueOf(file.getFileName());
        Path kept = directory.resolve(name);
        for (int i = 1; Files.exists(kept); i++) {
            kept = directory.resolve(name + "." + i);
        }
        try {
            Files.createLink(kept, file);
        } catch (final UnsupportedOperationException | IOException e) {
            Files.copy(file, kept);
        }
        return kept;
    }

    private static void force(final Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void delete(final Path directory) throws IOException {
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (final Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }
}
