package io.hermesmq.channel.journal;

import static io.hermesmq.channel.journal.PositionFile.EARLIEST;
import static io.hermesmq.channel.journal.PositionFile.NONE;

import io.hermesmq.codec.KeyHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The positions of the members of a group, one each, and what follows from them after a death: what was handled, what may have been in
 * hand, and where the members go on, also where there are more or fewer of them than before.
 *
 * <p>Each way of sharing (a {@link GroupPlan}) has positions of its own. Those of an earlier one stay until every member has passed all
 * that they tell. docs/design/groups.md has the protocol and why it is right. Immutable but for the positions themselves.
 */
public final class GroupPositions {

    /** No message. */
    public static final long NO_SEQUENCE = 0;

    private final PositionFile file;
    private final String group;
    private final GroupPlan plan;
    private final List<PositionFile.Slot> slots;
    private final @Nullable HandledBefore before;
    private final long claimed;
    private final long[] inHand;

    private GroupPositions(
            final PositionFile file,
            final String group,
            final GroupPlan plan,
            final List<PositionFile.Slot> slots,
            final @Nullable HandledBefore before) {
        this.file = file;
        this.group = group;
        this.plan = plan;
        this.slots = slots;
        this.before = before;
        final long[] positions =
                slots.stream().mapToLong(PositionFile.Slot::position).toArray();
        claimed = Arrays.stream(positions).max().orElse(EARLIEST);
        inHand = plan.claims() ? inHand(positions, claimed) : new long[positions.length];
    }

    /** A member that is behind the last claim may have had the next message in hand; of several at one place one redelivers it. */
    private static long[] inHand(final long[] positions, final long claimed) {
        final long[] inHand = new long[positions.length];
        for (int i = 0; i < positions.length; i++) {
            final long next = positions[i] + 1;
            final boolean isFirst = Arrays.stream(inHand, 0, i).noneMatch(other -> other == next);
            inHand[i] = isFirst && next <= claimed ? next : NO_SEQUENCE;
        }
        return inHand;
    }

    /**
     * Whether a listener of that id has shared messages with others before, or its group has.
     *
     * @param file with the positions.
     * @param group name of the group, or id of the listener.
     * @return false where it never did, or all that is forgotten.
     */
    public static boolean isKnown(final PositionFile file, final String group) {
        return file.positions().keySet().stream()
                .map(id -> GroupPlan.parse(group, id))
                .anyMatch(place -> place != null && !place.plan().isPlain());
    }

    /**
     * Finds out where the members of a group go on, and notes it, so that they go on there again.
     *
     * @param file with the positions.
     * @param group its name.
     * @param members how many share now.
     * @param key the component that they share by, or null where they claim.
     * @param keys the hash of a component of the present record, or null where it has no such component.
     * @param start in front of the first message of a group that is new.
     * @return the positions.
     */
    public static GroupPositions open(
            final PositionFile file,
            final String group,
            final int members,
            final @Nullable String key,
            final Function<String, @Nullable KeyHash> keys,
            final LongSupplier start) {
        final String boot = BootId.current();
        final Map<GroupPlan, PlanPositions> known = read(file, group);
        final long generation = known.values().stream()
                .filter(PlanPositions::isComplete)
                .mapToLong(positions -> positions.plan().generation())
                .max()
                .orElse(0);
        final GroupPlan plan = GroupPlan.of(members, key, boot, generation);
        final PlanPositions own = known.get(plan);
        final boolean isComplete = own != null && own.isComplete();
        if (!isComplete && file.hasLostIds()) {
            return afresh(file, group, plan, EARLIEST);
        }
        if (own != null && isComplete && !own.isExact(boot)) {
            return afresh(file, group, plan, own.min());
        }
        final List<PlanPositions> earlier = known.values().stream()
                .filter(positions -> positions.isComplete()
                        && positions != own
                        && positions.plan().generation() == generation)
                .toList();
        final long from = isComplete ? NONE : startOf(earlier, own, start);
        final List<PositionFile.Slot> slots = slots(file, group, plan, from);
        final long slowest =
                slots.stream().mapToLong(PositionFile.Slot::position).min().orElse(EARLIEST);
        final List<PlanPositions> telling = earlier.stream()
                .filter(positions ->
                        positions.max() > slowest && positions.remember(boot, hashOf(positions.plan(), keys)))
                .toList();
        final GroupPositions opened =
                new GroupPositions(file, group, plan, slots, telling.isEmpty() ? null : new HandledBefore(telling));
        opened.forget(telling.stream().map(PlanPositions::plan).toList(), Long.MAX_VALUE);
        return opened;
    }

    private static Map<GroupPlan, PlanPositions> read(final PositionFile file, final String group) {
        final Map<GroupPlan, PlanPositions> known = new HashMap<>();
        for (final String id : file.positions().keySet()) {
            final GroupPlan.Place place = GroupPlan.parse(group, id);
            if (place != null) {
                known.computeIfAbsent(place.plan(), PlanPositions::new).put(place.member(), file.open(id));
            }
        }
        return known;
    }

    private static @Nullable KeyHash hashOf(final GroupPlan plan, final Function<String, @Nullable KeyHash> keys) {
        final String key = plan.key();
        return key == null ? null : keys.apply(key);
    }

    /** Where nothing can be concluded from what members had claimed: all go on at one place, and nothing earlier counts. */
    private static GroupPositions afresh(
            final PositionFile file, final String group, final GroupPlan plan, final long from) {
        final GroupPositions opened = begin(file, group, plan.inGeneration(plan.generation() + 1), from);
        opened.forgetEarlier();
        return opened;
    }

    private static GroupPositions begin(
            final PositionFile file, final String group, final GroupPlan plan, final long from) {
        final List<PositionFile.Slot> slots = slots(file, group, plan, NONE);
        slots.forEach(slot -> slot.seek(from));
        return new GroupPositions(file, group, plan, slots, null);
    }

    /** In front of that every message is handled. A plan that was only begun has not delivered anything yet. */
    private static long startOf(
            final List<PlanPositions> earlier, final @Nullable PlanPositions own, final LongSupplier start) {
        final long handled =
                earlier.stream().mapToLong(PlanPositions::min).max().orElse(NONE);
        if (handled != NONE) {
            return handled;
        }
        final long begun = own == null ? NONE : own.min();
        return begun != NONE ? begun : start.getAsLong();
    }

    private static List<PositionFile.Slot> slots(
            final PositionFile file, final String group, final GroupPlan plan, final long from) {
        final List<PositionFile.Slot> slots = new ArrayList<>();
        for (int member = 0; member < plan.members(); member++) {
            final PositionFile.Slot slot = file.open(plan.idOf(group, member));
            if (slot.position() == NONE && from != NONE) {
                slot.seek(from);
            }
            slots.add(slot);
        }
        return slots;
    }

    /**
     * The position of one member.
     *
     * @param member its number, from 0.
     * @return where it commits what it is done with.
     */
    public PositionFile.Slot slot(final int member) {
        return slots.get(member);
    }

    /**
     * Up to where members that claim have claimed everything.
     *
     * @return the sequence of the last claim that is known.
     */
    public long claimed() {
        return claimed;
    }

    /**
     * What a member that claims may have had in hand, so that nobody else gets it.
     *
     * @param member its number, from 0.
     * @return the sequence of the message, or {@link #NO_SEQUENCE}.
     */
    public long inHand(final int member) {
        return inHand[member];
    }

    /**
     * What was handled while the group shared in another way.
     *
     * @return to be passed over, or null where there is nothing such.
     */
    public @Nullable HandledBefore before() {
        return before;
    }

    /** Forgets other ways of sharing; for when every member has passed what they tell, or is where it was sought to. */
    public void forgetEarlier() {
        forget(List.of(), plan.generation());
    }

    private void forget(final List<GroupPlan> besides, final long lastGeneration) {
        for (final String id : file.positions().keySet()) {
            final GroupPlan.Place place = GroupPlan.parse(group, id);
            if (place != null
                    && place.plan().generation() <= lastGeneration
                    && !place.plan().equals(plan)
                    && !besides.contains(place.plan())) {
                file.remove(id);
            }
        }
    }

    /**
     * Moves the group elsewhere: that survives when this returns. The members go there in their own time, and commit to the
     * new positions from then on; when the last has, {@link #forgetEarlier()} of the new positions.
     *
     * @param position of the last message that no member shall get; {@link PositionFile#EARLIEST} for none.
     * @return the new positions.
     */
    public GroupPositions seek(final long position) {
        return begin(file, group, plan.inGeneration(plan.generation() + 1), position);
    }
}
