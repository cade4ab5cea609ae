package io.hermesmq.channel.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.hermesmq.annotation.DefaultValue;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.channel.journal.PositionFile.Slot;
import io.hermesmq.codec.LayoutChange;
import io.hermesmq.codec.PayloadUpgrade;
import io.hermesmq.codec.RecordLayout;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is done per message allocates nothing. */
final class CommitAllocationTest {

    private static final int MESSAGES = 200_000;
    private static final int MAX_ATTEMPTS = 20;

    record Order(long id, @DefaultValue("EUR") @MaxLength(3) String currency) {}

    @Test
    void shouldCommitWithoutAllocation(@TempDir final Path directory) {
        final Slot slot = PositionFile.open(directory.resolve("positions.hermes"), false, text -> {})
                .open("signals");
        assertAllocationFree(slot::commit);
        assertThat(slot.position()).isGreaterThanOrEqualTo(MESSAGES);
    }

    @Test
    void shouldUpgradePayloadsWithoutAllocation() {
        final PayloadUpgrade upgrade = LayoutChange.between("Order(id:int64)", RecordLayout.of(Order.class))
                .upgrade();
        final UnsafeBuffer source = new UnsafeBuffer(ByteBuffer.allocateDirect(8));
        final UnsafeBuffer target = new UnsafeBuffer(ByteBuffer.allocateDirect(8 + upgrade.addedLength()));
        assertAllocationFree(sequence -> upgrade.upgrade(source, 0, 8, target, 0));
        assertThat(target.getInt(8)).isEqualTo(3);
    }

    /** Repeats until the compiler has had its time; code that allocates stays so. */
    private static void assertAllocationFree(final LongConsumer work) {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        final long thread = Thread.currentThread().getId();
        long allocated = Long.MAX_VALUE;
        long sequence = 0;
        for (int attempt = 0; attempt < MAX_ATTEMPTS && allocated >= MESSAGES; attempt++) {
            final long before = threads.getThreadAllocatedBytes(thread);
            for (int i = 0; i < MESSAGES; i++) {
                work.accept(++sequence);
            }
            allocated = threads.getThreadAllocatedBytes(thread) - before;
        }
        assertThat(allocated).isLessThan(MESSAGES);
    }
}
