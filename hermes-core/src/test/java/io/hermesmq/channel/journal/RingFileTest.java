package io.hermesmq.channel.journal;

import static io.hermesmq.frame.FrameLayout.BYTE_ORDER;
import static io.hermesmq.frame.FrameLayout.FLAGS_OFFSET;
import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.channel.journal.RingRecovery.StopReason;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.frame.FrameChecksum;
import io.hermesmq.frame.FrameLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.zip.CRC32;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RingFileTest {

    private static final int CAPACITY = 4096;
    private static final int HEADER_PAGE = 4096;
    private static final int MAX_PAYLOAD = CAPACITY / 8 - HEADER_LENGTH;

    @TempDir
    private Path directory;

    private Path path;
    private final List<String> damage = new ArrayList<>();
    private final List<String> runs = new ArrayList<>();
    private final List<Long> sequences = new ArrayList<>();
    private final FrameChecksum checksum = new FrameChecksum();

    @BeforeEach
    void setPath() {
        path = directory.resolve("ring.hermes");
    }

    /** Writes as a ring does. */
    private final class Writer {

        private final UnsafeBuffer ring;
        private long position;
        private long sequence;

        Writer(final UnsafeBuffer ring, final long position, final long sequence) {
            this.ring = ring;
            this.position = position;
            this.sequence = sequence;
        }

        int offset() {
            return (int) position & (ring.capacity() - 1);
        }

        void header(final byte type, final int payloadLength) {
            ring.putLong(offset(), FrameLayout.firstWord(type), BYTE_ORDER);
            ring.putLong(offset() + LENGTH_OFFSET, payloadLength, BYTE_ORDER);
        }

        Writer pad(final int length) {
            header(FrameLayout.TYPE_PADDING, length - HEADER_LENGTH);
            position += length;
            return this;
        }

        /** A frame without its seal, as a claim leaves it. */
        int claim(final int payloadLength) {
            final int rest = ring.capacity() - offset();
            if (rest < RingChannel.frameLength(payloadLength)) {
                pad(rest);
            }
            final int offset = offset();
            header(FrameLayout.TYPE_PUBLISH, payloadLength);
            ring.putLong(offset + SEQUENCE_OFFSET, ++sequence, BYTE_ORDER);
            ring.setMemory(offset + HEADER_LENGTH, payloadLength, (byte) sequence);
            position += RingChannel.frameLength(payloadLength);
            return offset;
        }

        Writer publish(final int payloadLength) {
            checksum.seal(ring, claim(payloadLength));
            return this;
        }

        Writer publish(final int messages, final int payloadLength) {
            for (int i = 0; i < messages; i++) {
                publish(payloadLength);
            }
            return this;
        }
    }

    private RingFile open() {
        return RingFile.open(path, CAPACITY, damage::add);
    }

    private RingFile openFresh() {
        final RingFile file = open();
        file.recover(0, 0, 0, this::append);
        file.reset(CAPACITY);
        return file;
    }

    /** Checks each frame of a run as the queue would, and its payload, which follows from the sequence. */
    private void append(
            final UnsafeBuffer ring, final int offset, final int length, final long startPosition, final int count) {
        int at = offset;
        for (int i = 0; i < count; i++) {
            final long sequence = ring.getLong(at + SEQUENCE_OFFSET, BYTE_ORDER);
            final int payloadLength = ring.getInt(at + LENGTH_OFFSET, BYTE_ORDER);
            for (int b = 0; b < payloadLength; b++) {
                assertThat(ring.getByte(at + HEADER_LENGTH + b)).isEqualTo((byte) sequence);
            }
            sequences.add(sequence);
            at += RingChannel.frameLength(payloadLength);
        }
        assertThat(at - offset).isEqualTo(length);
        assertThat(offset).isEqualTo((int) startPosition & (ring.capacity() - 1));
        runs.add(startPosition + "+" + length + "x" + count);
    }

    private static List<Long> range(final long first, final long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    /** Publishers may write over the padding behind the end of the queue as soon as the journal has passed it. */
    @Test
    void shouldFindTheNextMessageBehindPaddingThatWasWrittenOver() {
        final RingFile file = openFresh();
        final Writer writer = new Writer(file.buffer(), 0, 0).publish(11, 320); // the rest of the lap takes no more
        final long queueEnd = writer.position;
        writer.publish(11, 320);
        writer.publish(96); // where the padding was
        assertThat(writer.position).isEqualTo(queueEnd + CAPACITY + 128);

        final RingRecovery recovery = open().recover(11, queueEnd, 11, this::append);

        assertThat(recovery.count()).isEqualTo(12);
        assertThat(sequences).isEqualTo(range(12, 23));
        assertThat(recovery.endPosition()).isEqualTo(writer.position);
    }

    @Test
    void shouldTakeItsWholeRoomAndStartWithZeros() throws IOException {
        final RingFile file = openFresh();

        assertThat(path).hasSize(HEADER_PAGE + CAPACITY);
        assertThat(file.capacity()).isEqualTo(CAPACITY);
        assertThat(file.buffer().capacity()).isEqualTo(CAPACITY);
        assertThat(file.buffer().addressOffset() % 128).isZero();
        assertThat(file.buffer().byteArray()).isNull();
        assertThat(bytesOf(file.buffer())).containsOnly(0);
        assertThat(directory).isDirectoryContaining("glob:**ring.hermes");
        assertThat(Files.list(directory)).hasSize(1);
    }

    private static byte[] bytesOf(final UnsafeBuffer buffer) {
        final byte[] bytes = new byte[buffer.capacity()];
        buffer.getBytes(0, bytes);
        return bytes;
    }

    @Test
    void shouldRecoverNothingFromANewFile() {
        assertThat(open().recover(7, 96, 0, this::append))
                .isEqualTo(new RingRecovery(0, 7, 96, StopReason.END, "message 8 at position 96 was not written"));
        assertThat(runs).isEmpty();
    }

    @Test
    void shouldRecoverWhatTheQueueLacks() {
        new Writer(openFresh().buffer(), 0, 0).publish(5, 8).publish(3, 40);

        final RingRecovery recovery = open().recover(2, 128, 0, this::append);

        assertThat(recovery)
                .isEqualTo(new RingRecovery(6, 8, 608, StopReason.END, "message 9 at position 608 was not written"));
        assertThat(sequences).isEqualTo(range(3, 8));
        assertThat(runs).containsExactly("128+480x6");
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldGoRoundTheRingAndPassPaddingBy() {
        final Writer writer = new Writer(openFresh().buffer(), CAPACITY * 5L + 3840, 41);
        writer.publish(2, 10).pad(64).publish(100).publish(2, 30).pad(32).publish(1);

        final RingRecovery recovery = open().recover(41, CAPACITY * 5L + 3840, 0, this::append);

        assertThat(recovery.lastSequence()).isEqualTo(47);
        assertThat(recovery.endPosition()).isEqualTo(writer.position);
        assertThat(sequences).isEqualTo(range(42, 47));
        // two, padding, then 64 bytes to the end of the lap are padding as well
        assertThat(runs).containsExactly("24320+128x2", "24576+288x3", "24896+64x1");
    }

    @Test
    void shouldEndARunAtTheEndOfALap() {
        final Writer writer = new Writer(openFresh().buffer(), 4032, 0).publish(3, 32);
        open().recover(0, 4032, 0, this::append);
        assertThat(runs).containsExactly("4032+64x1", "4096+128x2");
        assertThat(writer.position).isEqualTo(4224);
    }

    @Test
    void shouldRecoverAWholeRing() {
        new Writer(openFresh().buffer(), 64, 1).publish(CAPACITY / 64, 32);

        final RingRecovery recovery = open().recover(1, 64, 0, this::append);

        assertThat(recovery.reason()).isEqualTo(StopReason.WHOLE_RING);
        assertThat(recovery.description()).isEqualTo("all 4096 bytes of the ring were new");
        assertThat(recovery.count()).isEqualTo(64);
        assertThat(recovery.endPosition()).isEqualTo(64 + CAPACITY);
    }

    @Test
    void shouldKeepRunsBelow64KiBOrGiveOneLargerFrame() {
        final int capacity = 1 << 20;
        final RingFile file = RingFile.open(path, capacity, damage::add);
        file.reset(capacity);
        new Writer(file.buffer(), 0, 0)
                .publish(2, 32 * 1024 - HEADER_LENGTH)
                .publish(100_000)
                .publish(32);

        open().recover(0, 0, 0, this::append);

        assertThat(runs).containsExactly("0+65536x2", "65536+100032x1", "165568+64x1");
    }

    @Test
    void shouldStopAtAMessageThatWasNotCommitted() {
        final Writer writer = new Writer(openFresh().buffer(), 0, 0).publish(2, 8);
        writer.claim(8);

        assertThat(open().recover(0, 0, 0, this::append))
                .isEqualTo(new RingRecovery(
                        2, 2, 128, StopReason.UNSEALED, "message 3 at position 128 was not committed"));
        assertThat(sequences).isEqualTo(range(1, 2));
    }

    @Test
    void shouldStopAtAMessageThatWasBeingSealed() {
        final RingFile file = openFresh();
        final int offset = new Writer(file.buffer(), 0, 0).publish(8).claim(8);
        file.buffer().putShort(offset + FLAGS_OFFSET, FrameLayout.FLAG_CHECKSUM, BYTE_ORDER);
        assertThat(open().recover(0, 0, 0, this::append).reason()).isEqualTo(StopReason.UNSEALED);
        assertThat(sequences).containsExactly(1L);
    }

    @Test
    void shouldStopAtALastMessageThatIsDamaged() {
        final RingFile file = openFresh();
        new Writer(file.buffer(), 0, 0).publish(2, 8);
        file.buffer().putByte(64 + HEADER_LENGTH + 3, (byte) 99);

        assertThat(open().recover(0, 0, 0, this::append))
                .isEqualTo(new RingRecovery(
                        1, 1, 64, StopReason.DAMAGED, "message 2 at position 64 is not what its checksum says"));
    }

    @Test
    void shouldGoOnBehindDamagedMessages() {
        final RingFile file = openFresh();
        new Writer(file.buffer(), 0, 0).publish(7, 8);
        for (final int message : new int[] {2, 3, 5}) {
            file.buffer().putByte((message - 1) * 64 + HEADER_LENGTH + 3, (byte) 99);
        }

        assertThat(open().recover(0, 0, 0, this::append))
                .isEqualTo(new RingRecovery(4, 7, 448, StopReason.END, "message 8 at position 448 was not written"));
        assertThat(sequences).containsExactly(1L, 4L, 6L, 7L);
        assertThat(runs).containsExactly("0+64x1", "192+64x1", "320+128x2");
    }

    @Test
    void shouldGoOnWithWhatIsThereWhereTheEndOfTheQueueIsLost() {
        new Writer(openFresh().buffer(), 3 * CAPACITY + 3968, 1000).publish(10, 8);

        final RingRecovery recovery = open().recover(20, 640, 1008, this::append);

        assertThat(sequences).isEqualTo(range(1001, 1010));
        assertThat(recovery.lastSequence()).isEqualTo(1010);
        assertThat(runs).containsExactly("3968+128x2", "4096+512x8");
    }

    @Test
    void shouldNotTakeMessagesOfAnOlderLap() {
        final Writer writer = new Writer(openFresh().buffer(), 0, 0)
                .publish(CAPACITY / 64, 32)
                .publish(5, 32);

        final RingRecovery recovery = open().recover(69, writer.position, 0, this::append);

        assertThat(recovery.count()).isZero();
        assertThat(recovery.reason()).isEqualTo(StopReason.END);
    }

    /** A claim that outlived its engine must not write into the ring of the next one. */
    @Test
    void shouldBeginInAnotherFileThatIsZeroed() {
        final RingFile first = openFresh();
        new Writer(first.buffer(), 0, 0).publish(8);

        final RingFile second = open();
        assertThat(second.recover(0, 0, 0, this::append).count()).isEqualTo(1);
        second.reset(CAPACITY);
        first.buffer().setMemory(0, CAPACITY, (byte) 1);

        assertThat(bytesOf(second.buffer())).containsOnly(0);
    }

    @Test
    void shouldRecoverByTheCapacityOfTheFileAndThenTakeTheNewOne() throws IOException {
        final Writer writer = new Writer(openFresh().buffer(), 4000 / 32 * 32, 10).publish(5, 32);

        final RingFile file = RingFile.open(path, 2 * CAPACITY, damage::add);
        assertThat(file.capacity()).isEqualTo(CAPACITY);
        final RingRecovery recovery = file.recover(10, 4000, 0, this::append);
        assertThat(recovery.lastSequence()).isEqualTo(15);
        assertThat(recovery.endPosition()).isEqualTo(writer.position);

        file.reset(2 * CAPACITY);
        assertThat(file.capacity()).isEqualTo(2 * CAPACITY);
        assertThat(path).hasSize(HEADER_PAGE + 2 * CAPACITY);
        new Writer(file.buffer(), recovery.endPosition(), 15).publish(8);
        sequences.clear();
        RingFile.open(path, CAPACITY, damage::add).recover(15, recovery.endPosition(), 0, this::append);
        assertThat(sequences).containsExactly(16L);
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldSearchAFileWithADamagedHeaderAndReplaceIt() throws IOException {
        new Writer(openFresh().buffer(), 0, 0).publish(2, 8);
        final byte[] bytes = Files.readAllBytes(path);
        Arrays.fill(bytes, 0, HEADER_PAGE, (byte) 0);
        Files.write(path, bytes);

        final RingFile file = open();
        assertThat(damage)
                .containsExactly(
                        "ring file " + path + " has a damaged header; its 4096 bytes are searched for messages");
        assertThat(file.recover(0, 0, 0, this::append).count()).isEqualTo(2);
        file.reset(CAPACITY);
        damage.clear();
        open();
        assertThat(damage).isEmpty();
    }

    @Test
    void shouldReportAFileThatWasCut() throws IOException {
        new Writer(openFresh().buffer(), 0, 0).publish(30, 8);
        Files.write(path, Arrays.copyOf(Files.readAllBytes(path), HEADER_PAGE + 100));

        final RingFile file = open();
        assertThat(damage)
                .containsExactly(
                        "ring file " + path + " is cut: it has 4196 of 8192 bytes; messages of its end may be missing");
        assertThat(file.recover(0, 0, 0, this::append).count()).isEqualTo(1);
        file.reset(CAPACITY);
        assertThat(path).hasSize(HEADER_PAGE + CAPACITY);
    }

    @Test
    void shouldSetAsideWhatIsNoRingFile() throws IOException {
        for (int i = 0; i < 2; i++) {
            Files.writeString(path, "no ring");
            damage.clear();
            openFresh();
            final Path place = directory.resolve("damaged").resolve(i == 0 ? "ring.hermes" : "ring.hermes.1");
            assertThat(place).hasContent("no ring");
            assertThat(damage)
                    .containsExactly("ring file " + path + " is no ring file any more and was set aside as " + place
                            + "; messages that were in it alone are lost");
        }
    }

    @Test
    void shouldNotTouchAFileOfANewerHermes() throws IOException {
        openFresh();
        final byte[] bytes = Files.readAllBytes(path);
        bytes[8] = 2;
        final CRC32 crc = new CRC32();
        crc.update(bytes, 0, 24);
        new UnsafeBuffer(bytes).putInt(24, (int) crc.getValue(), BYTE_ORDER);
        Files.write(path, bytes);

        assertThatThrownBy(this::open)
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("ring file " + path + " has version 2, this Hermes knows 1; start the Hermes that wrote it"
                        + " once, so that it empties the file, or upgrade this one");
        assertThat(path).hasBinaryContent(bytes);
    }

    @Test
    void shouldSayWhereAFileCannotBeMade() {
        final Path missing = directory.resolve("missing").resolve("ring.hermes");
        assertThatThrownBy(() -> RingFile.open(missing, CAPACITY, damage::add))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("cannot make ring file " + missing + " of 4096 bytes: java.nio.file.NoSuchFileException: "
                        + missing + ".new; free as much on that disk, or lower the capacity of the channel");
    }

    @Test
    void shouldNeverGiveAWrongMessageWhateverByteIsDamaged() throws IOException {
        final RingFile written = openFresh();
        final Writer writer =
                new Writer(written.buffer(), 3904, 0).publish(4, 8).pad(64).publish(3, 60);
        final byte[] good = bytesOf(written.buffer());
        final Random random = new Random(7);
        for (int i = 0; i < good.length; i++) {
            final boolean used = i >= 3904 || i < writer.offset();
            if (!used && i % 64 != 0) {
                continue;
            }
            written.buffer().putBytes(0, good);
            written.buffer().putByte(i, (byte) (good[i] ^ (1 + random.nextInt(255))));
            sequences.clear();
            final RingRecovery recovery = new RingWalk(written.buffer(), this::append).recover(0, 3904, 0);
            assertThat(recovery.lastSequence()).isLessThanOrEqualTo(7);
            assertThat(recovery.count()).isGreaterThanOrEqualTo(6).isEqualTo(sequences.size());
            assertThat(sequences).isSorted().doesNotHaveDuplicates();
            if (!used) {
                assertThat(recovery.count()).isEqualTo(7);
            }
        }
    }

    @Test
    void shouldMissNothingOfAnIntactRingOfAnyMix() {
        final Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            final long start = 32L * random.nextInt(10_000);
            final UnsafeBuffer ring = new UnsafeBuffer(ByteBuffer.allocateDirect(CAPACITY));
            final byte[] old = new byte[CAPACITY];
            random.nextBytes(old);
            ring.putBytes(0, old);
            final Writer writer = new Writer(ring, start, 100);
            while (writer.position - start < CAPACITY - 2 * CAPACITY / 8) {
                if (random.nextInt(5) == 0 && writer.offset() <= CAPACITY - 96) {
                    writer.pad(96);
                } else {
                    writer.publish(random.nextInt(MAX_PAYLOAD + 1));
                }
            }
            sequences.clear();
            final RingRecovery recovery = new RingWalk(ring, this::append).recover(100, start, 0);
            assertThat(sequences).isEqualTo(range(101, writer.sequence));
            assertThat(recovery.lastSequence()).isEqualTo(writer.sequence);
        }
    }
}
