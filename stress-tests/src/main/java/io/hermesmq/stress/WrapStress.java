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

/** Frames at the end of a lap. */
final class WrapStress {

    private WrapStress() {}

    /** A ring with 96 bytes left of its lap, for frames of 128 bytes. */
    abstract static class Base {

        private static final int REST = 96;
        private static final int PAYLOAD = 96;

        final RingChannel ring;
        final long start;
        final long sequence;

        Base(final RingChannel ring) {
            this.ring = Rings.aged(ring);
            for (int i = 1; i < Rings.FRAMES_PER_LAP; i++) {
                Letters.publish(ring, Letters.STALE, Rings.LARGEST_PAYLOAD);
            }
            Letters.publish(ring, Letters.STALE, Rings.LARGEST_PAYLOAD - REST);
            start = ring.limit().get();
            sequence = ring.counters().published().get();
        }

        final void publish(final char letter) {
            Letters.publish(ring, letter, PAYLOAD);
        }
    }

    @JCStressTest
    @Description("The frame does not fit into the rest of the lap of a ring of many publishers.")
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "The reader was first, or sees the padding only.")
    @Outcome(id = "A", expect = ACCEPTABLE, desc = "The frame, whole, at the begin of the next lap.")
    @Outcome(expect = FORBIDDEN, desc = "A frame that is torn, stale or misnumbered.")
    @State
    public static class Multi extends Base {

        public Multi() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisher() {
            publish('A');
        }

        @Actor
        public void reader(final L_Result result) {
            result.r1 = Letters.read(ring, start, sequence);
        }
    }

    @JCStressTest
    @Description("The frame does not fit into the rest of the lap of a ring of one publisher.")
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "The reader was first, or sees the padding only.")
    @Outcome(id = "A", expect = ACCEPTABLE, desc = "The frame, whole, at the begin of the next lap.")
    @Outcome(expect = FORBIDDEN, desc = "A frame that is torn, stale or misnumbered.")
    @State
    public static class Single extends Base {

        public Single() {
            super(Rings.single(OnFull.FAIL));
        }

        @Actor
        public void publisher() {
            publish('A');
        }

        @Actor
        public void reader(final L_Result result) {
            result.r1 = Letters.read(ring, start, sequence);
        }
    }

    @JCStressTest
    @Description("Two publishers go into the next lap at once.")
    @Outcome(
            id = {"AB", "BA"},
            expect = ACCEPTABLE,
            desc = "Padding once, and both frames behind it.")
    @Outcome(expect = FORBIDDEN, desc = "A frame is lost, doubled, misnumbered or not whole.")
    @State
    public static class TwoPublishers extends Base {

        public TwoPublishers() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisherA() {
            publish('A');
        }

        @Actor
        public void publisherB() {
            publish('B');
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = Letters.readSettled(ring, start, sequence);
        }
    }
}
