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

/** Two publishers that end their claims in any order. */
final class OutOfOrderCommitStress {

    private OutOfOrderCommitStress() {}

    /** The claims were made one after the other; each is written and committed by a thread of its own. */
    abstract static class TwoClaims {

        final RingChannel ring = Rings.aged(Rings.multi(OnFull.FAIL));
        final long start = ring.limit().get();
        final long first = Letters.claim(ring);
        final long second = Letters.claim(ring);

        final void commitFirst() {
            Letters.writeAndCommit(ring, first, 'A');
        }

        final void commitSecond() {
            Letters.writeAndCommit(ring, second, 'B');
        }

        final String read() {
            return Letters.read(ring, start, Rings.FRAMES_PER_LAP);
        }

        final String readSettled() {
            return Letters.readSettled(ring, start, Rings.FRAMES_PER_LAP);
        }
    }

    @JCStressTest
    @Description("Two claims are committed by two threads at once.")
    @Outcome(id = "AB", expect = ACCEPTABLE, desc = "Both are visible, in the order of their claims, numbered densely.")
    @Outcome(expect = FORBIDDEN, desc = "A frame is lost, doubled, misnumbered or not whole.")
    @State
    public static class CommitAndCommit extends TwoClaims {

        @Actor
        public void first() {
            commitFirst();
        }

        @Actor
        public void second() {
            commitSecond();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = readSettled();
        }
    }

    @JCStressTest
    @Description("Whoever commits the second claim looks at once at what is visible.")
    @Outcome(id = "nothing, AB", expect = ACCEPTABLE, desc = "The second frame waits for the first.")
    @Outcome(id = "A, AB", expect = ACCEPTABLE, desc = "The first publisher is about to publish both, and is half way.")
    @Outcome(id = "AB, AB", expect = ACCEPTABLE, desc = "Both are visible.")
    @Outcome(
            expect = FORBIDDEN,
            desc = "The second is visible without the first, or one is lost, misnumbered or not whole.")
    @State
    public static class CommitAndLook extends TwoClaims {

        @Actor
        public void first() {
            commitFirst();
        }

        @Actor
        public void second(final LL_Result result) {
            commitSecond();
            result.r1 = read();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = readSettled();
        }
    }

    @JCStressTest
    @Description("Two claims are committed by two threads while a third reads.")
    @Outcome(id = "nothing, AB", expect = ACCEPTABLE, desc = "The reader was first, or the first claim still open.")
    @Outcome(id = "A, AB", expect = ACCEPTABLE, desc = "The first frame only.")
    @Outcome(id = "AB, AB", expect = ACCEPTABLE, desc = "Both frames.")
    @Outcome(expect = FORBIDDEN, desc = "The reader sees no beginning of the stream, or a frame is lost or not whole.")
    @State
    public static class CommitCommitAndRead extends TwoClaims {

        @Actor
        public void first() {
            commitFirst();
        }

        @Actor
        public void second() {
            commitSecond();
        }

        @Actor
        public void reader(final LL_Result result) {
            result.r1 = read();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = readSettled();
        }
    }
}
