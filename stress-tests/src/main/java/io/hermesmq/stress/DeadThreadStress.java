package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.OnFull;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.OpenClaim;
import io.hermesmq.channel.ring.RingChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Claims whose thread has died, and the publishers behind them. */
final class DeadThreadStress {

    private static final Thread DEAD = deadThread();

    private DeadThreadStress() {}

    private static Thread deadThread() {
        final Thread thread = new Thread();
        thread.start();
        try {
            thread.join();
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return thread;
    }

    private record ClaimOfDeadThread(long framePosition) implements OpenClaim {

        @Override
        public Thread owner() {
            return DEAD;
        }
    }

    /** What the monitor does every now and then. */
    private static void recover(final Channel channel) {
        channel.checkStall(System.nanoTime());
    }

    @JCStressTest
    @Description("The claim of a dead thread is recovered while the publisher behind it commits.")
    @Outcome(
            id = "B, 1",
            expect = ACCEPTABLE,
            desc = "The claim is given back once, the frame behind it becomes visible.")
    @Outcome(
            expect = FORBIDDEN,
            desc = "The dead thread's claim is visible, the frame is lost, or the recovery not exact.")
    @State
    public static class OneBehind {

        private final RingChannel ring = Rings.aged(Rings.multi(OnFull.FAIL));
        private final long start = ring.limit().get();
        private final long dead = Letters.claim(ring);
        private final long second = Letters.claim(ring);

        public OneBehind() {
            ring.watch(new ClaimOfDeadThread(dead));
        }

        @Actor
        public void monitor() {
            recover(ring);
        }

        @Actor
        public void publisher() {
            Letters.writeAndCommit(ring, second, 'B');
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r1 = Letters.readSettled(ring, start, Rings.FRAMES_PER_LAP);
            result.r2 = ring.counters().recoveredClaims().get();
        }
    }

    @JCStressTest
    @Description(
            "The claim of a dead thread becomes the oldest, and is recovered, while a publisher commits around it.")
    @Outcome(
            id = "AC, 1",
            expect = ACCEPTABLE,
            desc = "The claim is given back once, the frames around it are visible.")
    @Outcome(
            expect = FORBIDDEN,
            desc = "The dead thread's claim is visible, a frame is lost, or the recovery not exact.")
    @State
    public static class OneOnEachSide {

        private final RingChannel ring = Rings.aged(Rings.multi(OnFull.FAIL));
        private final long start = ring.limit().get();
        private final long first = Letters.claim(ring);
        private final long dead = Letters.claim(ring);
        private final long third = Letters.claim(ring);

        public OneOnEachSide() {
            ring.watch(new ClaimOfDeadThread(dead));
        }

        @Actor
        public void monitor() {
            recover(ring);
            recover(ring);
        }

        @Actor
        public void publisher() {
            Letters.writeAndCommit(ring, first, 'A');
            Letters.writeAndCommit(ring, third, 'C');
        }

        @Arbiter
        public void settled(final LL_Result result) {
            recover(ring);
            result.r1 = Letters.readSettled(ring, start, Rings.FRAMES_PER_LAP);
            result.r2 = ring.counters().recoveredClaims().get();
        }
    }
}
