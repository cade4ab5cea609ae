package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.OnFull;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.ring.RingChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Channels that are closed while somebody publishes. */
final class CloseStress {

    private CloseStress() {}

    /** A channel that is closed. */
    abstract static class Base {

        final RingChannel ring;
        long end;

        Base(final RingChannel ring) {
            this.ring = ring;
        }

        final void closeRing() {
            end = ring.close();
        }

        final String verdict(final long... results) {
            int accepted = 0;
            for (final long result : results) {
                if (result >= 0) {
                    accepted++;
                    if (result > end) {
                        return "accepted behind the end";
                    }
                } else if (PublishStatus.of(result) != PublishStatus.CLOSED) {
                    return "refused as " + PublishStatus.of(result);
                }
            }
            final long visible = ring.counters().published().get();
            final long refused = ring.counters().refused(PublishStatus.CLOSED).get();
            if (visible != accepted || refused != results.length - accepted) {
                return "visible " + visible + ", accepted " + accepted + ", refused " + refused;
            }
            if (ring.limit().get() < end || ring.limit().get() != ring.openPosition()) {
                return "stuck in front of the end";
            }
            return accepted + " accepted";
        }
    }

    @JCStressTest
    @Description("A ring of many publishers is closed while one of them publishes.")
    @Outcome(id = "0 accepted", expect = ACCEPTABLE, desc = "Refused and not visible.")
    @Outcome(id = "1 accepted", expect = ACCEPTABLE, desc = "Accepted, visible, and in front of the final position.")
    @Outcome(expect = FORBIDDEN, desc = "A message is accepted behind the end, refused but visible, or not counted.")
    @State
    public static class Multi extends Base {

        private long result;

        public Multi() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisher() {
            result = Letters.publish(ring, 'A');
        }

        @Actor
        public void closer() {
            closeRing();
        }

        @Arbiter
        public void settled(final L_Result word) {
            word.r1 = verdict(result);
        }
    }

    @JCStressTest
    @Description("A ring of many publishers is closed while two of them publish.")
    @Outcome(id = "0 accepted", expect = ACCEPTABLE, desc = "Both refused and not visible.")
    @Outcome(
            id = "1 accepted",
            expect = ACCEPTABLE,
            desc = "One accepted, visible, and in front of the final position.")
    @Outcome(
            id = "2 accepted",
            expect = ACCEPTABLE,
            desc = "Both accepted, visible, and in front of the final position.")
    @Outcome(expect = FORBIDDEN, desc = "A message is accepted behind the end, refused but visible, or not counted.")
    @State
    public static class MultiOfTwo extends Base {

        private long resultA;
        private long resultB;

        public MultiOfTwo() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisherA() {
            resultA = Letters.publish(ring, 'A');
        }

        @Actor
        public void publisherB() {
            resultB = Letters.publish(ring, 'B');
        }

        @Actor
        public void closer() {
            closeRing();
        }

        @Arbiter
        public void settled(final L_Result word) {
            word.r1 = verdict(resultA, resultB);
        }
    }

    @JCStressTest
    @Description("A ring of one publisher, which is a lane and may publish while it drains, is closed while it does.")
    @Outcome(id = "0 accepted", expect = ACCEPTABLE, desc = "Refused and not visible.")
    @Outcome(id = "1 accepted", expect = ACCEPTABLE, desc = "Accepted, visible, and in front of the final position.")
    @Outcome(expect = FORBIDDEN, desc = "A message is accepted behind the end, refused but visible, or not counted.")
    @State
    public static class SingleAfterDrain extends Base {

        private long result;

        public SingleAfterDrain() {
            super(Rings.singleOfInsiders(OnFull.FAIL));
            ring.drain();
        }

        @Actor
        public void publisher() {
            result = Letters.publish(ring, 'A');
        }

        @Actor
        public void closer() {
            closeRing();
        }

        @Arbiter
        public void settled(final L_Result word) {
            word.r1 = verdict(result);
        }
    }

    @JCStressTest
    @Description("A ring of one publisher is closed while it publishes as fast as it can.")
    @Outcome(
            id = "exact",
            expect = ACCEPTABLE,
            desc = "All that was accepted is in front of the end, and no more is visible.")
    @Outcome(expect = FORBIDDEN, desc = "A message is accepted behind the end, refused but visible, or not counted.")
    @State
    public static class Single extends Base {

        private long accepted;
        private long last;

        public Single() {
            super(Rings.single(OnFull.FAIL));
        }

        @Actor
        public void publisher() {
            long result = Letters.publish(ring, 'A');
            while (result >= 0) {
                accepted++;
                last = result;
                result = Letters.publish(ring, 'A');
            }
        }

        @Actor
        public void closer() {
            closeRing();
        }

        @Arbiter
        public void settled(final L_Result word) {
            final boolean isExact = last <= end
                    && ring.counters().published().get() == accepted
                    && ring.limit().get() >= end
                    && ring.limit().get() == ring.openPosition();
            word.r1 = isExact ? "exact" : "accepted up to " + (last - end) + " behind the end";
        }
    }
}
