package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("try") // the resource is the lock itself
final class DirectoryLockTest {

    private static final String ADVICE =
            "; a journal has one writer: stop the other one, or give this one a hermes.directory of its own";

    @TempDir
    private Path directory;

    private String inUseBy(final long pid) {
        return "directory \\Q" + directory + "\\E is in use by process " + pid
                + " on host \\S+, started at \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ" + ADVICE;
    }

    @Test
    void shouldRefuseASecondOneInTheSameJvmAndNameTheHolder() {
        try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
            assertThat(lock.directory()).isEqualTo(directory);
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .isExactlyInstanceOf(JournalException.class)
                    .message()
                    .matches(inUseBy(ProcessHandle.current().pid()));
        }
    }

    @Test
    void shouldRefuseASecondOneByAnotherNameOfTheDirectory() throws Exception {
        final Path link =
                Files.createSymbolicLink(directory.resolveSibling(directory.getFileName() + "-link"), directory);
        try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
            assertThatThrownBy(() -> DirectoryLock.acquire(link)).hasMessageContaining(" is in use by process ");
        } finally {
            Files.delete(link);
        }
    }

    @Test
    void shouldStayLockedForOthersAfterASecondOneInTheSameJvmWasRefused() throws Exception {
        try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
            assertThatThrownBy(() -> DirectoryLock.acquire(directory)).isInstanceOf(JournalException.class);

            try (LockingProcess other = LockingProcess.start(directory)) {
                assertThat(other.answer())
                        .matches(inUseBy(ProcessHandle.current().pid()));
            }
        }
    }

    @Test
    void shouldStayLockedWhereSomebodyReplacesTheSystemProperties() throws Exception {
        final Properties properties = System.getProperties();
        try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
            System.setProperties(new Properties());
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .isExactlyInstanceOf(JournalException.class)
                    .message()
                    .matches(inUseBy(ProcessHandle.current().pid()));
            System.setProperties(properties);
            try (LockingProcess other = LockingProcess.start(directory)) {
                assertThat(other.answer())
                        .matches(inUseBy(ProcessHandle.current().pid()));
            }
        } finally {
            System.setProperties(properties);
        }
    }

    @Test
    void shouldRefuseWhatAnotherProcessHoldsAndLockOnceThatIsKilled() throws Exception {
        try (LockingProcess other = LockingProcess.start(directory)) {
            assertThat(other.answer()).isEqualTo("locked");
            assertThatThrownBy(() -> DirectoryLock.acquire(directory))
                    .isExactlyInstanceOf(JournalException.class)
                    .message()
                    .matches(inUseBy(other.pid()));
            other.kill();
            DirectoryLock.acquire(directory).close();
        }
    }

    @Test
    void shouldExcludeProcessesOfOtherPidNamespacesWithTheSamePid() throws Exception {
        final String[] unshare = {"unshare", "--pid", "--fork", "--mount-proc", "--kill-child"};
        assumeTrue(canUnshare(unshare), "needs root and unshare");
        try (LockingProcess first = LockingProcess.start(directory, unshare)) {
            assertThat(first.answer()).isEqualTo("locked");
            try (LockingProcess second = LockingProcess.start(directory, unshare)) {
                assertThat(second.answer()).matches(inUseBy(1));
            }
            first.kill();
            try (LockingProcess third = LockingProcess.start(directory, unshare)) {
                assertThat(third.answer()).isEqualTo("locked");
            }
        }
    }

    private static boolean canUnshare(final String... unshare) throws InterruptedException {
        try {
            final ProcessBuilder builder = new ProcessBuilder(unshare);
            builder.command().add("true");
            final Process process = builder.start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    @Test
    void shouldLockAgainAfterClose() {
        final DirectoryLock first = DirectoryLock.acquire(directory);
        first.close();
        try (DirectoryLock second = DirectoryLock.acquire(directory)) {
            first.close();
            assertThatThrownBy(() -> DirectoryLock.acquire(directory)).isInstanceOf(JournalException.class);
        }
        assertThat(directory.resolve("lock")).isEmptyFile();
    }

    @Test
    void shouldSayWhatIsWrongWithADirectoryThatIsNone() {
        final Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> DirectoryLock.acquire(missing))
                .isExactlyInstanceOf(JournalException.class)
                .hasMessage("cannot lock directory " + missing + ": java.nio.file.NoSuchFileException: " + missing
                        + "; make it a directory that this process may write, on a local disk");
    }
}
