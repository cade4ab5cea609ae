package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.JournalConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A journal in a directory, its clock and what it told. */
final class TestJournal {

    static final long START_NS = 1_700_000_000_000_000_000L;

    private final Path directory;
    private final RecordedEvents events = new RecordedEvents();
    private final AtomicLong nowNs = new AtomicLong(START_NS);
    private final AtomicLong slowest = new AtomicLong(Long.MAX_VALUE);
    private JournalConfig config = JournalConfig.DEFAULT;

    TestJournal(final Path directory) {
        this.directory = directory;
    }

    TestJournal with(final JournalConfig other) {
        config = other;
        return this;
    }

    AtomicLong nowNs() {
        return nowNs;
    }

    AtomicLong slowest() {
        return slowest;
    }

    Path directory() {
        return directory;
    }

    List<String> told() {
        return events.told();
    }

    JournalStore open() {
        return JournalStore.open(
                new JournalSettings("orders", directory, config, nowNs::get, events, 128 * 1024, slowest::get));
    }

    List<Path> files() {
        try {
            return CycleNames.list(directory.resolve(CycleNames.QUEUE));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path lastFile() {
        final List<Path> files = files();
        return files.get(files.size() - 1);
    }

    /** What a reader saw of a journal. */
    record Seen(long first, long last, long count, long missed) {}

    /** Reads to the end; fails on a message that was never published, or comes out of turn. */
    static Seen readAll(final JournalReader reader) {
        long first = 0;
        long last = 0;
        long count = 0;
        long missed = 0;
        while (reader.next()) {
            assertThat(TestStream.isGenuine(reader)).isTrue();
            assertThat(reader.sequence()).isGreaterThan(last);
            if (count > 0) {
                assertThat(reader.missed()).isEqualTo(reader.sequence() - last - 1);
            }
            first = count == 0 ? reader.sequence() : first;
            last = reader.sequence();
            missed += reader.missed();
            count++;
        }
        return new Seen(first, last, count, missed);
    }
}
