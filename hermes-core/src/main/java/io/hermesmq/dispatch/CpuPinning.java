package io.hermesmq.dispatch;

import io.hermesmq.LaneConfig;
import io.hermesmq.channel.journal.NativeLayer;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import net.openhft.posix.PosixAPI;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pins the calling thread to a CPU through OpenHFT Posix; where that cannot be, warns once and goes on. OpenHFT Affinity would do it
 * as well, but Chronicle loads that into every application that has it.
 */
final class CpuPinning {

    private static final Logger LOG = LoggerFactory.getLogger(CpuPinning.class);

    /** What the C library reserves: room for 1024 CPUs. */
    private static final int MASK_BYTES = 128;

    private static final int THIS_THREAD = 0;
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private CpuPinning() {}

    static void pin(final String lane, final int cpu) {
        if (cpu == LaneConfig.NO_CPU) {
            return;
        }
        if (cpu >= MASK_BYTES * Byte.SIZE) {
            warn(lane, cpu, "no machine has so many");
            return;
        }
        try {
            final PosixAPI posix = NativeLayer.posix();
            final UnsafeBuffer wanted = mask();
            wanted.putByte(cpu / Byte.SIZE, (byte) (1 << cpu % Byte.SIZE));
            posix.sched_setaffinity(THIS_THREAD, MASK_BYTES, wanted.addressOffset());
            final UnsafeBuffer given = mask();
            posix.sched_getaffinity(THIS_THREAD, MASK_BYTES, given.addressOffset());
            if (wanted.equals(given)) {
                LOG.debug("lane '{}' runs on CPU {}", lane, cpu);
                return;
            }
            warn(lane, cpu, "the platform ignored the request");
        } catch (final RuntimeException | LinkageError e) {
            warn(lane, cpu, e.toString());
        }
    }

    private static UnsafeBuffer mask() {
        return new UnsafeBuffer(ByteBuffer.allocateDirect(MASK_BYTES));
    }

    private static void warn(final String lane, final int cpu, final String reason) {
        if (WARNED.compareAndSet(false, true)) {
            LOG.warn(
                    "lane '{}' cannot be pinned to CPU {} ({}); it runs wherever the operating system puts it."
                            + " Lanes that follow are not reported again.",
                    lane,
                    cpu,
                    reason);
        }
    }
}
