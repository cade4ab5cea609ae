package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.OnFull;
import io.hermesmq.channel.ring.RingChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** One publisher, one reader. */
final class PublishReadStress {

    private PublishReadStress() {}

    /** A ring full of the bytes of an earlier lap, into which A and then B are published. */
    abstract static class Base {

        final RingChannel ring;
        final long start;

        Base(final RingChannel ring) {
            this.ring = Rings.aged(ring);
            start = ring.limit().get();
        }

        final void publishBoth() {
            Letters.publish(ring, 'A');
            Letters.publish(ring, 'B');
        }

        final String read() {
            return Letters.read(ring, start, Rings.FRAMES_PER_LAP);
        }
    }

    /** Any number of publishers. */
    @JCStressTest
    @Description("A reader sees a beginning of what one of many publishers published, in whole frames.")
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "The reader was first.")
    @Outcome(id = "A", expect = ACCEPTABLE, desc = "The first frame, whole.")
    @Outcome(id = "AB", expect = ACCEPTABLE, desc = "Both frames, whole and in order.")
    @Outcome(expect = FORBIDDEN, desc = "A frame that is torn, stale, misnumbered or out of order.")
    @State
    public static class Multi extends Base {

        /** Makes the ring. */
        public Multi() {
            super(Rings.multi(OnFull.FAIL));
        }

        /** Publishes. */
        @Actor
        public void publisher() {
            publishBoth();
        }

        /** Reads once. */
        @Actor
        public void reader(final L_Result result) {
            result.r1 = read();
        }
    }

    /** One publisher. */
    @JCStressTest
    @Description("A reader sees a beginning of what the only publisher published, in whole frames.")
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "The reader was first.")
    @Outcome(id = "A", expect = ACCEPTABLE, desc = "The first frame, whole.")
    @Outcome(id = "AB", expect = ACCEPTABLE, desc = "Both frames, whole and in order.")
    @Outcome(expect = FORBIDDEN, desc = "A frame that is torn, stale, misnumbered or out of order.")
    @State
    public static class Single extends Base {

        /** Makes the ring. */
        public Single() {
            super(Rings.single(OnFull.FAIL));
        }

        /** Publishes. */
        @Actor
        public void publisher() {
            publishBoth();
        }

        /** Reads once. */
        @Actor
        public void reader(final L_Result result) {
            result.r1 = read();
        }
    }
}
