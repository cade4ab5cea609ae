package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.OnFull;
import io.hermesmq.channel.ring.RingChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Publishers that are kept from their core for a lap, between two steps of the hand-over. */
final class StalledHandOverStress {

    private StalledHandOverStress() {}

    /** A ring without readers: one thread commits a frame, the other laps the ring until that is done. */
    abstract static class Base {

        private static final int DWELL = 30;

        final RingChannel ring = Rings.multi(OnFull.FAIL);
        private final long[] open = new long[Rings.FRAMES_PER_LAP];
        private long messages;
        private volatile boolean isDone;

        final long claim() {
            messages++;
            return ring.claim(Rings.LARGEST_PAYLOAD);
        }

        final void commitStalled(final long framePosition) {
            ring.commit(framePosition);
            isDone = true;
        }

        /** Claims all room there is and commits the frames from behind, so that all but the first are ready for a while. */
        final void lap() {
            while (!isDone) {
                int claims = 0;
                while (claims < open.length && (open[claims] = ring.claim(Rings.LARGEST_PAYLOAD)) >= 0) {
                    claims++;
                }
                messages += claims;
                while (claims > 1) {
                    ring.commit(open[--claims]);
                }
                for (int i = 0; i < DWELL; i++) {
                    Thread.onSpinWait();
                }
                if (claims == 1) {
                    ring.commit(open[0]);
                }
            }
        }

        final String verdict() {
            final long limit = ring.limit().get();
            if (limit != ring.openPosition()) {
                return "stuck at " + limit + " of " + ring.openPosition();
            }
            return ring.counters().published().get() == messages ? "all" : "miscounted";
        }
    }

    @JCStressTest
    @Description("A publisher commits and looks for a successor to publish, while another thread laps the ring.")
    @Outcome(id = "all", expect = ACCEPTABLE, desc = "Every frame is published once.")
    @Outcome(expect = FORBIDDEN, desc = "The publisher took the frame of a later lap for its successor.")
    @State
    public static class AfterTheLimit extends Base {

        private final long first = claim();

        @Actor
        public void stalled() {
            commitStalled(first);
        }

        @Actor
        public void lapping() {
            lap();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = verdict();
        }
    }

    @JCStressTest
    @Description("A publisher leaves its frame to the predecessor, which takes it and laps the ring.")
    @Outcome(id = "all", expect = ACCEPTABLE, desc = "Every frame is published once.")
    @Outcome(expect = FORBIDDEN, desc = "The publisher took the right to a frame of a later lap.")
    @State
    public static class AfterTheMark extends Base {

        private final long first = claim();
        private final long second = claim();

        @Actor
        public void stalled() {
            commitStalled(second);
        }

        @Actor
        public void lapping() {
            ring.commit(first);
            lap();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = verdict();
        }
    }
}
