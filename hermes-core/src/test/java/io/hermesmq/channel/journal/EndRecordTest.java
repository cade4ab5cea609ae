package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndRecordTest {

    @TempDir
    private Path directory;

    private long stored() throws IOException {
        try (EndRecord record = new EndRecord(directory)) {
            assertThat(record.position()).isEqualTo(record.sequence() * 96);
            return record.sequence();
        }
    }

    private void note(final long sequence) throws IOException {
        try (EndRecord record = new EndRecord(directory)) {
            record.note(sequence, sequence * 96);
        }
    }

    @Test
    void shouldRememberTheEnd() throws IOException {
        assertThat(stored()).isZero();
        note(5);
        assertThat(stored()).isEqualTo(5);
        note(9);
        note(12);
        assertThat(stored()).isEqualTo(12);
    }

    @Test
    void shouldFallBackToTheOtherRecord() throws IOException {
        note(5);
        note(9);
        final Path file = directory.resolve(EndRecord.NAME);
        final byte[] bytes = Files.readAllBytes(file);
        for (int i = 0; i < bytes.length; i++) {
            final byte[] damaged = bytes.clone();
            damaged[i] ^= 16;
            Files.write(file, damaged);
            assertThat(stored()).isIn(5L, 9L);
        }
        Files.write(file, new byte[0]);
        assertThat(stored()).isZero();
    }
}
