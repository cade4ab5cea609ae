package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.OnFull;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.ring.RingChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Channels that begin to refuse threads from outside. */
final class DrainStress {

    private DrainStress() {}

    /** A ring that was full and whose reader has left, which its publishers do not know yet. */
    abstract static class Base {

        final RingChannel ring;

        Base(final RingChannel ring) {
            this.ring = ring;
            final ReadCursor cursor = Rings.cursor(ring);
            for (int i = 0; i < Rings.FRAMES_PER_LAP; i++) {
                Letters.publish(ring, Letters.STALE, Rings.LARGEST_PAYLOAD);
            }
            cursor.position().setRelease(ring.limit().get());
        }

        final String publish() {
            return PublishStatus.isRefused(Letters.publish(ring, 'A')) ? "refused" : "accepted";
        }
    }

    @JCStressTest
    @Description(
            "A channel of many publishers begins to drain while a publisher works out the room that the reader left.")
    @Outcome(
            id = {"accepted, refused", "refused, refused"},
            expect = ACCEPTABLE,
            desc = "Refused from the drain on.")
    @Outcome(expect = FORBIDDEN, desc = "A thread from outside is let in after the channel began to drain.")
    @State
    public static class Multi extends Base {

        public Multi() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisher(final LL_Result result) {
            result.r1 = publish();
        }

        @Actor
        public void drainer() {
            ring.drain();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = publish();
        }
    }

    @JCStressTest
    @Description(
            "A channel of one publisher begins to drain while a publisher works out the room that the reader left.")
    @Outcome(
            id = {"accepted, refused", "refused, refused"},
            expect = ACCEPTABLE,
            desc = "Refused from the drain on.")
    @Outcome(expect = FORBIDDEN, desc = "A thread from outside is let in after the channel began to drain.")
    @State
    public static class Single extends Base {

        public Single() {
            super(Rings.single(OnFull.FAIL));
        }

        @Actor
        public void publisher(final LL_Result result) {
            result.r1 = publish();
        }

        @Actor
        public void drainer() {
            ring.drain();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = publish();
        }
    }
}
