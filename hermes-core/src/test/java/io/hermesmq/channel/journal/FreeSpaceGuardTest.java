package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.hermesmq.support.CapturedLog;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreeSpaceGuardTest {

    private static final long RESERVE = 800;

    private long free = 10_000;
    private boolean fails;
    private int reads;
    private final FreeSpaceGuard guard = new FreeSpaceGuard("data", this::read, RESERVE);

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
        assertThat(new FreeSpaceGuard("data", this::read, RESERVE).hasRoomAfter(0))
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
        final FreeSpaceGuard byRing = new FreeSpaceGuard(directory, 100, 1000);
        assertThat(byRing.reserveBytes()).isEqualTo(block + 1000);
        assertThat(byRing.usableBytes()).isPositive().isLessThan(Long.MAX_VALUE);
        assertThat(new FreeSpaceGuard(directory, 2 * block, 1000).reserveBytes())
                .isEqualTo(2 * block);
        assertThat(new FreeSpaceGuard(directory, Long.MAX_VALUE, 1000).hasRoom())
                .isFalse();
    }

    @Test
    void shouldSayWhereTheDiskCannotBeAsked(@TempDir final Path directory) {
        final Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> new FreeSpaceGuard(missing, 1, 1))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("cannot read the free space of the disk of " + missing
                        + ": java.nio.file.NoSuchFileException: " + missing + "; use a directory on a local disk");
    }
}
