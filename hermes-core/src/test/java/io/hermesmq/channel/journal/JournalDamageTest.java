package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Damages the files of a journal, then reads it: nothing wrong is delivered, nothing ends silently, and it can be written to. */
final class JournalDamageTest {

    private static final int RUNS = 400;
    private static final int MAX_COUNT = 9;
    private static final long SEED = 20_260_301;
    private static final int RANDOM_CASES = Integer.getInteger("hermes.journal.damages", 50);

    @TempDir
    private Path directory;

    private TestJournal journal;

    /** Writes runs of one to nine messages of different lengths, and returns the last sequence. */
    private long write(final TestJournal target) {
        journal = target;
        try (JournalStore store = target.open()) {
            fill(store, new TestStream(store));
            return store.lastSequence();
        }
    }

    private static void fill(final JournalStore store, final TestStream stream) {
        for (int i = 0; i < RUNS; i++) {
            stream.append(store, 1 + i % MAX_COUNT, 10 + i * 7 % 500);
        }
    }

    enum Damage {
        LAST_RECORD_CUT {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                truncate(file, end - 40);
            }
        },
        CUT_TO_HALF {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                truncate(file, end / 2);
            }
        },
        PAGE_ZEROED {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                put(file, (end / 2) & -4096, new byte[4096]);
            }
        },
        PAGE_OF_RUBBISH {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                put(file, (end / 2) & -4096, randomBytes(4096));
            }
        },
        END_ZEROED {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                put(file, end - 65536, new byte[65536]);
            }
        },
        INDEX_ZEROED {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                put(file, 200, new byte[32_000]);
            }
        },
        EMPTIED {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                truncate(file, 0);
            }
        },
        HEADER_ZEROED {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                put(file, 0, new byte[4096]);
            }
        },
        CUT_TO_100_BYTES {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                truncate(file, 100);
            }
        },
        BYTE_FLIPPED {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                flip(file, end / 2, 1);
            }
        },
        HEADER_OF_RUBBISH {
            @Override
            void inflict(final Path file, final long end) throws IOException {
                put(file, 20, randomBytes(20));
            }
        };

        abstract void inflict(Path file, long end) throws IOException;

        boolean keepsAll() {
            return this == INDEX_ZEROED || this == HEADER_ZEROED || this == HEADER_OF_RUBBISH;
        }
    }

    private static byte[] randomBytes(final int length) {
        final byte[] bytes = new byte[length];
        new Random(SEED).nextBytes(bytes);
        return bytes;
    }

    private static void truncate(final Path file, final long length) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static void put(final Path file, final long offset, final byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), offset);
        }
    }

    private static void flip(final Path file, final long offset, final int mask) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            final ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, offset);
            one.put(0, (byte) (one.get(0) ^ mask)).rewind();
            channel.write(one, offset);
        }
    }

    /** Where the last document of a file ends. */
    private static long endOf(final Path file) throws IOException {
        try (CycleScanner scanner = new CycleScanner(new CycleFile(file))) {
            while (scanner.look() == CycleScanner.Found.RUN) {
                scanner.advance();
            }
            return scanner.position();
        }
    }

    private TestJournal.Seen reopenAndRead(final long written) {
        try (JournalStore store = journal.open();
                JournalReader reader = store.reader()) {
            final TestJournal.Seen old = TestJournal.readAll(reader);
            assertThat(store.lastSequence()).isGreaterThanOrEqualTo(old.last());
            assertThat(old.last()).isLessThanOrEqualTo(written);
            store.skipLost();
            final long end = store.lastSequence();
            assertThat(end).as("what is given out next").isEqualTo(written);
            final TestStream stream = new TestStream(store);
            stream.append(store, 5);
            store.maintain(journal.nowNs().get());
            final TestJournal.Seen fresh = TestJournal.readAll(reader);
            assertThat(fresh.count()).isEqualTo(5);
            assertThat(fresh.last()).isEqualTo(end + 5);
            assertThat(old.count() + old.missed() + fresh.missed() + fresh.count())
                    .as("delivered and missed")
                    .isEqualTo(end + 5);
            if (old.count() < written) {
                assertThat(journal.told()).isNotEmpty();
            }
            return old;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurvive(final Damage damage) throws IOException {
        final long written = write(new TestJournal(directory));
        damage.inflict(journal.lastFile(), endOf(journal.lastFile()));
        final TestJournal.Seen seen = reopenAndRead(written);
        assertThat(journal.told()).isNotEmpty();
        if (damage.keepsAll()) {
            assertThat(seen.count()).isEqualTo(written);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldSurviveInAnOlderFile(final Damage damage) throws IOException {
        write(new TestJournal(directory));
        final Path older = journal.lastFile();
        final long written = write(journal);
        damage.inflict(older, endOf(older));
        reopenAndRead(written);
    }

    @Test
    void shouldNotMissWhatTheLibraryNotesBesides() throws IOException {
        final long written = write(new TestJournal(directory));
        final Path metadata = directory.resolve("queue").resolve("metadata.cq4t");
        for (final byte[] content : new byte[][] {{}, randomBytes(4096)}) {
            Files.write(metadata, content);
            try (JournalStore store = journal.open();
                    JournalReader reader = store.reader()) {
                assertThat(TestJournal.readAll(reader).count()).isEqualTo(written);
            }
        }
        assertThat(journal.told()).isEmpty();
    }

    @Test
    void shouldNotMindAnEmptyLaterFile() throws IOException {
        final long written = write(new TestJournal(directory));
        Files.createFile(directory.resolve("queue").resolve("20991231-2359.cq4"));
        assertThat(reopenAndRead(written).count()).isEqualTo(written);
    }

    @Test
    void shouldTellWhichMessageIsLost() throws IOException {
        final long written = write(new TestJournal(directory));
        final Path file = journal.lastFile();
        flip(file, endOf(file) - 20, 4);
        assertThat(reopenAndRead(written).count()).isEqualTo(written - 1);
        assertThat(journal.told()).hasSize(1);
        assertThat(journal.told().get(0))
                .startsWith(
                        "damaged " + file.getFileName() + " " + written + ".." + written + " (1): a message at offset")
                .endsWith("is not what was written");
    }

    @Test
    void shouldTellExactlyHowManyMessagesACutFileCosts() throws IOException {
        final TestJournal one = new TestJournal(directory);
        final long first = write(one);
        final Path oldest = one.lastFile();
        final long second = write(one);
        final long third = write(one);
        final Path youngest = one.lastFile();
        truncate(oldest, 0);
        truncate(youngest, 0);
        assertThat(reopenAndRead(third).count()).isEqualTo(second - first);
        assertThat(one.told())
                .containsExactly(
                        "damaged " + oldest.getFileName() + " 1.." + first + " (" + first
                                + "): no message can be found in it",
                        "damaged " + youngest.getFileName() + " " + (second + 1) + ".." + third + " ("
                                + (third - second) + "): it has no messages");
    }

    @Test
    void shouldTellWhatTheBeginningOfTheOnlyFileCosts() throws IOException {
        final long written = write(new TestJournal(directory));
        final Path file = journal.lastFile();
        put(file, 0, new byte[(int) (endOf(file) / 2)]);
        final TestJournal.Seen seen = reopenAndRead(written);
        final long lost = written - seen.count();
        assertThat(lost).isPositive();
        assertThat(journal.told())
                .contains("damaged " + file.getFileName() + " 1.." + lost + " (" + lost
                        + "): there is a hole at offset 0");
    }

    @Test
    void shouldNotTellARangeTwiceWhereverReadersBegin() throws IOException {
        final TestJournal one = new TestJournal(directory);
        final long first = write(one);
        final Path oldest = one.lastFile();
        final long second = write(one);
        truncate(oldest, endOf(oldest) / 2);
        try (JournalStore store = one.open();
                JournalReader reader = store.reader()) {
            reader.seekSequence(first - 10);
            assertThat(reader.next()).isTrue();
            assertThat(reader.missed()).isEqualTo(11);
            reader.seekSequence(1);
            assertThat(TestJournal.readAll(reader).missed()).isGreaterThan(11);
        }
        assertThat(one.told()).hasSize(2);
        assertThat(one.told().get(0)).contains(" " + (first - 10) + ".." + first + " (11)");
        assertThat(one.told().get(1)).contains(".." + (first - 11) + " (");
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void shouldReadAllMessagesOfARunWithoutAHeader() throws IOException {
        journal = new TestJournal(directory);
        final long start;
        try (JournalStore store = journal.open()) {
            final TestStream stream = new TestStream(store);
            stream.append(store, 3);
            start = endOf(journal.lastFile());
            stream.append(store, 20);
            stream.append(store, 3);
        }
        flip(journal.lastFile(), start + 4 + 20, 1);
        assertThat(reopenAndRead(26).count()).isEqualTo(26);
        assertThat(journal.told())
                .filteredOn(text -> text.startsWith("damaged"))
                .as("one damage")
                .hasSize(1);
    }

    @Test
    void shouldNotCallItDamageWhereAProcessDiedWhileItBeganAFile() throws IOException {
        final long written = write(new TestJournal(directory));
        final Path next = directory.resolve("queue").resolve("20991231-2359.cq4");
        for (final byte[] left : new byte[][] {{}, new byte[65536], {0, 0, 0, (byte) 0xC0, 0, 0, 0, 0}}) {
            Files.write(next, left);
            try (JournalStore store = journal.open();
                    JournalReader reader = store.reader()) {
                assertThat(store.skipLost()).isZero();
                assertThat(TestJournal.readAll(reader).count()).isEqualTo(written);
            }
        }
        assertThat(journal.told()).isEmpty();
    }

    /** A file that a process died in while it began it: something is in it, but never was a message. */
    @Test
    void shouldNotKeepAFileThatNeverHadAMessage() throws IOException {
        final long last = write(new TestJournal(directory));
        final Path begun = journal.directory().resolve("queue").resolve("20990101-0000.cq4");
        final byte[] half = new byte[8192];
        half[5] = 77;
        half[4100] = 1;
        Files.write(begun, half);
        try (JournalStore store = journal.open()) {
            assertThat(store.lastSequence()).isEqualTo(last);
        }
        assertThat(begun).doesNotExist();
        assertThat(journal.directory().resolve("damaged").resolve(begun.getFileName()))
                .doesNotExist();
    }

    @Test
    void shouldSetADamagedFileAside() throws IOException {
        final long written = write(new TestJournal(directory));
        final Path file = journal.lastFile();
        Damage.PAGE_ZEROED.inflict(file, endOf(file));
        final long count = reopenAndRead(written).count();
        assertThat(journal.told())
                .anySatisfy(text -> assertThat(text)
                        .isEqualTo("set aside " + file.getFileName() + " 1.." + written + " (" + count + ")"));
        assertThat(directory.resolve("damaged").resolve(file.getFileName())).exists();
        assertThat(count).isGreaterThan(written - 60);
    }

    @Test
    void shouldGoOnInAFreshFileWhenOneIsDamagedWhileItIsWritten() throws IOException {
        journal = new TestJournal(directory);
        try (JournalStore store = journal.open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream(store);
            fill(store, stream);
            store.maintain(journal.nowNs().get());
            final Path file = journal.lastFile();
            final long end = endOf(file);
            put(file, end - 6000, new byte[6000]);
            stream.append(store, 7);
            store.maintain(journal.nowNs().get());
            stream.append(store, 7);
            store.maintain(journal.nowNs().get());
            assertThat(journal.files()).hasSize(2);
            assertThat(journal.told())
                    .anySatisfy(text -> assertThat(text)
                            .startsWith("failed " + file + " of channel 'orders' ")
                            .endsWith("; the journal goes on in " + journal.lastFile()));
            final TestJournal.Seen seen = TestJournal.readAll(reader);
            assertThat(seen.last()).isEqualTo(store.lastSequence());
            assertThat(seen.count() + seen.missed()).isEqualTo(store.lastSequence());
            assertThat(seen.missed()).isPositive();
        }
    }

    @Test
    void shouldTellAReaderThatKnowsMoreThanTheFileShows() throws IOException {
        journal = new TestJournal(directory);
        try (JournalStore store = journal.open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream(store);
            fill(store, stream);
            final Path file = journal.lastFile();
            put(file, endOf(file) - 300, new byte[300]);
            TestJournal.readAll(reader);
            assertThat(journal.told()).hasSize(1);
            assertThat(journal.told().get(0)).startsWith("damaged " + file.getFileName());
            assertThat(reader.next()).isFalse();
            assertThat(journal.told()).as("once").hasSize(1);
        }
    }

    @Test
    void shouldSurviveAnyFlipAndAnyCut() throws IOException {
        for (int i = 0; i < RANDOM_CASES; i++) {
            final Random random = new Random(SEED + i);
            final long written = write(new TestJournal(directory.resolve("case" + i)));
            final Path file = journal.lastFile();
            final long end = endOf(file);
            final String what;
            if (random.nextInt(4) == 0) {
                final long length = random.nextInt((int) end);
                truncate(file, length);
                what = "cut to " + length;
            } else {
                final long offset = random.nextInt((int) end);
                final int bit = random.nextInt(8);
                flip(file, offset, 1 << bit);
                what = "bit " + bit + " flipped at " + offset;
            }
            try {
                reopenAndRead(written);
            } catch (final RuntimeException | AssertionError e) {
                throw new AssertionError("case " + i + ": " + what + " of " + end + "; told " + journal.told(), e);
            }
            delete(journal);
        }
    }

    private static void delete(final TestJournal journal) throws IOException {
        for (final Path file : journal.files()) {
            Files.delete(file);
        }
        final Path damaged = journal.directory().resolve("damaged");
        if (Files.isDirectory(damaged)) {
            try (var files = Files.list(damaged)) {
                for (final Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
