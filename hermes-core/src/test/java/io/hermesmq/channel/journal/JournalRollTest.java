package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.JournalConfig;
import io.hermesmq.RollCycle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files begin when their time has come, whatever the clock does, and go when they may. */
final class JournalRollTest {

    private static final JournalConfig HOURLY = JournalConfig.DEFAULT.withRollCycle(RollCycle.HOURLY);

    @TempDir
    private Path directory;

    private static void appendAt(
            final TestJournal journal, final JournalStore store, final TestStream stream, final Duration step) {
        final long now = journal.nowNs().addAndGet(step.toNanos());
        store.maintain(now);
        stream.append(store, 3);
        store.maintain(now);
    }

    private List<String> names(final TestJournal journal) {
        return journal.files().stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    @Test
    void shouldBeginAFileEachCycle() {
        final TestJournal journal = new TestJournal(directory).with(HOURLY);
        try (JournalStore store = journal.open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            appendAt(journal, store, stream, Duration.ZERO);
            appendAt(journal, store, stream, Duration.ofMinutes(40));
            assertThat(names(journal)).containsExactly("20231114-2213.cq4");
            appendAt(journal, store, stream, Duration.ofMinutes(20));
            assertThat(names(journal)).containsExactly("20231114-2213.cq4", "20231114-2313.cq4");
            assertThat(TestJournal.readAll(reader)).isEqualTo(new TestJournal.Seen(1, 9, 9, 0));
            appendAt(journal, store, stream, Duration.ofHours(3));
            assertThat(TestJournal.readAll(reader)).isEqualTo(new TestJournal.Seen(10, 12, 3, 0));
        }
        assertThat(journal.told()).isEmpty();
    }

    @Test
    void shouldLoseNothingWhenTheClockIsSet() {
        final TestJournal journal = new TestJournal(directory).with(HOURLY);
        final TestStream stream = new TestStream();
        long count = 0;
        for (int start = 0; start < 3; start++) {
            try (JournalStore store = journal.open()) {
                for (final long seconds : new long[] {0, -1, -3600, 7200, -86_400, 2 * 86_400, 10, -86_400, 3601}) {
                    appendAt(journal, store, stream, Duration.ofSeconds(seconds));
                    count += 3;
                }
                try (JournalReader reader = store.reader()) {
                    assertThat(TestJournal.readAll(reader)).isEqualTo(new TestJournal.Seen(1, count, count, 0));
                }
            }
            journal.nowNs().addAndGet(-TimeUnit.DAYS.toNanos(1));
        }
        assertThat(journal.told()).isEmpty();
    }

    @Test
    void shouldSeekInOlderFiles() {
        final TestJournal journal = new TestJournal(directory).with(HOURLY);
        try (JournalStore store = journal.open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            for (int i = 0; i < 5; i++) {
                stream.timestamp(journal.nowNs().get());
                appendAt(journal, store, stream, Duration.ofHours(1));
            }
            reader.seekSequence(8);
            assertThat(TestJournal.readAll(reader)).isEqualTo(new TestJournal.Seen(8, 15, 8, 0));
            reader.seekSequence(3);
            assertThat(TestJournal.readAll(reader)).isEqualTo(new TestJournal.Seen(3, 15, 13, 0));
        }
    }

    @Test
    void shouldRemoveFilesThatAreTooOld() {
        final TestJournal journal = new TestJournal(directory).with(HOURLY.withMaxAge(Duration.ofHours(2)));
        try (JournalStore store = journal.open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            for (int i = 0; i < 6; i++) {
                appendAt(journal, store, stream, Duration.ofMinutes(61));
            }
            assertThat(names(journal)).hasSize(3);
            assertThat(journal.told())
                    .containsExactly(
                            "removed 20231114-2314.cq4 1..3, unread 0",
                            "removed 20231115-0015.cq4 4..6, unread 0",
                            "removed 20231115-0116.cq4 7..9, unread 0");
            reader.seekSequence(2);
            assertThat(reader.next()).isTrue();
            assertThat(reader.sequence()).isEqualTo(10);
            assertThat(reader.missed()).isEqualTo(8);
        }
        try (JournalStore store = journal.open();
                JournalReader reader = store.reader()) {
            store.skipLost();
            assertThat(reader.next()).isTrue();
            assertThat(reader.sequence()).isEqualTo(10);
        }
        assertThat(journal.told()).as("removed is not damaged").hasSize(3);
    }

    @Test
    void shouldKnowWhatWasRemovedWhereTheRecordIsLost() throws IOException {
        final TestJournal journal = new TestJournal(directory).with(HOURLY.withMaxAge(Duration.ofHours(2)));
        for (int start = 0; start < 3; start++) {
            try (JournalStore store = journal.open();
                    JournalReader reader = store.reader()) {
                final TestStream stream = new TestStream(store);
                for (int i = 0; i < 4; i++) {
                    appendAt(journal, store, stream, Duration.ofMinutes(61));
                }
                TestJournal.readAll(reader);
            }
            Files.write(directory.resolve(EndRecord.NAME), new byte[start]);
        }
        assertThat(journal.told())
                .isNotEmpty()
                .allSatisfy(text -> assertThat(text).startsWith("removed"));
    }

    @Test
    void shouldKeepWhatAListenerHasNotRead() {
        final TestJournal journal = new TestJournal(directory).with(HOURLY.withMaxSize(1));
        journal.slowest().set(5);
        try (JournalStore store = journal.open()) {
            final TestStream stream = new TestStream();
            for (int i = 0; i < 5; i++) {
                appendAt(journal, store, stream, Duration.ofHours(1));
            }
            assertThat(journal.told()).containsExactly("removed 20231114-2313.cq4 1..3, unread 0");
            journal.slowest().set(6);
            store.maintain(journal.nowNs().addAndGet(TimeUnit.SECONDS.toNanos(1)));
            assertThat(journal.told()).hasSize(2);
        }
    }

    @Test
    void shouldTellAListenerHowManyMessagesWereRemoved() {
        final TestJournal journal =
                new TestJournal(directory).with(HOURLY.withMaxSize(1).withKeepUnread(false));
        journal.slowest().set(1);
        try (JournalStore store = journal.open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            stream.append(store, 3);
            assertThat(reader.next()).isTrue();
            for (int i = 0; i < 4; i++) {
                appendAt(journal, store, stream, Duration.ofHours(1));
            }
            assertThat(journal.told()).first().isEqualTo("removed 20231114-2213.cq4 1..3, unread 2");
            final TestJournal.Seen seen = TestJournal.readAll(reader);
            // What is open is read to its end, then the gap is told.
            assertThat(seen.first()).isEqualTo(2);
            assertThat(seen.count() + seen.missed()).isEqualTo(14);
            assertThat(seen.missed()).isEqualTo(6);
        }
        assertThat(journal.told()).allSatisfy(text -> assertThat(text).startsWith("removed"));
    }

    @Test
    void shouldBeginAFileEarlierWhereSizeIsLimited() {
        final TestJournal journal = new TestJournal(directory).with(JournalConfig.DEFAULT.withMaxSize(400_000));
        try (JournalStore store = journal.open()) {
            final TestStream stream = new TestStream();
            for (int i = 0; i < 100; i++) {
                stream.append(store, 10, 1000);
                store.maintain(journal.nowNs().addAndGet(TimeUnit.SECONDS.toNanos(1)));
            }
            long written = 0;
            for (final Path file : journal.files()) {
                written += Files.exists(file) ? 1 : 0;
            }
            assertThat(written).isBetween(3L, 5L);
        }
    }

    @Test
    void shouldNotKeepFilesWithoutMessages() {
        final TestJournal journal = new TestJournal(directory);
        for (int i = 0; i < 5; i++) {
            journal.open().close();
        }
        assertThat(journal.files()).hasSizeLessThan(2);
    }
}
