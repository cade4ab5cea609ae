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

/** Listeners that are lapped by the publishers: a frame is written over while it is copied. */
final class OverwriteStress {

    private OverwriteStress() {}

    @JCStressTest
    @Description("One of many publishers laps a listener.")
    @Outcome(id = "all delivered", expect = ACCEPTABLE, desc = "The listener got every message, whole and in order.")
    @Outcome(id = "all accounted for", expect = ACCEPTABLE, desc = "It was overrun and knows how many it missed.")
    @Outcome(expect = FORBIDDEN, desc = "A message is torn, out of order, lost without being counted, or doubled.")
    @State
    public static class Multi {

        private final Stream stream = new Stream(Rings.multi(OnFull.OVERWRITE), 1);

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
    @Description("The only publisher laps a listener.")
    @Outcome(id = "all delivered", expect = ACCEPTABLE, desc = "The listener got every message, whole and in order.")
    @Outcome(id = "all accounted for", expect = ACCEPTABLE, desc = "It was overrun and knows how many it missed.")
    @Outcome(expect = FORBIDDEN, desc = "A message is torn, out of order, lost without being counted, or doubled.")
    @State
    public static class Single {

        private final Stream stream = new Stream(Rings.single(OnFull.OVERWRITE), 1);

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
    @Description("Two publishers lap a listener.")
    @Outcome(id = "all delivered", expect = ACCEPTABLE, desc = "The listener got every message, whole and in order.")
    @Outcome(id = "all accounted for", expect = ACCEPTABLE, desc = "It was overrun and knows how many it missed.")
    @Outcome(expect = FORBIDDEN, desc = "A message is torn, out of order, lost without being counted, or doubled.")
    @State
    public static class TwoPublishers {

        private final Stream stream = new Stream(Rings.multi(OnFull.OVERWRITE), 2);

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
