package io.hermesmq.dispatch;

import io.hermesmq.LaneConfig;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicBoolean;
import net.openhft.affinity.Affinity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pins the calling thread to a CPU through OpenHFT Affinity; where that cannot be, warns once and goes on. */
final class CpuPinning {

    private static final Logger LOG = LoggerFactory.getLogger(CpuPinning.class);
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private CpuPinning() {}

    static void pin(final String lane, final int cpu) {
        if (cpu == LaneConfig.NO_CPU) {
            return;
        }
        try {
            final BitSet wanted = new BitSet();
            wanted.set(cpu);
            Affinity.setAffinity(wanted);
            if (wanted.equals(Affinity.getAffinity())) {
                LOG.debug("lane '{}' runs on CPU {}", lane, cpu);
                return;
            }
            warn(lane, cpu, "the platform ignored the request");
        } catch (final RuntimeException | LinkageError e) {
            warn(lane, cpu, e.toString());
        }
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
