package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.JournalConfig;
import io.hermesmq.StartFrom;
import io.hermesmq.monitor.EpochClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.core.time.SystemTimeProvider;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.BusyTimedPauser;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Chronicle Queue locks by process id, and a container that is restarted has the same one: the new process would wait for
 * itself. Who holds the lock of the directory needs not heed it.
 */
final class StaleLockTest {

    @TempDir
    private Path base;

    @Test
    void shouldAppendAtOnceWhereAWriterOfTheSameProcessIdDied() throws IOException {
        final Path alive = Files.createDirectories(base.resolve("alive").resolve("queue"));
        final Path dead = base.resolve("dead").resolve("queue");
        try (SingleChronicleQueue queue = ChronicleFiles.open(alive, SystemTimeProvider.INSTANCE, 1 << 16);
                ExcerptAppender appender = queue.createAppender();
                DocumentContext document = appender.writingDocument()) {
            copy(alive, dead); // as if this process had died here, and its id lived on
            document.rollbackOnClose();
        }
        assertThat(isLocked(dead)).isTrue();

        try (DirectoryLock lock = DirectoryLock.acquire(dead.getParent());
                JournalStore store = JournalStore.open(settings(lock.directory()));
                JournalReader reader = store.reader()) {
            new TestStream().append(store, 3);
            reader.seek(StartFrom.EARLIEST);
            assertThat(reader.next()).isTrue();
            assertThat(reader.sequence()).isEqualTo(1);
        }
    }

    private static boolean isLocked(final Path queue) {
        ChronicleFiles.quiet();
        final TableStore<?> table = SingleTableBuilder.binary(
                        queue.resolve("metadata.cq4t").toFile(), Metadata.NoMeta.INSTANCE)
                .readOnly(false)
                .build();
        try (table;
                TableStoreWriteLock lock = new TableStoreWriteLock(table, BusyTimedPauser::new, 0L)) {
            return lock.isLockedByCurrentProcess(other -> {});
        }
    }

    private static JournalSettings settings(final Path directory) {
        return new JournalSettings(
                "orders",
                directory,
                JournalConfig.DEFAULT,
                EpochClock.INSTANCE,
                JournalEvents.NONE,
                64 * 1024,
                () -> Long.MAX_VALUE);
    }

    private static void copy(final Path from, final Path to) throws IOException {
        Files.createDirectories(to);
        final List<Path> files;
        try (Stream<Path> listing = Files.list(from)) {
            files = listing.toList();
        }
        for (final Path file : files) {
            Files.copy(file, to.resolve(file.getFileName()));
        }
    }
}
