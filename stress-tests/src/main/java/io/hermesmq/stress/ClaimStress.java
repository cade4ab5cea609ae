package io.hermesmq.stress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.hermesmq.dispatch.ClaimCounter;
import io.hermesmq.monitor.Counter;
import io.hermesmq.monitor.Counters;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/** Members of a group that claim what they come to, each message in its order. */
@JCStressTest
@Description("Two members claim the same messages, and commit what they have passed before they claim the next.")
@Outcome(id = "each claimed once", expect = ACCEPTABLE, desc = "Every message had one member.")
@Outcome(
        expect = FORBIDDEN,
        desc = "A message had two members, or none; or a claim was seen before the commit in front of it.")
@State
public class ClaimStress {

    private static final int MESSAGES = 4;

    private final Counters counters = new Counters();
    private final ClaimCounter claims = new ClaimCounter(counters.allocate("claimed"), 0);
    private final Counter firstPosition = counters.allocate("position of the first");
    private final Counter secondPosition = counters.allocate("position of the second");
    private final boolean[] first = new boolean[MESSAGES + 1];
    private final boolean[] second = new boolean[MESSAGES + 1];
    private boolean early;

    /** Reads in order, as a lane does. Behind a failed claim the other member has committed all in front of what it claimed. */
    private boolean read(final boolean[] mine, final Counter position, final Counter other) {
        boolean isEarly = false;
        for (int sequence = 1; sequence <= MESSAGES; sequence++) {
            mine[sequence] = claims.claim(sequence);
            if (!mine[sequence] && other.getAcquire() < sequence - 1) {
                isEarly = true;
            }
            position.setRelease(sequence);
        }
        return isEarly;
    }

    /** One member. */
    @Actor
    public void first() {
        if (read(first, firstPosition, secondPosition)) {
            early = true;
        }
    }

    /** Another member. */
    @Actor
    public void second() {
        if (read(second, secondPosition, firstPosition)) {
            early = true;
        }
    }

    /**
     * Counts.
     *
     * @param result in words.
     */
    @Arbiter
    public void settled(final L_Result result) {
        result.r1 = early ? "claimed before the commit in front" : "each claimed once";
        for (int sequence = 1; sequence <= MESSAGES; sequence++) {
            if (first[sequence] == second[sequence]) {
                result.r1 = "message " + sequence + (first[sequence] ? " twice" : " by nobody");
            }
        }
    }
}
