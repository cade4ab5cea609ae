package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.OnFull;
import io.hermesmq.channel.WakeUpSignal;
import io.hermesmq.channel.ring.RingChannel;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Lanes that park while somebody publishes. */
final class ParkWakeStress {

    private ParkWakeStress() {}

    /** A lane that follows a ring and may park. */
    abstract static class Base {

        final RingChannel ring;
        private final WakeUpSignal signal;
        private volatile boolean isWoken;
        private long seen;

        Base(final RingChannel ring) {
            this.ring = ring;
            signal = ring.wakeUp();
            signal.register(() -> isWoken = true);
        }

        /** What a lane does before it parks. */
        final void announceAndLook() {
            signal.enter();
            seen = ring.limit().get();
        }

        final String outcome() {
            final boolean hasSeen = seen == ring.limit().get();
            if (hasSeen) {
                return isWoken ? "seen and woken" : "seen";
            }
            return isWoken ? "woken" : "asleep";
        }
    }

    @JCStressTest
    @Description("A lane parks while one of many publishers publishes.")
    @Outcome(id = "seen", expect = ACCEPTABLE, desc = "The lane looks once more and finds the message.")
    @Outcome(id = "woken", expect = ACCEPTABLE, desc = "The publisher finds the lane and wakes it.")
    @Outcome(id = "seen and woken", expect = ACCEPTABLE, desc = "Both.")
    @Outcome(expect = FORBIDDEN, desc = "The lane sleeps in front of a message.")
    @State
    public static class Multi extends Base {

        public Multi() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisher() {
            Letters.publish(ring, 'A');
        }

        @Actor
        public void lane() {
            announceAndLook();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = outcome();
        }
    }

    @JCStressTest
    @Description("A lane parks while the only publisher publishes.")
    @Outcome(id = "seen", expect = ACCEPTABLE, desc = "The lane looks once more and finds the message.")
    @Outcome(id = "woken", expect = ACCEPTABLE, desc = "The publisher finds the lane and wakes it.")
    @Outcome(id = "seen and woken", expect = ACCEPTABLE, desc = "Both.")
    @Outcome(expect = FORBIDDEN, desc = "The lane sleeps in front of a message.")
    @State
    public static class Single extends Base {

        public Single() {
            super(Rings.single(OnFull.FAIL));
        }

        @Actor
        public void publisher() {
            Letters.publish(ring, 'A');
        }

        @Actor
        public void lane() {
            announceAndLook();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = outcome();
        }
    }

    /** The second of two claims was committed, and waits for the first. */
    abstract static class SecondIsReady extends Base {

        final long first;

        SecondIsReady() {
            super(Rings.multi(OnFull.FAIL));
            first = Letters.claim(ring);
            Letters.publish(ring, 'B');
        }
    }

    @JCStressTest
    @Description("A lane parks while a publisher publishes its frame and the one behind it, which is another's.")
    @Outcome(id = "seen", expect = ACCEPTABLE, desc = "The lane looks once more and finds both.")
    @Outcome(id = "woken", expect = ACCEPTABLE, desc = "The publisher finds the lane and wakes it.")
    @Outcome(id = "seen and woken", expect = ACCEPTABLE, desc = "Both.")
    @Outcome(expect = FORBIDDEN, desc = "The lane sleeps in front of a message.")
    @State
    public static class HandedOver extends SecondIsReady {

        @Actor
        public void publisher() {
            Letters.writeAndCommit(ring, first, 'A');
        }

        @Actor
        public void lane() {
            announceAndLook();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = outcome();
        }
    }

    @JCStressTest
    @Description("A lane parks while two publishers publish.")
    @Outcome(id = "seen", expect = ACCEPTABLE, desc = "The lane looks once more and finds both.")
    @Outcome(id = "woken", expect = ACCEPTABLE, desc = "A publisher finds the lane and wakes it.")
    @Outcome(id = "seen and woken", expect = ACCEPTABLE, desc = "Both.")
    @Outcome(expect = FORBIDDEN, desc = "The lane sleeps in front of a message.")
    @State
    public static class TwoPublishers extends Base {

        public TwoPublishers() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisherA() {
            Letters.publish(ring, 'A');
        }

        @Actor
        public void publisherB() {
            Letters.publish(ring, 'B');
        }

        @Actor
        public void lane() {
            announceAndLook();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = outcome();
        }
    }
}
