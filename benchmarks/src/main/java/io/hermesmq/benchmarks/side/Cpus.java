package io.hermesmq.benchmarks.side;

import java.util.BitSet;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import net.openhft.affinity.Affinity;
import net.openhft.affinity.impl.NullAffinity;

/** The two CPUs that publisher and consumer are pinned to: the first two that this process may use. */
public final class Cpus {

    /** No pinning. */
    public static final int NONE = -1;

    private static final BitSet ALLOWED = allowedAtStart();

    private Cpus() {}

    /**
     * Whether threads can be pinned: the affinity library works here and there are two CPUs.
     *
     * @return false where every thread runs wherever the operating system puts it.
     */
    public static boolean pinnable() {
        return ALLOWED.cardinality() >= 2;
    }

    /**
     * The CPU of the publishing thread.
     *
     * @return its number, or {@link #NONE}.
     */
    public static int publisher() {
        return pinnable() ? ALLOWED.nextSetBit(0) : NONE;
    }

    /**
     * The CPU of the consuming thread.
     *
     * @return its number, or {@link #NONE}.
     */
    public static int consumer() {
        return pinnable() ? ALLOWED.nextSetBit(publisher() + 1) : NONE;
    }

    /**
     * Pins the calling thread. A thread that it starts inherits that, unless it is pinned or unpinned itself.
     *
     * @param cpu its number, or {@link #NONE} to let it run everywhere.
     */
    public static void pin(final int cpu) {
        if (!pinnable()) {
            return;
        }
        if (cpu == NONE) {
            allow((BitSet) ALLOWED.clone());
        } else {
            Affinity.setAffinity(cpu);
        }
    }

    /**
     * The CPUs that the calling thread may run on.
     *
     * @return a set for {@link #allow}.
     */
    public static BitSet allowed() {
        return pinnable() ? Affinity.getAffinity() : new BitSet();
    }

    /**
     * Lets the calling thread run on these CPUs only.
     *
     * @param cpus what {@link #allowed()} returned.
     */
    public static void allow(final BitSet cpus) {
        if (pinnable()) {
            Affinity.setAffinity(cpus);
        }
    }

    /**
     * Makes daemon threads that pin themselves before they run.
     *
     * @param name of the threads, followed by a number.
     * @param cpu its number, or {@link #NONE}.
     * @return the factory.
     */
    public static ThreadFactory threads(final String name, final int cpu) {
        final AtomicInteger count = new AtomicInteger();
        return task -> {
            final Thread thread = new Thread(
                    () -> {
                        pin(cpu);
                        task.run();
                    },
                    name + "-" + count.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    private static BitSet allowedAtStart() {
        if (Affinity.getAffinityImpl() instanceof NullAffinity) {
            return new BitSet();
        }
        return Affinity.getAffinity();
    }
}
