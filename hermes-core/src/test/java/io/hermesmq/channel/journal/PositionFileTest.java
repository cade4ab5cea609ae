package io.hermesmq.channel.journal;

import static io.hermesmq.channel.journal.PositionFile.EARLIEST;
import static io.hermesmq.channel.journal.PositionFile.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.channel.journal.PositionFile.Slot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PositionFileTest {

    private static final int HEADER = 4096;
    private static final int SLOT = 512;
    private static final int FIRST_COPY = 384;
    private static final int SECOND_COPY = 400;
    private static final String LOST =
            "; ids of listeners may be lost, so one that has no position starts at the earliest message";

    @TempDir
    private Path directory;

    private Path path;
    private final List<String> damage = new ArrayList<>();

    @BeforeEach
    void setPath() {
        path = directory.resolve("positions.hermes");
    }

    private PositionFile open() {
        return PositionFile.open(path, false, damage::add);
    }

    private byte[] bytes() throws IOException {
        return Files.readAllBytes(path);
    }

    private void write(final byte... bytes) throws IOException {
        Files.delete(path); // another file, as the old one is still mapped
        Files.write(path, bytes);
    }

    private void poke(final long at, final byte... bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private static byte[] longs(final long... values) {
        final ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(values).forEach(bytes::putLong);
        return bytes.array();
    }

    @Test
    void shouldStartANewIdWithoutAPosition() {
        final PositionFile file = open();
        final Slot slot = file.open("signals");

        assertThat(slot.position()).isEqualTo(NONE);
        assertThat(slot.id()).isEqualTo("signals");
        assertThat(slot).hasToString("signals at -1");
        assertThat(file.open("signals")).isSameAs(slot);
        assertThat(file.slowest()).isEqualTo(NONE);
        assertThat(open().open("signals").position()).isEqualTo(NONE);
    }

    @Test
    void shouldKeepTheLastCommit() {
        final Slot slot = open().open("signals");
        for (long sequence = 1; sequence <= 10; sequence++) {
            slot.commit(sequence);
            assertThat(slot.position()).isEqualTo(sequence);
            assertThat(open().open("signals").position()).isEqualTo(sequence);
        }
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldGoBackWhenToldTo() throws IOException {
        final Slot slot = open().open("signals");
        slot.commit(100);
        slot.commit(101);
        slot.seek(5);
        assertThat(open().open("signals").position()).isEqualTo(5);

        // neither copy remembers more
        poke(HEADER + FIRST_COPY, longs(77));
        assertThat(open().open("signals").position()).isEqualTo(5);
        poke(HEADER + SECOND_COPY, longs(77));
        assertThat(open().open("signals").position()).isEqualTo(5);
    }

    @Test
    void shouldTakeALowerCommitForGoingBack() {
        final Slot slot = open().open("signals");
        slot.commit(100);
        slot.commit(4);
        assertThat(slot.position()).isEqualTo(4);
        slot.commit(5);
        assertThat(open().open("signals").position()).isEqualTo(5);
    }

    @Test
    void shouldRefuseANegativeSeek() {
        final Slot slot = open().open("signals");
        assertThatThrownBy(() -> slot.seek(-2))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("position -2 of listener 'signals' is negative");
    }

    @Test
    void shouldTellIdsApartByCase() {
        final PositionFile file = open();
        file.open("signals").commit(1);
        file.open("Signals").commit(2);
        file.open("SIGNALS").commit(3);

        assertThat(open().positions())
                .containsExactly(Map.entry("SIGNALS", 3L), Map.entry("Signals", 2L), Map.entry("signals", 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\0", "ä€\ud83d\ude00", "a.lock", "a.version", "../x", "line\nbreak"})
    void shouldTakeAnyTextForAnId(final String id) {
        open().open(id).commit(9);
        assertThat(open().positions()).containsExactly(Map.entry(id, 9L));
    }

    @Test
    void shouldTakeIdsOf255BytesAndRefuseLongerOnes() {
        open().open("x".repeat(255)).commit(9);
        open().open("ä".repeat(127)).commit(8);
        assertThat(open().positions())
                .hasSize(2)
                .containsEntry("x".repeat(255), 9L)
                .containsEntry("ä".repeat(127), 8L);

        for (final String id : List.of("x".repeat(300), "ä".repeat(128))) {
            assertThatThrownBy(() -> open().open(id))
                    .isExactlyInstanceOf(JournalException.class)
                    .hasMessage("the id of listener '" + id + "' takes " + (id.startsWith("x") ? 300 : 256)
                            + " bytes of UTF-8, at most 255 are possible; use a shorter id");
        }
    }

    @Test
    void shouldRefuseAnIdThatIsNoText() {
        assertThatThrownBy(() -> open().open("a\ud800"))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("the id of a listener is no text: it has half of a surrogate pair; use another id");
    }

    @Test
    void shouldGrow() throws IOException {
        final PositionFile file = open();
        final List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            slots.add(file.open("listener " + i));
            slots.forEach(slot -> slot.commit(Math.max(0, slot.position()) + 1));
        }
        final PositionFile reopened = open();
        for (int i = 0; i < 300; i++) {
            assertThat(reopened.open("listener " + i).position()).isEqualTo(300 - i);
        }
        assertThat(reopened.slowest()).isEqualTo(1);
        assertThat(path).hasSize(HEADER + (56 + 4 * 64) * SLOT);
        file.force();
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldIgnoreAGrowthThatWasNotFinished() throws IOException {
        open().open("a").commit(3);
        write(Arrays.copyOf(bytes(), HEADER + 56 * SLOT + 1000));

        final PositionFile file = open();
        for (int i = 0; i < 100; i++) {
            file.open("listener " + i).commit(i);
        }
        assertThat(open().positions()).hasSize(101).containsEntry("a", 3L).containsEntry("listener 99", 99L);
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldFindTheSlowestOfThoseThatHaveAPosition() {
        final PositionFile file = open();
        file.open("new");
        file.open("fast").commit(90);
        file.open("slow").commit(30);
        assertThat(file.slowest()).isEqualTo(30);
        assertThat(file.remove("slow")).isTrue();
        assertThat(file.remove("slow")).isFalse();
        assertThat(file.slowest()).isEqualTo(90);
        file.open("behind").seek(EARLIEST);
        assertThat(file.slowest()).isZero();
        assertThat(open().positions()).containsOnlyKeys("new", "fast", "behind");
    }

    @Test
    void shouldGiveTheSlotOfARemovedIdToAnotherWithoutItsPosition() {
        final PositionFile file = open();
        final Slot stale = file.open("old");
        stale.commit(500);
        file.remove("old");
        assertThat(file.open("new").position()).isEqualTo(NONE);

        // a listener that was forgotten and goes on harms itself only
        stale.commit(501);
        assertThat(open().open("new").position()).isEqualTo(EARLIEST);
        assertThat(damage)
                .containsExactly("the position of listener 'new' in " + path
                        + " is damaged; it starts again at the earliest message");
    }

    // damage

    @Test
    void shouldFallBackToTheOlderCopyOfACommitThatWasTornByDeath() throws IOException {
        final Slot slot = open().open("signals");
        slot.commit(41); // first copy
        slot.commit(42); // second copy
        poke(HEADER + FIRST_COPY, longs(43)); // its check is still that of 41

        assertThat(open().open("signals").position()).isEqualTo(42);
        assertThat(damage).isEmpty();
        assertThat(open().open("signals").position()).isEqualTo(42);
    }

    @Test
    void shouldReportADamagedNewestCommitAndGoBackByOne() throws IOException {
        final Slot slot = open().open("signals");
        slot.commit(41);
        slot.commit(42);
        poke(HEADER + SECOND_COPY + 3, (byte) 1);

        assertThat(open().open("signals").position()).isEqualTo(41);
        assertThat(damage)
                .containsExactly(
                        "the position of listener 'signals' in " + path + " is damaged; it goes back to message 41");
        damage.clear();
        open();
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldStartAtTheEarliestWhereBothCopiesAreDamaged() throws IOException {
        final Slot slot = open().open("signals");
        slot.commit(41);
        slot.commit(42);
        poke(HEADER + FIRST_COPY, new byte[32]);

        assertThat(open().open("signals").position()).isEqualTo(EARLIEST);
        assertThat(damage)
                .containsExactly("the position of listener 'signals' in " + path
                        + " is damaged; it starts again at the earliest message");
    }

    @Test
    void shouldNotTakeAListenerForNewWhoseFirstCommitIsDamaged() throws IOException {
        open().open("signals").commit(41);
        poke(HEADER + FIRST_COPY, longs(40));
        assertThat(open().open("signals").position()).isEqualTo(EARLIEST);
        assertThat(damage).hasSize(1);
    }

    @Test
    void shouldStartUnknownIdsAtTheEarliestOnceAnIdIsLost() throws IOException {
        final PositionFile file = open();
        file.open("a").commit(10);
        file.open("b").commit(20);
        poke(HEADER + SLOT, new byte[SLOT]);

        final PositionFile reopened = open();
        assertThat(reopened.hasLostIds()).isTrue();
        assertThat(reopened.open("a").position()).isEqualTo(10);
        assertThat(damage).containsExactly("position file " + path + " has 1 damaged of 56 slots" + LOST);
        damage.clear();
        assertThat(reopened.open("b").position()).isEqualTo(EARLIEST);
        assertThat(damage)
                .containsExactly("listener 'b' has no position in " + path
                        + ", which has lost some; it starts at the earliest message");
        damage.clear();

        // still so after the next start, until somebody says that all are back
        final PositionFile later = open();
        assertThat(damage).isEmpty();
        assertThat(later.hasLostIds()).isTrue();
        assertThat(later.open("c").position()).isEqualTo(EARLIEST);
        later.forgetLostIds();
        assertThat(later.open("d").position()).isEqualTo(NONE);
        assertThat(open().open("e").position()).isEqualTo(NONE);
    }

    @Test
    void shouldReportAMissingFileOfAJournalThatHasMessages() {
        final PositionFile file = PositionFile.open(path, true, damage::add);
        assertThat(damage).containsExactly("position file " + path + " is missing" + LOST);
        assertThat(file.open("a").position()).isEqualTo(EARLIEST);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4095, 4096, 4096 + 511})
    void shouldSetAsideAFileThatIsCutToNothing(final int length) throws IOException {
        open().open("a").commit(10);
        write(Arrays.copyOf(bytes(), length));

        final PositionFile file = open();
        assertThat(damage)
                .containsExactly("position file " + path + " is no position file any more and was set aside as "
                        + directory.resolve("damaged").resolve("positions.hermes") + LOST);
        assertThat(file.open("a").position()).isEqualTo(EARLIEST);
        assertThat(directory.resolve("damaged").resolve("positions.hermes")).hasSize(length);
    }

    @Test
    void shouldKeepWhatIsLeftOfACutFile() throws IOException {
        final PositionFile file = open();
        file.open("a").commit(10);
        file.open("b").commit(20);
        write(Arrays.copyOf(bytes(), HEADER + SLOT + 100));

        final PositionFile reopened = open();
        assertThat(reopened.open("a").position()).isEqualTo(10);
        assertThat(reopened.open("b").position()).isEqualTo(EARLIEST);
        assertThat(damage)
                .startsWith("position file " + path + " is cut: it has 4708 of 32768 bytes" + LOST)
                .hasSize(2);
        assertThat(open().positions()).containsOnly(Map.entry("a", 10L), Map.entry("b", 0L));
    }

    @Test
    void shouldKeepThePositionsBehindADamagedHeader() throws IOException {
        open().open("a").commit(10);
        poke(0, new byte[HEADER]);

        final PositionFile file = open();
        assertThat(damage).containsExactly("position file " + path + " has a damaged header" + LOST);
        assertThat(file.open("a").position()).isEqualTo(10);
        assertThat(file.open("b").position()).isEqualTo(EARLIEST);
        damage.clear();
        open();
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldNotTouchAFileOfANewerHermes() throws IOException {
        open();
        final byte[] bytes = bytes();
        bytes[8] = 2;
        final CRC32 crc = new CRC32();
        crc.update(bytes, 0, 16);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(16, (int) crc.getValue());
        write(bytes);
        assertThatThrownBy(this::open)
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("position file " + path + " has version 2, this Hermes knows 1; upgrade this one");
        assertThat(path).hasBinaryContent(bytes);
    }

    @Test
    void shouldTakeTheLowerOfTwoPositionsOfOneId() throws IOException {
        final PositionFile file = open();
        file.open("a").commit(10);
        final byte[] old = Arrays.copyOfRange(bytes(), HEADER, HEADER + SLOT);
        file.remove("a");
        file.open("b");
        file.open("a").commit(20);
        file.remove("b");
        poke(HEADER, old); // a page of yesterday

        assertThat(open().positions()).containsExactly(Map.entry("a", 10L));
        assertThat(damage)
                .containsExactly(
                        "listener 'a' has two positions in " + path + ", 10 and 20; it goes back to the first");
        damage.clear();
        assertThat(open().positions()).containsExactly(Map.entry("a", 10L));
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldNeverMoveAListenerForwardWhateverByteIsFlipped() throws IOException {
        final Map<String, Long> before = new HashMap<>();
        final PositionFile written = open();
        for (final String id : List.of("a", "Orders", "started", "x".repeat(255))) {
            final Slot slot = written.open(id);
            slot.seek(id.length() * 1000L);
            if (!id.equals("started")) {
                slot.commit(id.length() * 1000L + 1);
                slot.commit(id.length() * 1000L + 2);
            }
            before.put(id, slot.position());
        }
        final byte[] good = bytes();
        final Random random = new Random(3);
        for (int i = 0; i < HEADER + 5 * SLOT; i++) {
            if (i >= 64 && i < HEADER) {
                continue; // not used
            }
            final byte[] bad = good.clone();
            bad[i] ^= (byte) (1 + random.nextInt(255));
            write(bad);
            damage.clear();
            final PositionFile file = open();
            for (final Map.Entry<String, Long> entry : before.entrySet()) {
                final long position = file.open(entry.getKey()).position();
                assertThat(position)
                        .as("position of %s with byte %d flipped", entry.getKey(), i)
                        .isBetween(EARLIEST, entry.getValue());
                if (position != entry.getValue()) {
                    assertThat(damage).as("report with byte %d flipped", i).isNotEmpty();
                }
            }
        }
    }

    @Test
    void shouldNeverMoveAListenerForwardWhateverIsOverwritten() throws IOException {
        final PositionFile written = open();
        for (int i = 0; i < 56; i++) {
            written.open("listener " + i).commit(i + 1000);
            written.open("listener " + i).commit(i + 1001);
        }
        final byte[] good = bytes();
        final Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            byte[] bad = good.clone();
            final int at = random.nextInt(bad.length);
            final int length = 1 + random.nextInt(Math.min(bad.length - at, 1 << random.nextInt(14)));
            final byte[] noise = new byte[length];
            if (round % 3 != 0) {
                random.nextBytes(noise);
            }
            System.arraycopy(noise, 0, bad, at, length);
            if (round % 5 == 0) {
                bad = Arrays.copyOf(bad, random.nextInt(bad.length));
            }
            write(bad);
            final PositionFile file = open();
            for (int i = 0; i < 56; i++) {
                assertThat(file.open("listener " + i).position()).isBetween(EARLIEST, i + 1001L);
            }
        }
    }

    @Test
    void shouldSurviveDeathAtAnyStoreOfACommit() throws IOException {
        final Slot slot = open().open("signals");
        slot.commit(10);
        byte[] before = bytes();
        for (long sequence = 11; sequence < 40; sequence += 1 + sequence % 3) {
            final long committed = slot.position();
            slot.commit(sequence);
            final byte[] after = bytes();
            // the file between the two stores: what differs, without the check
            final byte[] torn = after.clone();
            for (final int copy : new int[] {FIRST_COPY, SECOND_COPY}) {
                System.arraycopy(before, HEADER + copy + 8, torn, HEADER + copy + 8, 8);
            }
            final Path other = directory.resolve("torn." + sequence);
            Files.write(other, torn);
            assertThat(PositionFile.open(other, true, damage::add)
                            .open("signals")
                            .position())
                    .isEqualTo(committed);
            assertThat(damage).isEmpty();
            before = after;
        }
    }

    @Test
    void shouldSayWhereTheFileCannotBeMade() {
        final Path missing = directory.resolve("missing").resolve("positions.hermes");
        assertThatThrownBy(() -> PositionFile.open(missing, false, damage::add))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("cannot make position file " + missing + ": java.nio.file.NoSuchFileException: " + missing
                        + ".new; free some room on that disk and make its directory writable");
    }
}
