package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ChannelDirectoryTest {

    @TempDir
    private Path base;

    private final List<String> warnings = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(textBlock = """
            orders,         orders
            Orders,         %4frders
            ORDERS,         %4f%52%44%45%52%53
            eu.orders-1_a,  eu.orders-1_a
            .,              %2e
            ..,             %2e%2e
            ...,            %2e.%2e
            .hidden,        %2ehidden
            end.,           end%2e
            ../../etc,      %2e.%2f..%2fetc
            /etc/passwd,    %2fetc%2fpasswd
            a\\b,           a%5cb
            c:d,            c%3ad
            50%,            50%25
            '',             %
            ä,              %c3%a4
            €,              %e2%82%ac
            con,            %63on
            con.txt,        %63on.txt
            lpt1,           %6cpt1
            console,        console
            a b,            a%20b
            a~b,            a%7eb
            """)
    void shouldEncodeAName(final String channel, final String expected) {
        assertThat(ChannelDirectory.encode(channel)).isEqualTo(expected);
    }

    @Test
    void shouldEncodeWhatIsNoText() {
        assertThat(ChannelDirectory.encode("\0")).isEqualTo("%00");
        assertThat(ChannelDirectory.encode("\ud83d\ude00")).isEqualTo("%f0%9f%98%80");
        assertThat(ChannelDirectory.encode("\ud83d")).isEqualTo("%ed%a0%bd");
        assertThat(ChannelDirectory.encode("?")).isEqualTo("%3f");
    }

    @Test
    void shouldCutALongNameAndAddAHash() {
        assertThat(ChannelDirectory.encode("a".repeat(160))).isEqualTo("a".repeat(160));
        assertThat(ChannelDirectory.encode("a".repeat(161)))
                .startsWith("a".repeat(100) + "~")
                .hasSize(133)
                .isNotEqualTo(ChannelDirectory.encode("a".repeat(162)));
    }

    @Test
    void shouldKeepNamesApartAndInsideOfTheBaseDirectory() {
        final String[] parts = {
            "a",
            "A",
            "..",
            ".",
            "/",
            "\\",
            "%",
            "%2e",
            "~",
            "\0",
            "con",
            "é",
            "e\u0301",
            "\ud800",
            "?",
            " ",
            ":",
            "$HOME",
            "-",
            "nul",
            "x".repeat(70),
            "X".repeat(50),
            "ß",
            "ẞ",
            "İ",
            "i"
        };
        final Random random = new Random(20261121);
        final Map<String, String> names = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            final StringBuilder name = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                name.append(parts[random.nextInt(parts.length)]);
            }
            final Path path = ChannelDirectory.of(base, name.toString()).path();
            assertThat(path.normalize()).isEqualTo(path);
            assertThat(path.getParent()).isEqualTo(base);
            final String encoded = path.getFileName().toString();
            assertThat(encoded.length()).isBetween(1, 160);
            final String other = names.put(encoded.toLowerCase(Locale.ROOT), name.toString());
            assertThat(other == null || other.contentEquals(name))
                    .as("%s and %s have the same directory", other, name)
                    .isTrue();
        }
    }

    @Test
    void shouldCreateTheDirectories() {
        final ChannelDirectory directory = ChannelDirectory.of(base, "Orders").create(warnings::add);

        assertThat(directory.path()).isEqualTo(base.resolve("%4frders"));
        assertThat(directory.queue()).isEqualTo(base.resolve("%4frders/queue")).isDirectory();
        assertThat(directory.damaged())
                .isEqualTo(base.resolve("%4frders/damaged"))
                .isDirectory();
        assertThat(directory.lock()).isEqualTo(base.resolve("%4frders/lock")).doesNotExist();
        assertThat(directory.ring()).isEqualTo(base.resolve("%4frders/ring.hermes"));
        assertThat(directory.positions()).isEqualTo(base.resolve("%4frders/positions.hermes"));
        assertThat(directory.layout()).isEqualTo(base.resolve("%4frders/layout.hermes"));
        assertThat(directory).hasToString(base.resolve("%4frders").toString());
        assertThat(ChannelDirectory.at(directory.path()).ring()).isEqualTo(directory.ring());
    }

    @Test
    void shouldSayWhereADirectoryCannotBeCreated() throws Exception {
        final Path file = Files.createFile(base.resolve("file"));
        assertThatThrownBy(() -> ChannelDirectory.of(file, "orders").create(warnings::add))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessageStartingWith("cannot create the journal directory " + file + "/orders: java.nio.file.")
                .hasMessageEndingWith(
                        "; set hermes.directory to a directory on a local disk that this process may write");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "9p", "CIFS", "ceph"})
    void shouldRefuseNetworkFileSystems(final String type) {
        assertThatThrownBy(() -> ChannelDirectory.checkFileSystem(Path.of("data"), type, false, warnings::add))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("the journal directory data is on a network file system (" + type
                        + "), where memory-mapped files and locks do not do what a journal needs: messages may be lost"
                        + " and two writers may go unnoticed; set hermes.directory to a local disk, or accept that with"
                        + " -Dhermes.journal.network-file-system=allow");

        ChannelDirectory.checkFileSystem(Path.of("data"), type, true, warnings::add);
        assertThat(warnings)
                .containsExactly("the journal directory data is on a network file system (" + type
                        + "), where memory-mapped files and locks do not do what a journal needs: messages may be lost"
                        + " and two writers may go unnoticed; accepted by -Dhermes.journal.network-file-system=allow");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fuse", "fuse.mergerfs", "fuseblk", "virtiofs"})
    void shouldWarnOfFileSystemsThatMayBeOnANetwork(final String type) {
        ChannelDirectory.checkFileSystem(Path.of("data"), type, false, warnings::add);
        assertThat(warnings)
                .containsExactly("the journal directory data is on file system " + type
                        + ", of which Hermes cannot tell whether it is local; a journal belongs on a local disk such as"
                        + " ext4 or xfs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "tmpfs", "overlay", "zfs", "apfs", "NTFS", ""})
    void shouldTakeLocalFileSystems(final String type) {
        ChannelDirectory.checkFileSystem(Path.of("data"), type, false, warnings::add);
        assertThat(warnings).isEmpty();
    }
}
