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
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** Claims that are given back. */
final class AbortStress {

    private AbortStress() {}

    /** Two claims of a ring of many publishers, made one after the other. */
    abstract static class TwoClaims {

        final RingChannel ring = Rings.aged(Rings.multi(OnFull.FAIL));
        final long start = ring.limit().get();
        final long first = Letters.claim(ring);
        final long second = Letters.claim(ring);

        final String readSettled() {
            return Letters.readSettled(ring, start, Rings.FRAMES_PER_LAP);
        }
    }

    @JCStressTest
    @Description("The first of two claims is aborted while the second is committed.")
    @Outcome(id = "B", expect = ACCEPTABLE, desc = "Only the second is visible and has the next number.")
    @Outcome(
            expect = FORBIDDEN,
            desc = "The aborted claim is visible or took a number, or the committed frame is lost.")
    @State
    public static class FirstIsAborted extends TwoClaims {

        @Actor
        public void aborter() {
            Letters.writeAndAbort(ring, first, 'A');
        }

        @Actor
        public void committer() {
            Letters.writeAndCommit(ring, second, 'B');
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = readSettled();
        }
    }

    @JCStressTest
    @Description("The second of two claims is aborted while the first is committed.")
    @Outcome(id = "A", expect = ACCEPTABLE, desc = "Only the first is visible and has the next number.")
    @Outcome(
            expect = FORBIDDEN,
            desc = "The aborted claim is visible or took a number, or the committed frame is lost.")
    @State
    public static class SecondIsAborted extends TwoClaims {

        @Actor
        public void committer() {
            Letters.writeAndCommit(ring, first, 'A');
        }

        @Actor
        public void aborter() {
            Letters.writeAndAbort(ring, second, 'B');
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = readSettled();
        }
    }

    @JCStressTest
    @Description("The first of two claims is aborted while the second is committed and a third thread reads.")
    @Outcome(id = "nothing, B", expect = ACCEPTABLE, desc = "The reader was first, or sees the aborted room only.")
    @Outcome(id = "B, B", expect = ACCEPTABLE, desc = "The reader sees the committed frame.")
    @Outcome(
            expect = FORBIDDEN,
            desc = "The aborted claim is visible or took a number, or the committed frame is lost.")
    @State
    public static class AbortCommitAndRead extends TwoClaims {

        @Actor
        public void aborter() {
            Letters.writeAndAbort(ring, first, 'A');
        }

        @Actor
        public void committer() {
            Letters.writeAndCommit(ring, second, 'B');
        }

        @Actor
        public void reader(final LL_Result result) {
            result.r1 = Letters.read(ring, start, Rings.FRAMES_PER_LAP);
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = readSettled();
        }
    }

    @JCStressTest
    @Description("The only publisher aborts a claim and commits the next.")
    @Outcome(id = "nothing", expect = ACCEPTABLE, desc = "The reader was first, or sees the aborted room only.")
    @Outcome(id = "B", expect = ACCEPTABLE, desc = "Only the committed frame is visible and has the next number.")
    @Outcome(expect = FORBIDDEN, desc = "The aborted claim is visible or took a number.")
    @State
    public static class Single {

        private final RingChannel ring = Rings.aged(Rings.single(OnFull.FAIL));
        private final long start = ring.limit().get();

        @Actor
        public void publisher() {
            Letters.writeAndAbort(ring, Letters.claim(ring), 'A');
            Letters.publish(ring, 'B');
        }

        @Actor
        public void reader(final L_Result result) {
            result.r1 = Letters.read(ring, start, Rings.FRAMES_PER_LAP);
        }
    }
}
