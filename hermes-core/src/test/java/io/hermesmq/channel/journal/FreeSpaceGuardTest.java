package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FreeSpaceGuardTest {

    private static final long RESERVE = 800;
    private static final long MS = 1_000_000;

    private final List<String> events = new ArrayList<>();
    private long free = 10_000;
    private boolean fails;
    private int reads;
    private final FreeSpaceGuard guard = new FreeSpaceGuard("data", this::read, RESERVE, 0, events::add);

    private long read() throws IOException {
        reads++;
        if (fails) {
            throw new IOException("gone");
        }
        return free;
    }

    @Test
    void shouldLookOnceAtFirst() {
        assertThat(reads).isEqualTo(1);
        assertThat(guard.hasRoom()).isTrue();
        assertThat(guard.usableBytes()).isEqualTo(10_000);
        assertThat(guard.reserveBytes()).isEqualTo(RESERVE);
    }

    @Test
    void shouldLookAfterAMebibyteAndAfterATenthOfASecond() {
        guard.wrote((1 << 20) - 1, 1);
        assertThat(reads).isEqualTo(1);
        guard.wrote(1, 2);
        assertThat(reads).isEqualTo(2);
        guard.wrote(0, 100 * MS + 1);
        assertThat(reads).isEqualTo(2);
        guard.wrote(0, 100 * MS + 2);
        assertThat(reads).isEqualTo(3);
    }

    @Test
    void shouldRefuseBelowTheReserveAndResumeWithAMargin() {
        free = RESERVE;
        assertThat(guard.wrote(1 << 20, 1)).isTrue();
        free = RESERVE - 1;
        assertThat(guard.wrote(1 << 20, 2)).isFalse();
        assertThat(guard.hasRoom()).isFalse();
        assertThat(events)
                .containsExactly("the disk of data has 799 bytes left, 800 are the reserve: publishing is refused until"
                        + " there are 900; free some room, or lower journal.retention");
        events.clear();
        free = 899;
        assertThat(guard.wrote(0, 200 * MS)).isFalse();
        free = 900;
        assertThat(guard.wrote(0, 300 * MS)).isTrue();
        assertThat(guard.hasRoom()).isTrue();
        assertThat(events).containsExactly("the disk of data has 900 bytes left again: publishing resumes");
    }

    @Test
    void shouldRefuseFromTheStartWhereTheDiskIsFull() {
        free = 0;
        assertThat(new FreeSpaceGuard("data", this::read, RESERVE, 0, events::add).hasRoom())
                .isFalse();
        assertThat(events).hasSize(1);
    }

    @Test
    void shouldStayAsItWasWhileTheSpaceCannotBeRead() {
        free = 0;
        guard.wrote(0, 100 * MS);
        events.clear();
        fails = true;
        guard.wrote(0, 200 * MS);
        guard.wrote(0, 300 * MS);
        assertThat(guard.hasRoom()).isFalse();
        assertThat(events)
                .containsExactly("cannot read the free space of the disk of data: java.io.IOException: gone; until that"
                        + " works publishing goes on as it was");
        fails = false;
        free = 10_000;
        guard.wrote(0, 400 * MS);
        assertThat(guard.hasRoom()).isTrue();
    }

    @Test
    void shouldReserveTheRingAndABlockAtLeast(@TempDir final Path directory) {
        final FreeSpaceGuard byRing = FreeSpaceGuard.of(directory, 100, 1000, 500, 0, events::add);
        assertThat(byRing.reserveBytes()).isEqualTo(1500);
        assertThat(byRing.usableBytes()).isPositive();
        assertThat(FreeSpaceGuard.of(directory, 2000, 1000, 500, 0, events::add).reserveBytes())
                .isEqualTo(2000);
        assertThat(FreeSpaceGuard.of(directory, Long.MAX_VALUE / 2, 1000, 500, 0, events::add)
                        .hasRoom())
                .isFalse();
    }

    @Test
    void shouldSayWhereTheDiskCannotBeAsked(@TempDir final Path directory) {
        final Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> FreeSpaceGuard.of(missing, 1, 1, 1, 0, events::add))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("cannot read the free space of the disk of " + missing
                        + ": java.nio.file.NoSuchFileException: " + missing + "; use a directory on a local disk");
    }
}
