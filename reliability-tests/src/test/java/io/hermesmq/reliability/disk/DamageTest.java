package io.hermesmq.reliability.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamageTest {

    private static final int DATA = 300_001;

    @TempDir
    private Path journal;

    private Path first;
    private Path last;
    private Path metadata;

    @BeforeEach
    void writeJournal() throws IOException {
        final Path queue = Files.createDirectories(journal.resolve("orders").resolve("queue"));
        first = write(queue.resolve("20261121-101500.cq4"));
        last = write(queue.resolve("20261121-101501.cq4"));
        metadata = write(queue.resolve("metadata.cq4t"));
    }

    private static Path write(final Path file) throws IOException {
        final byte[] bytes = new byte[DATA];
        Arrays.fill(bytes, (byte) 7);
        Files.write(file, bytes);
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(4 << 20);
        }
        return file;
    }

    @Test
    void shouldFindTheEndOfTheData() throws IOException {
        assertThat(Damage.dataEnd(last)).isEqualTo(DATA);
        Files.write(last, new byte[10]);
        assertThat(Damage.dataEnd(last)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldChangeSomethingAndSayWhat(final Damage damage) throws IOException {
        final long before = fingerprint();
        final String what = damage.apply(journal, new Random(5));
        assertThat(fingerprint()).isNotEqualTo(before);
        assertThat(what).containsPattern("\\.cq4t?");
    }

    @Test
    void shouldCutTheLastFileInHalf() throws IOException {
        assertThat(Damage.TRUNCATED_TO_HALF.apply(journal, new Random(1)))
                .isEqualTo("cut 20261121-101501.cq4 to 150000 bytes");
        assertThat(last).hasSize(150_000);
        assertThat(first).hasSize(4 << 20);
    }

    @Test
    void shouldTurnOneBit() throws IOException {
        final byte[] before = Files.readAllBytes(last);
        Damage.BIT_FLIPPED.apply(journal, new Random(1));
        final byte[] after = Files.readAllBytes(last);
        int different = 0;
        for (int i = 0; i < before.length; i++) {
            different += Integer.bitCount((before[i] ^ after[i]) & 0xFF);
        }
        assertThat(different).isEqualTo(1);
    }

    @Test
    void shouldPutAnEmptyFileBehindTheLast() throws IOException {
        Damage.EMPTY_LATER_CYCLE.apply(journal, new Random(1));
        assertThat(last.resolveSibling("20261121-101502.cq4")).isEmptyFile();
    }

    @Test
    void shouldEmptyTheMetadata() throws IOException {
        Damage.METADATA_EMPTIED.apply(journal, new Random(1));
        assertThat(metadata).isEmptyFile();
    }

    private long fingerprint() throws IOException {
        long sum = 0;
        try (var files = Files.walk(journal)) {
            for (final Path path : files.filter(Files::isRegularFile).toList()) {
                sum += path.getFileName().hashCode() * 31L + Arrays.hashCode(Files.readAllBytes(path)) + 1;
            }
        }
        return sum;
    }
}
