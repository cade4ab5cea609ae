package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.OnFull;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Publishers that wait for the listener, lap after lap. */
final class DeliveryStress {

    private DeliveryStress() {}

    @JCStressTest
    @Description("One of many publishers, and a listener that holds it.")
    @Outcome(id = "all delivered", expect = ACCEPTABLE, desc = "The listener got every message, whole and in order.")
    @Outcome(expect = FORBIDDEN, desc = "A message is torn, out of order, lost without being counted, or doubled.")
    @State
    public static class Multi {

        private final Stream stream = new Stream(Rings.multi(OnFull.BLOCK), 1);

        @Actor
        public void publisher() {
            stream.publish(1);
        }

        @Actor
        public void lane() {
            stream.poll();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = stream.verdict();
        }
    }

    @JCStressTest
    @Description("The only publisher, and a listener that holds it.")
    @Outcome(id = "all delivered", expect = ACCEPTABLE, desc = "The listener got every message, whole and in order.")
    @Outcome(expect = FORBIDDEN, desc = "A message is torn, out of order, lost without being counted, or doubled.")
    @State
    public static class Single {

        private final Stream stream = new Stream(Rings.single(OnFull.BLOCK), 1);

        @Actor
        public void publisher() {
            stream.publish(1);
        }

        @Actor
        public void lane() {
            stream.poll();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = stream.verdict();
        }
    }

    @JCStressTest
    @Description("Two publishers, and a listener that holds them.")
    @Outcome(id = "all delivered", expect = ACCEPTABLE, desc = "The listener got every message, whole and in order.")
    @Outcome(expect = FORBIDDEN, desc = "A message is torn, out of order, lost without being counted, or doubled.")
    @State
    public static class TwoPublishers {

        private final Stream stream = new Stream(Rings.multi(OnFull.BLOCK), 2);

        @Actor
        public void publisherA() {
            stream.publish(2);
        }

        @Actor
        public void publisherB() {
            stream.publish(2);
        }

        @Actor
        public void lane() {
            stream.poll();
        }

        @Arbiter
        public void settled(final L_Result result) {
            result.r1 = stream.verdict();
        }
    }
}
