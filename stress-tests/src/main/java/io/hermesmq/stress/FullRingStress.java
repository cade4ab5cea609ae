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
import org.openjdk.jcstress.infra.results.LLLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Publishers that need the room of what was not read yet. */
final class FullRingStress {

    private FullRingStress() {}

    /** A ring that is filled by eight frames, a to h. */
    abstract static class Base {

        final RingChannel ring;
        final ReadCursor cursor;

        Base(final RingChannel ring) {
            this.ring = ring;
            cursor = Rings.cursor(ring);
            for (char letter = 'a'; letter < 'a' + Rings.FRAMES_PER_LAP; letter++) {
                Letters.publish(ring, letter, Rings.LARGEST_PAYLOAD);
            }
        }

        final String publishOneMore() {
            return publish('i');
        }

        final String publish(final char letter) {
            final long result = Letters.publish(ring, letter, Rings.LARGEST_PAYLOAD);
            return PublishStatus.isRefused(result) ? "refused" : "accepted";
        }

        final char readOldestAndLeave() {
            final char letter = Letters.letterOf(ring.buffer(), ring.payloadOffset(0), Rings.LARGEST_PAYLOAD);
            cursor.position().setRelease(Rings.LARGEST_FRAME);
            return letter;
        }
    }

    @JCStressTest
    @Description("A full ring of many publishers: one frame more is published while the reader leaves the oldest.")
    @Outcome(id = "refused, a", expect = ACCEPTABLE, desc = "No room yet; the reader saw its frame whole.")
    @Outcome(id = "accepted, a", expect = ACCEPTABLE, desc = "The reader had seen its frame whole and left.")
    @Outcome(expect = FORBIDDEN, desc = "A frame was written over while it was read.")
    @State
    public static class Multi extends Base {

        public Multi() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisher(final LL_Result result) {
            result.r1 = publishOneMore();
        }

        @Actor
        public void reader(final LL_Result result) {
            result.r2 = readOldestAndLeave();
        }
    }

    @JCStressTest
    @Description("A full ring of many publishers whose publisher waits for the reader.")
    @Outcome(id = "accepted, a", expect = ACCEPTABLE, desc = "The reader had seen its frame whole and left.")
    @Outcome(expect = FORBIDDEN, desc = "A frame was written over while it was read, or the publisher was not let in.")
    @State
    public static class MultiWaits extends Base {

        public MultiWaits() {
            super(Rings.multi(OnFull.BLOCK));
        }

        @Actor
        public void publisher(final LL_Result result) {
            result.r1 = publishOneMore();
        }

        @Actor
        public void reader(final LL_Result result) {
            result.r2 = readOldestAndLeave();
        }
    }

    @JCStressTest
    @Description("A full ring of one publisher: one frame more is published while the reader leaves the oldest.")
    @Outcome(id = "refused, a", expect = ACCEPTABLE, desc = "No room yet; the reader saw its frame whole.")
    @Outcome(id = "accepted, a", expect = ACCEPTABLE, desc = "The reader had seen its frame whole and left.")
    @Outcome(expect = FORBIDDEN, desc = "A frame was written over while it was read.")
    @State
    public static class Single extends Base {

        public Single() {
            super(Rings.single(OnFull.FAIL));
        }

        @Actor
        public void publisher(final LL_Result result) {
            result.r1 = publishOneMore();
        }

        @Actor
        public void reader(final LL_Result result) {
            result.r2 = readOldestAndLeave();
        }
    }

    @JCStressTest
    @Description("A full ring of one publisher whose publisher waits for the reader.")
    @Outcome(id = "accepted, a", expect = ACCEPTABLE, desc = "The reader had seen its frame whole and left.")
    @Outcome(expect = FORBIDDEN, desc = "A frame was written over while it was read, or the publisher was not let in.")
    @State
    public static class SingleWaits extends Base {

        public SingleWaits() {
            super(Rings.single(OnFull.BLOCK));
        }

        @Actor
        public void publisher(final LL_Result result) {
            result.r1 = publishOneMore();
        }

        @Actor
        public void reader(final LL_Result result) {
            result.r2 = readOldestAndLeave();
        }
    }

    @JCStressTest
    @Description("A full ring: two threads publish while the reader leaves the oldest frame.")
    @Outcome(id = "refused, refused, a, bcdefgh", expect = ACCEPTABLE, desc = "No room yet.")
    @Outcome(id = "accepted, refused, a, bcdefghi", expect = ACCEPTABLE, desc = "The first got the one room.")
    @Outcome(id = "refused, accepted, a, bcdefghj", expect = ACCEPTABLE, desc = "The second got the one room.")
    @Outcome(expect = FORBIDDEN, desc = "Two got the room of one, a frame was written over, or one is lost.")
    @State
    public static class TwoPublishers extends Base {

        public TwoPublishers() {
            super(Rings.multi(OnFull.FAIL));
        }

        @Actor
        public void publisherI(final LLLL_Result result) {
            result.r1 = publish('i');
        }

        @Actor
        public void publisherJ(final LLLL_Result result) {
            result.r2 = publish('j');
        }

        @Actor
        public void reader(final LLLL_Result result) {
            result.r3 = readOldestAndLeave();
        }

        @Arbiter
        public void settled(final LLLL_Result result) {
            result.r4 = Letters.readSettled(ring, Rings.LARGEST_FRAME, 1);
        }
    }
}
