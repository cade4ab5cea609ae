package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Neither writing nor reading leaves garbage for each message. */
final class JournalAllocationTest {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int RUNS = 5_000;
    private static final int COUNT = 10;

    @TempDir
    private Path directory;

    @Test
    void shouldNotAllocatePerMessage() {
        try (JournalStore store = new TestJournal(directory).open();
                JournalReader reader = store.reader()) {
            final TestStream stream = new TestStream();
            long appended = Long.MAX_VALUE;
            long read = Long.MAX_VALUE;
            for (int round = 0; round < 3; round++) {
                final long before = THREADS.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < RUNS; i++) {
                    stream.append(store, COUNT);
                }
                final long between = THREADS.getCurrentThreadAllocatedBytes();
                long messages = 0;
                while (reader.next()) {
                    messages++;
                }
                final long after = THREADS.getCurrentThreadAllocatedBytes();
                assertThat(messages).isEqualTo(RUNS * COUNT);
                appended = Math.min(appended, between - before);
                read = Math.min(read, after - between);
            }
            assertThat(appended).as("bytes for all runs").isLessThan(RUNS);
            assertThat(read).as("bytes for all messages").isLessThan(RUNS);
        }
    }
}
