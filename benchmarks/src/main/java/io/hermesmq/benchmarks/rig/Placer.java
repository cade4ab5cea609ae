package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Cpus;
import java.util.BitSet;
import java.util.Locale;

/**
 * Measures how near publisher and consumer are, and draws them near where that is wanted.
 *
 * <p>The leading thread is the caller; a thread that is held at a gate answers. Both are pinned for the time of the
 * measurement, and go back where they were. Where the host has moved the cores apart,
 * the two block and wake each other until they are near again or the patience is used up. After a draw in vain the next
 * ones get little patience, so that a far machine does not stop everything.
 */
final class Placer {

    private static final int WARM_UP_MEASURES = 20;
    private static final double NANOS_PER_MILLI = 1e6;

    private final Bounce bounce = new Bounce();
    private final boolean drawsNear;
    private final long patienceNs;
    private boolean warm;
    private boolean drewInVain;

    Placer(final boolean drawsNear, final long patienceNs) {
        this.drawsNear = drawsNear;
        this.patienceNs = patienceNs;
    }

    /**
     * Measures the distance before a round, after drawing near where that is wanted.
     *
     * @param gate that holds at least one thread.
     * @return nanoseconds there and back.
     */
    double before(final Gate gate) {
        return measure(gate, drawsNear);
    }

    /**
     * Measures the distance after a round.
     *
     * @param gate that holds at least one thread.
     * @return nanoseconds there and back.
     */
    double after(final Gate gate) {
        return measure(gate, false);
    }

    private double measure(final Gate gate, final boolean draws) {
        final BitSet own = Cpus.allowed();
        Cpus.pin(Cpus.publisher());
        bounce.begin(Thread.currentThread());
        gate.run(0, () -> {
            final BitSet others = Cpus.allowed();
            Cpus.pin(Cpus.consumer());
            bounce.answer();
            Cpus.allow(others);
        });
        bounce.awaitAnswerer();
        if (!warm) {
            for (int i = 0; i < WARM_UP_MEASURES; i++) {
                bounce.measureNs();
            }
            warm = true;
        }
        double ns = bounce.measureNs();
        if (draws && ns >= Placement.NEAR_BELOW_NS) {
            ns = drawNear(ns);
        }
        bounce.end();
        Cpus.allow(own);
        return ns;
    }

    private double drawNear(final double farNs) {
        final boolean wasInVain = drewInVain;
        final long start = System.nanoTime();
        final long deadline = start + (drewInVain ? patienceNs / 10 : patienceNs);
        double ns = farNs;
        int draws = 0;
        while (ns >= Placement.NEAR_BELOW_NS && System.nanoTime() - deadline < 0) {
            bounce.draw();
            ns = bounce.measureNs();
            draws++;
        }
        drewInVain = ns >= Placement.NEAR_BELOW_NS;
        if (drewInVain && wasInVain) {
            return ns; // said once
        }
        Progress.say(String.format(
                Locale.ROOT,
                "%s after %d draws in %.0f ms: cache line there and back in %.0f ns, before %.0f ns",
                drewInVain ? "still far" : "near",
                draws,
                (System.nanoTime() - start) / NANOS_PER_MILLI,
                ns,
                farNs));
        return ns;
    }
}
