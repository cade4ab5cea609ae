package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.StartFrom;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads a journal from outside, while it is written. */
final class JournalTest {

    @TempDir
    private Path directory;

    private TestJournal journal;

    @BeforeEach
    void createJournal() {
        journal = new TestJournal(directory);
    }

    private List<Long> sequences(final StartFrom start) {
        final List<Long> sequences = new ArrayList<>();
        final long count = Journal.open(directory)
                .read(start, (buffer, offset, length, sequence, timestamp) -> sequences.add(sequence));
        assertThat(count).isEqualTo(sequences.size());
        return sequences;
    }

    @Test
    void shouldReadWhileItIsWritten() {
        try (JournalStore store = journal.open();
                JournalReader reader = Journal.open(directory).reader()) {
            final TestStream stream = new TestStream();
            assertThat(reader.next()).isFalse();
            for (int i = 0; i < 20; i++) {
                stream.append(store, 3);
                assertThat(TestJournal.readAll(reader).count()).isEqualTo(3);
                store.maintain(journal.nowNs().addAndGet(TimeUnit.HOURS.toNanos(7)));
            }
            assertThat(sequences(StartFrom.EARLIEST)).hasSize(60);
            assertThat(sequences(StartFrom.sequence(58))).containsExactly(58L, 59L, 60L);
            assertThat(sequences(StartFrom.LATEST)).isEmpty();
        }
        assertThat(sequences(StartFrom.EARLIEST)).hasSize(60);
    }

    @Test
    void shouldSeekATime() {
        final TestStream stream = new TestStream();
        try (JournalStore store = journal.open()) {
            for (int i = 0; i < 10; i++) {
                stream.timestamp(TestJournal.START_NS + TimeUnit.MINUTES.toNanos(10L * i));
                stream.append(store, 2);
                store.maintain(journal.nowNs().addAndGet(TimeUnit.HOURS.toNanos(7)));
            }
        }
        final Instant start = Instant.ofEpochSecond(0, TestJournal.START_NS);
        assertThat(sequences(StartFrom.timestamp(start))).first().isEqualTo(1L);
        assertThat(sequences(StartFrom.timestamp(start.minus(Duration.ofDays(9)))))
                .first()
                .isEqualTo(1L);
        assertThat(sequences(StartFrom.timestamp(start.plus(Duration.ofMinutes(40)))))
                .first()
                .isEqualTo(9L);
        assertThat(sequences(StartFrom.timestamp(start.plus(Duration.ofMinutes(41)))))
                .first()
                .isEqualTo(11L);
        assertThat(sequences(StartFrom.timestamp(start.plus(Duration.ofMinutes(91)))))
                .isEmpty();
    }

    @Test
    void shouldShowThePayload() {
        try (JournalStore store = journal.open()) {
            new TestStream().append(store, 1, 33);
        }
        final List<Integer> lengths = new ArrayList<>();
        Journal.open(directory)
                .read(StartFrom.EARLIEST, (buffer, offset, length, sequence, timestamp) -> lengths.add(length));
        assertThat(lengths).containsExactly(33);
    }

    @Test
    void shouldRefuseADirectoryWithoutAJournal() {
        assertThatThrownBy(() -> Journal.open(directory))
                .isInstanceOf(JournalException.class)
                .hasMessage(
                        "there is no journal in " + directory + ": it has no directory 'queue'; name the directory of"
                                + " a channel, which is below hermes.directory");
    }
}
