package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.annotation.DefaultValue;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.channel.journal.LayoutFile.Readings;
import io.hermesmq.codec.RecordLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayoutFileTest {

    interface V1 {
        record Order(long id, int amount) {}
    }

    interface V2 {
        record Order(
                long id,
                int amount,
                @DefaultValue("EUR") @MaxLength(3) String currency) {}
    }

    interface V2Longer {
        record Order(
                long id,
                int amount,
                @DefaultValue("EUR") @MaxLength(4) String currency) {}
    }

    interface V3 {
        record Order(
                long id,
                int amount,
                @DefaultValue("EUR") @MaxLength(4) String currency,
                @DefaultValue("1") int lots) {}
    }

    interface Other {
        record Order(long id, long amount) {}
    }

    private static final String V1_LINE = "Order(id:int64,amount:int32)";

    @TempDir
    private Path directory;

    private Path path;
    private final List<String> damage = new ArrayList<>();

    @BeforeEach
    void setPath() {
        path = directory.resolve("layout.hermes");
    }

    private Readings check(final Class<? extends Record> type, final long nextSequence) {
        return new LayoutFile(path, damage::add).check("orders", RecordLayout.of(type), nextSequence);
    }

    @Test
    void shouldNoteTheLayoutOfANewJournal() throws IOException {
        final Readings readings = check(V1.Order.class, 1);

        assertThat(readings.currentFrom()).isZero();
        assertThat(readings.upgradeOf(1)).isNull();
        final String fingerprint =
                String.format("%016x", RecordLayout.of(V1.Order.class).fingerprint());
        final List<String> lines = Files.readAllLines(path);
        assertThat(lines.subList(0, 2)).containsExactly("hermes layouts 1", "from 1 " + fingerprint + " " + V1_LINE);
        assertThat(lines.get(2)).matches("end [0-9a-f]{8}");
        assertThat(lines.get(3)).isEmpty();
        assertThat(lines.subList(4, 7)).isEqualTo(lines.subList(0, 3));
        assertThat(lines).hasSize(7);
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldReadMessagesOfTheSameLayoutAsTheyAre() throws IOException {
        check(V1.Order.class, 1);
        final byte[] before = Files.readAllBytes(path);
        assertThat(check(V1.Order.class, 500)).isEqualTo(new Readings(0, List.of()));
        assertThat(path).hasBinaryContent(before);
    }

    @Test
    void shouldUpgradeMessagesOfEveryOlderLayout() {
        check(V1.Order.class, 1);
        check(V2.Order.class, 100);
        check(V2Longer.Order.class, 200);
        final Readings readings = check(V3.Order.class, 300);

        assertThat(readings.currentFrom()).isEqualTo(300);
        assertThat(readings.upgradeOf(1).addedLength()).isEqualTo(4 + 4 + 3);
        assertThat(readings.upgradeOf(99).addedLength()).isEqualTo(4 + 4 + 3);
        assertThat(readings.upgradeOf(100).addedLength()).isEqualTo(4);
        assertThat(readings.upgradeOf(299).addedLength()).isEqualTo(4);
        assertThat(readings.upgradeOf(300)).isNull();
        assertThat(readings.upgradeOf(Long.MAX_VALUE)).isNull();
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldKnowFromWhereTheLayoutIsThePresentOneAfterARestart() {
        check(V1.Order.class, 1);
        check(V2.Order.class, 100);
        check(V2Longer.Order.class, 150);
        final Readings readings = check(V2Longer.Order.class, 500);
        assertThat(readings.currentFrom()).isEqualTo(100);
        assertThat(readings.upgradeOf(99)).isNotNull();
        assertThat(readings.upgradeOf(100)).isNull();
    }

    @Test
    void shouldForgetALayoutThatNoMessageHas() {
        check(V1.Order.class, 1);
        check(V2.Order.class, 100); // and nothing was published
        assertThat(check(V1.Order.class, 100)).isEqualTo(new Readings(0, List.of()));
        assertThat(check(V2.Order.class, 101).currentFrom()).isEqualTo(101);
    }

    @Test
    void shouldLetAnEmptyJournalTakeAnyLayout() {
        check(V1.Order.class, 1);
        assertThat(check(Other.Order.class, 1)).isEqualTo(new Readings(0, List.of()));
        assertThat(check(Other.Order.class, 2)).isEqualTo(new Readings(0, List.of()));
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldRefuseAnIncompatibleLayoutWithADifferenceAndChangeNothing() throws IOException {
        check(V1.Order.class, 1);
        check(V2.Order.class, 10);
        final byte[] before = Files.readAllBytes(path);

        assertThatThrownBy(() -> check(Other.Order.class, 20))
                .isExactlyInstanceOf(IncompatibleLayoutException.class)
                .hasMessage("channel 'orders' has messages in its journal, from sequence 1 on, that cannot be read as "
                        + Other.Order.class.getTypeName() + ":\n"
                        + "  old Order     | new Order\n"
                        + "  id: int64     | id: int64\n"
                        + "  amount: int32 | amount: int64 | 'amount' changed its type\n"
                        + "undo the change; or add new components at the end with @DefaultValue; or publish the"
                        + " new record on another channel; or, if the old messages are not needed any more, move "
                        + directory + " away");
        assertThatThrownBy(() -> check(V1.Order.class, 20))
                .isInstanceOfSatisfying(
                        IncompatibleLayoutException.class,
                        e -> assertThat(e.difference())
                                .isEqualTo("  old Order         | new Order\n"
                                        + "  id: int64         | id: int64\n"
                                        + "  amount: int32     | amount: int32\n"
                                        + "  currency: utf8[3] | -             | 'currency' was removed"));
        assertThat(path).hasBinaryContent(before);
    }

    @Test
    void shouldReportAMissingFileOfAJournalWithMessages() {
        assertThat(check(V1.Order.class, 7)).isEqualTo(new Readings(0, List.of()));
        assertThat(damage)
                .containsExactly(
                        "layout file " + path + " is missing; all messages in the journal are taken for " + V1_LINE);
        assertThat(check(V2.Order.class, 9).upgradeOf(8)).isNotNull();
    }

    @Test
    void shouldStopWhereTheFileCannotBeRead() throws IOException {
        Files.writeString(path, "hermes layouts 1\nfrom 1 00 Order(id:int64)\nend 00000000\n");
        assertThatThrownBy(() -> check(V1.Order.class, 7))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("layout file " + path + " is damaged, so nobody knows what the messages in the journal are;"
                        + " if all of them are " + V1_LINE + ", delete the file");
        assertThat(check(V1.Order.class, 1)).isEqualTo(new Readings(0, List.of()));
    }

    @Test
    void shouldMendTheFileWhateverByteIsFlipped() throws IOException {
        check(V1.Order.class, 1);
        check(V2.Order.class, 100);
        final byte[] good = Files.readAllBytes(path);
        final Random random = new Random(9);
        for (int i = 0; i < good.length; i++) {
            final byte[] bad = good.clone();
            bad[i] ^= (byte) (1 + random.nextInt(255));
            Files.write(path, bad);
            damage.clear();
            final Readings readings = check(V2.Order.class, 200);
            assertThat(readings.currentFrom()).as("byte %d", i).isEqualTo(100);
            assertThat(path).hasBinaryContent(good);
            assertThat(damage)
                    .containsExactly("layout file " + path + " is damaged and was mended from its other half");
        }
    }

    @Test
    void shouldMendAFileThatWasCut() throws IOException {
        check(V1.Order.class, 1);
        final byte[] good = Files.readAllBytes(path);
        for (int length = good.length / 2; length < good.length; length++) {
            Files.write(path, Arrays.copyOf(good, length));
            check(V1.Order.class, 200);
            assertThat(path).hasBinaryContent(good);
        }
    }

    @Test
    void shouldSayWhereTheFileCannotBeKept() {
        path = directory.resolve("missing").resolve("layout.hermes");
        assertThatThrownBy(() -> check(V1.Order.class, 1))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("cannot keep the layout of the messages in " + path
                        + ": java.nio.file.NoSuchFileException: " + path
                        + ".new; free some room on that disk and make its directory writable");
    }
}
