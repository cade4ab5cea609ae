package io.hermesmq.channel.journal;

import static io.hermesmq.channel.journal.PositionFile.NONE;

import io.hermesmq.codec.KeyHash;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.LongStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/** The positions of all members of one plan, as a start finds them, and what they prove to be handled. */
final class PlanPositions {

    private final GroupPlan plan;
    private final PositionFile.@Nullable Slot[] slots;
    private boolean exact = true;
    private @Nullable KeyHash hash;
    private long[] positions = {};

    PlanPositions(final GroupPlan plan) {
        this.plan = plan;
        slots = new PositionFile.Slot[plan.members()];
    }

    GroupPlan plan() {
        return plan;
    }

    void put(final int member, final PositionFile.Slot slot) {
        slots[member] = slot;
        exact &= !slot.isSetBack();
    }

    boolean isComplete() {
        return Arrays.stream(slots).allMatch(slot -> slot != null && slot.position() != NONE);
    }

    /** Up to here everything is handled; {@link PositionFile#NONE} where no member has a position. */
    long min() {
        return known().min().orElse(NONE);
    }

    long max() {
        return known().max().orElse(NONE);
    }

    private LongStream known() {
        return Arrays.stream(slots)
                .filter(Objects::nonNull)
                .mapToLong(PositionFile.Slot::position)
                .filter(position -> position != NONE);
    }

    /** Whether what the members had claimed follows from their positions, which were all written in this run of the machine. */
    boolean isExact(final String boot) {
        return !plan.claims() || (exact && boot.equals(plan.boot()));
    }

    /**
     * Gets ready to say what was handled behind {@link #min()}.
     *
     * @return false where nothing more can be said.
     */
    boolean remember(final String boot, final @Nullable KeyHash keyHash) {
        hash = keyHash;
        positions = known().toArray();
        return isComplete() && isExact(boot) && (plan.key() == null || keyHash != null);
    }

    /** Whether a member of the plan has handled a message. */
    boolean isHandled(final long sequence, final UnsafeBuffer buffer, final int offset, final int length) {
        final KeyHash keyHash = hash;
        if (keyHash != null) {
            return sequence <= positions[plan.memberOf(keyHash.of(buffer, offset, length))];
        }
        boolean claimed = false;
        for (final long position : positions) {
            if (sequence == position + 1) {
                return false; // that member may have held it
            }
            claimed |= sequence <= position;
        }
        return claimed;
    }
}
