package io.hermesmq.channel.journal;

import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a group has handled while it shared in another way: with other members, by another key, or not at all. Immutable; for any thread.
 */
public final class HandledBefore {

    private final PlanPositions[] plans;
    private final long last;

    HandledBefore(final List<PlanPositions> plans) {
        this.plans = plans.toArray(PlanPositions[]::new);
        last = plans.stream().mapToLong(PlanPositions::max).max().orElse(0);
    }

    /**
     * The last message about which anything is known.
     *
     * @return its sequence.
     */
    public long last() {
        return last;
    }

    /**
     * Whether a message was handled.
     *
     * @param sequence of the message.
     * @param buffer that holds it.
     * @param offset of its payload.
     * @param length of its payload.
     * @return true only where it certainly was.
     */
    public boolean contains(final long sequence, final UnsafeBuffer buffer, final int offset, final int length) {
        for (final PlanPositions plan : plans) {
            if (plan.isHandled(sequence, buffer, offset, length)) {
                return true;
            }
        }
        return false;
    }
}
