package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.JournalConfig;
import io.hermesmq.StartFrom;
import io.hermesmq.monitor.EpochClock;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JournalStoreTest {

    @TempDir
    private Path directory;

    private JournalStore open() {
        return JournalStore.open(new JournalSettings(
                "orders",
                directory,
                JournalConfig.DEFAULT,
                EpochClock.INSTANCE,
                JournalEvents.NONE,
                64 * 1024,
                () -> Long.MAX_VALUE));
    }

    private static void assertReads(final JournalReader reader, final long first, final long last) {
        for (long sequence = first; sequence <= last; sequence++) {
            assertThat(reader.next()).isTrue();
            assertThat(reader.sequence()).isEqualTo(sequence);
            assertThat(reader.missed()).isZero();
            assertThat(TestStream.isGenuine(reader)).isTrue();
        }
        assertThat(reader.next()).isFalse();
    }

    @Test
    void shouldBeEmptyAtFirst() {
        try (JournalStore store = open();
                JournalReader reader = store.reader()) {
            assertThat(store.lastSequence()).isZero();
            assertThat(store.endPosition()).isZero();
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void shouldReadWhatWasAppended() {
        try (JournalStore store = open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            stream.append(store, 3);
            assertThat(store.lastSequence()).isEqualTo(3);
            assertThat(store.endPosition()).isEqualTo(3 * 96);
            assertReads(reader, 1, 3);
            assertThat(reader.position()).isEqualTo(2 * 96);
            assertThat(reader.endPosition()).isEqualTo(3 * 96);

            stream.append(store, 2, 1000);
            assertReads(reader, 4, 5);
            assertThat(reader.endPosition()).isEqualTo(store.endPosition());
        }
    }

    @Test
    void shouldAppendInAThreadThatWasInterruptedAndLeaveItSo() {
        try (JournalStore store = open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            stream.append(store, 3);
            Thread.currentThread().interrupt();
            stream.append(store, 2, 1000);
            assertThat(Thread.interrupted()).isTrue();
            stream.append(store, 1);
            assertReads(reader, 1, 6);
        }
    }

    @Test
    void shouldFindItsEndAgain() {
        final TestStream stream = new TestStream();
        try (JournalStore store = open()) {
            stream.append(store, 5);
            stream.append(store, 1, 5000);
            store.sync();
        }
        try (JournalStore store = open();
                JournalReader reader = store.reader()) {
            assertThat(store.lastSequence()).isEqualTo(6);
            assertThat(store.endPosition()).isEqualTo(stream.position());
            stream.append(store, 1);
            assertReads(reader, 1, 7);
        }
    }

    @Test
    void shouldReadRunsLongerThanItsWindow() {
        try (JournalStore store = open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            for (int i = 0; i < 20; i++) {
                stream.append(store, 600);
                stream.append(store, 1);
            }
            stream.append(store, 1, 60_000);
            assertReads(reader, 1, 20 * 601 + 1);
        }
    }

    @Test
    void shouldSeekASequence() {
        try (JournalStore store = open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            for (int i = 0; i < 100; i++) {
                stream.append(store, 10, 4000);
            }
            reader.seekSequence(777);
            assertReads(reader, 777, 1000);
            reader.seek(StartFrom.EARLIEST);
            assertReads(reader, 1, 1000);
            reader.seek(StartFrom.LATEST);
            assertThat(reader.next()).isFalse();
            stream.append(store, 1);
            assertReads(reader, 1001, 1001);
        }
    }

    @Test
    void shouldRefuseARunThatIsThereAlready() {
        try (JournalStore store = open()) {
            new TestStream().append(store, 2);
            assertThatThrownBy(() -> new TestStream().append(store, 1))
                    .hasMessage("a run that begins with sequence 1 cannot follow sequence 2");
        }
    }
}
