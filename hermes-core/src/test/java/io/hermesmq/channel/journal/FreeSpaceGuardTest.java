package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.hermesmq.support.CapturedLog;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreeSpaceGuardTest {

    private static final long RESERVE = 800;

    private long free = 10_000;
    private boolean fails;
    private int reads;
    private final FreeSpaceGuard guard = new FreeSpaceGuard("data", this::read, RESERVE, null);

    private long read() throws IOException {
        reads++;
        if (fails) {
            throw new IOException("gone");
        }
        return free;
    }

    @Test
    void shouldLookAtFirstAndAfterEachMebibyte() {
        assertThat(reads).isEqualTo(1);
        assertThat(guard.usableBytes()).isEqualTo(10_000);
        assertThat(guard.reserveBytes()).isEqualTo(RESERVE);
        assertThat(guard.hasRoomAfter((1 << 20) - 1)).isTrue();
        assertThat(reads).isEqualTo(1);
        guard.hasRoomAfter(1);
        assertThat(reads).isEqualTo(2);
        guard.hasRoomAfter((1 << 20) - 1);
        assertThat(reads).isEqualTo(2);
    }

    @Test
    void shouldHaveNoRoomBelowTheReserveUntilThereIsAMargin() {
        free = RESERVE;
        assertThat(guard.hasRoomAfter(1 << 20)).isTrue();
        free = RESERVE - 1;
        assertThat(guard.hasRoomAfter(1 << 20)).isFalse();
        assertThat(guard.hasRoomAfter(1)).isFalse();
        free = 899;
        assertThat(guard.hasRoom()).isFalse();
        free = 900;
        assertThat(guard.hasRoomAfter(1)).isFalse();
        assertThat(guard.hasRoom()).isTrue();
        free = 850;
        assertThat(guard.hasRoom()).isTrue();
    }

    @Test
    void shouldHaveNoRoomFromTheStartWhereTheDiskIsFull() {
        free = 0;
        assertThat(new FreeSpaceGuard("data", this::read, RESERVE, null).hasRoomAfter(0))
                .isFalse();
    }

    @Test
    void shouldStayAsItWasWhileTheSpaceCannotBeRead() {
        free = 0;
        assertThat(guard.hasRoom()).isFalse();
        fails = true;
        free = 10_000;
        try (CapturedLog log = CapturedLog.ofHermes()) {
            assertThat(guard.hasRoom()).isFalse();
            assertThat(guard.hasRoom()).isFalse();
            assertThat(log.texts(Level.WARN))
                    .containsExactly("cannot read the free space of the disk of data any more; until that works again"
                            + " nobody sees it fill");
        }
        fails = false;
        assertThat(guard.hasRoom()).isTrue();
    }

    @Test
    void shouldReserveTheRingAndABlockAtLeast(@TempDir final Path directory) {
        final long block = 64 << 20;
        try (FreeSpaceGuard byRing = FreeSpaceGuard.of(directory, 100, 1000)) {
            assertThat(byRing.reserveBytes()).isEqualTo(block + 1000);
            assertThat(byRing.usableBytes()).isPositive().isLessThan(Long.MAX_VALUE);
        }
        try (FreeSpaceGuard bySetting = FreeSpaceGuard.of(directory, 2 * block, 1000)) {
            assertThat(bySetting.reserveBytes()).isEqualTo(2 * block);
        }
        try (FreeSpaceGuard byAll = FreeSpaceGuard.of(directory, Long.MAX_VALUE, 1000)) {
            assertThat(byAll.hasRoom()).isFalse();
        }
    }

    @Test
    void shouldReserveTheSumOfAllChannelsOnTheDisk(@TempDir final Path directory) throws IOException {
        final long block = 64 << 20;
        final Path other = Files.createDirectory(directory.resolve("other"));
        try (FreeSpaceGuard first = FreeSpaceGuard.of(directory, 0, 1000);
                FreeSpaceGuard higher = FreeSpaceGuard.of(directory, 5 * block, 10)) {
            try (FreeSpaceGuard second = FreeSpaceGuard.of(other, 0, 300)) {
                assertThat(first.reserveBytes()).isEqualTo(3 * block + 1310);
                assertThat(second.reserveBytes()).isEqualTo(3 * block + 1310);
                assertThat(higher.reserveBytes()).isEqualTo(5 * block);
            }
            assertThat(first.reserveBytes()).isEqualTo(2 * block + 1010);
        }
    }

    @Test
    void shouldHaveNoRoomOnceAnotherChannelNeedsIt() throws IOException {
        final long ring = 1000;
        free = 2 * (ring + ChronicleFiles.BLOCK) - 1;
        final FileStore store = Files.getFileStore(Path.of("."));
        try (FreeSpaceGuard first =
                new FreeSpaceGuard("data", this::read, 0, DiskReserve.add(store, ring + ChronicleFiles.BLOCK))) {
            assertThat(first.hasRoom()).isTrue();
            try (DiskReserve second = DiskReserve.add(store, ring + ChronicleFiles.BLOCK)) {
                assertThat(first.hasRoom()).isFalse();
                assertThat(second.sum()).isEqualTo(first.reserveBytes());
            }
            assertThat(first.hasRoom()).isTrue();
        }
    }

    @Test
    void shouldSayWhereTheDiskCannotBeAsked(@TempDir final Path directory) {
        final Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> FreeSpaceGuard.of(missing, 1, 1))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("cannot read the free space of the disk of " + missing
                        + ": java.nio.file.NoSuchFileException: " + missing + "; use a directory on a local disk");
    }
}
