package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.OnFull;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.monitor.Counter;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Readers that join while somebody publishes. */
final class JoinStress {

    private JoinStress() {}

    /** A ring, its publisher, and a reader that joins and stays where it joined. */
    abstract static class Base {

        private static final int ATTEMPTS = 2 * Rings.FRAMES_PER_LAP;
        private static final int LETTERS = 26;

        final RingChannel ring;
        private final Counter position;

        Base(final RingChannel ring) {
            this.ring = ring;
            position = Rings.counters().allocate("position of the reader that joins");
        }

        /** The letter of a message follows from its sequence. */
        private static char letterOf(final long sequence) {
            return (char) ('A' + sequence % LETTERS);
        }

        final void publishTwoLaps() {
            long sequence = ring.counters().published().get() + 1;
            for (int i = 0; i < ATTEMPTS; i++) {
                if (Letters.publish(ring, letterOf(sequence), Rings.LARGEST_PAYLOAD) >= 0) {
                    sequence++;
                }
            }
        }

        final void join() {
            ring.openCursor("joiner", position, Channel.LATEST);
        }

        final void joinAt(final long from) {
            ring.openCursor("joiner", position, from);
        }

        final String read() {
            final long from = position.get();
            final long sequenceBefore = from / Rings.LARGEST_FRAME;
            final String letters = Letters.read(ring, from, sequenceBefore);
            if (letters.equals(Letters.NOTHING)) {
                return "whole";
            }
            for (int i = 0; i < letters.length(); i++) {
                if (letters.charAt(i) != letterOf(sequenceBefore + i + 1)) {
                    return "overrun";
                }
            }
            return ring.openPosition() - from > Rings.CAPACITY ? "overrun" : "whole";
        }
    }

    @JCStressTest
    @Description("A reader joins while one of many publishers laps the ring, held by nobody.")
    @Outcome(
            id = "whole, whole",
            expect = ACCEPTABLE,
            desc = "What the reader finds from its start on is whole and dense.")
    @Outcome(expect = FORBIDDEN, desc = "The reader was overrun before it read.")
    @State
    public static class Multi extends Base {

        public Multi() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisher() {
            publishTwoLaps();
        }

        @Actor
        public void reader(final LL_Result result) {
            join();
            result.r1 = read();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = read();
        }
    }

    @JCStressTest
    @Description("A reader joins a full ring of one of many publishers and the reader that held it leaves.")
    @Outcome(
            id = "whole, whole",
            expect = ACCEPTABLE,
            desc = "What the reader finds from its start on is whole and dense.")
    @Outcome(expect = FORBIDDEN, desc = "The reader was overrun before it read.")
    @State
    public static class MultiWhileFull extends Base {

        private final ReadCursor slow;

        public MultiWhileFull() {
            super(Rings.multi(OnFull.FAIL));
            slow = Rings.cursor(ring);
            publishTwoLaps();
        }

        @Actor
        public void publisher() {
            publishTwoLaps();
        }

        @Actor
        public void reader(final LL_Result result) {
            join();
            ring.closeCursor(slow);
            result.r1 = read();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = read();
        }
    }

    @JCStressTest
    @Description("A reader joins while the only publisher laps the ring, held by nobody.")
    @Outcome(
            id = "whole, whole",
            expect = ACCEPTABLE,
            desc = "What the reader finds from its start on is whole and dense.")
    @Outcome(expect = FORBIDDEN, desc = "The reader was overrun before it read.")
    @State
    public static class Single extends Base {

        public Single() {
            super(Rings.single(OnFull.FAIL));
        }

        @Actor
        public void publisher() {
            publishTwoLaps();
        }

        @Actor
        public void reader(final LL_Result result) {
            join();
            result.r1 = read();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = read();
        }
    }

    @JCStressTest
    @Description("A reader joins a full ring of the only publisher and the reader that held it leaves.")
    @Outcome(
            id = "whole, whole",
            expect = ACCEPTABLE,
            desc = "What the reader finds from its start on is whole and dense.")
    @Outcome(expect = FORBIDDEN, desc = "The reader was overrun before it read.")
    @State
    public static class SingleWhileFull extends Base {

        private final ReadCursor slow;

        public SingleWhileFull() {
            super(Rings.single(OnFull.FAIL));
            slow = Rings.cursor(ring);
            publishTwoLaps();
        }

        @Actor
        public void publisher() {
            publishTwoLaps();
        }

        @Actor
        public void reader(final LL_Result result) {
            join();
            ring.closeCursor(slow);
            result.r1 = read();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = read();
        }
    }

    @JCStressTest
    @Description("A reader joins a full ring of many publishers where another stands, which then moves on.")
    @Outcome(
            id = "whole, whole",
            expect = ACCEPTABLE,
            desc = "What the reader finds from its start on is whole and dense.")
    @Outcome(expect = FORBIDDEN, desc = "The reader was overrun before it read.")
    @State
    public static class MultiTakeOver extends Base {

        private final ReadCursor other;

        public MultiTakeOver() {
            super(Rings.multi(OnFull.FAIL));
            other = Rings.cursor(ring);
            publishTwoLaps();
        }

        @Actor
        public void publisher() {
            publishTwoLaps();
        }

        @Actor
        public void reader(final LL_Result result) {
            joinAt(0);
            other.position().setRelease(ring.limit().get());
            result.r1 = read();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = read();
        }
    }

    @JCStressTest
    @Description("A reader joins a full ring of one publisher where another stands, which then moves on.")
    @Outcome(
            id = "whole, whole",
            expect = ACCEPTABLE,
            desc = "What the reader finds from its start on is whole and dense.")
    @Outcome(expect = FORBIDDEN, desc = "The reader was overrun before it read.")
    @State
    public static class SingleTakeOver extends Base {

        private final ReadCursor other;

        public SingleTakeOver() {
            super(Rings.single(OnFull.FAIL));
            other = Rings.cursor(ring);
            publishTwoLaps();
        }

        @Actor
        public void publisher() {
            publishTwoLaps();
        }

        @Actor
        public void reader(final LL_Result result) {
            joinAt(0);
            other.position().setRelease(ring.limit().get());
            result.r1 = read();
        }

        @Arbiter
        public void settled(final LL_Result result) {
            result.r2 = read();
        }
    }
}
