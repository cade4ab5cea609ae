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

/** Several threads that publish at once. */
final class ManyPublishersStress {

    private ManyPublishersStress() {}

    /** A ring of many publishers. */
    abstract static class Base {

        final RingChannel ring = Rings.aged(Rings.multi(OnFull.FAIL));
        final long start = ring.limit().get();

        final String readSettled() {
            return Letters.readSettled(ring, start, Rings.FRAMES_PER_LAP);
        }
    }

    @JCStressTest
    @Description("Two threads publish.")
    @Outcome(
            id = {"AB", "BA"},
            expect = ACCEPTABLE,
            desc = "Both frames, numbered densely.")
    @Outcome(expect = FORBIDDEN, desc = "A frame is lost, doubled, misnumbered or not whole.")
    @State
    public static class Two extends Base {

        @Actor
        public void publisherA() {
            Letters.publish(ring, 'A');
        }

        @Actor
        public void publisherB() {
            Letters.publish(ring, 'B');
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = readSettled();
        }
    }

    @JCStressTest
    @Description("Three threads publish.")
    @Outcome(
            id = {"ABC", "ACB", "BAC", "BCA", "CAB", "CBA"},
            expect = ACCEPTABLE,
            desc = "Three frames, numbered densely.")
    @Outcome(expect = FORBIDDEN, desc = "A frame is lost, doubled, misnumbered or not whole.")
    @State
    public static class Three extends Base {

        @Actor
        public void publisherA() {
            Letters.publish(ring, 'A');
        }

        @Actor
        public void publisherB() {
            Letters.publish(ring, 'B');
        }

        @Actor
        public void publisherC() {
            Letters.publish(ring, 'C');
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = readSettled();
        }
    }

    /** Three claims, made one after the other. */
    abstract static class ThreeClaims extends Base {

        final long first = Letters.claim(ring);
        final long second = Letters.claim(ring);
        final long third = Letters.claim(ring);
    }

    @JCStressTest
    @Description("Three claims are committed by three threads.")
    @Outcome(id = "ABC", expect = ACCEPTABLE, desc = "All are visible in the order of their claims, numbered densely.")
    @Outcome(expect = FORBIDDEN, desc = "A frame is lost, doubled, misnumbered or not whole.")
    @State
    public static class ThreeCommits extends ThreeClaims {

        @Actor
        public void first() {
            Letters.writeAndCommit(ring, first, 'A');
        }

        @Actor
        public void second() {
            Letters.writeAndCommit(ring, second, 'B');
        }

        @Actor
        public void third() {
            Letters.writeAndCommit(ring, third, 'C');
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = readSettled();
        }
    }

    @JCStressTest
    @Description("One thread commits the last and then the first of three claims, another the one between.")
    @Outcome(id = "ABC", expect = ACCEPTABLE, desc = "All are visible in the order of their claims, numbered densely.")
    @Outcome(expect = FORBIDDEN, desc = "A frame is lost, doubled, misnumbered or not whole.")
    @State
    public static class AroundTheMiddle extends ThreeClaims {

        @Actor
        public void outer() {
            Letters.writeAndCommit(ring, third, 'C');
            Letters.writeAndCommit(ring, first, 'A');
        }

        @Actor
        public void middle() {
            Letters.writeAndCommit(ring, second, 'B');
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = readSettled();
        }
    }
}
