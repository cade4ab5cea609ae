package io.hermesmq.reliability.check;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongToIntFunction;

/**
 * Checks what a group was given over many sessions: everything that was acknowledged, at most as often again as its members may have had
 * messages in hand when they died, and, where it shares by key, each key in order and by one member at a time.
 */
public final class GroupChecker {

    private final String group;
    private final boolean isOrdered;
    private final LongToIntFunction keyOf;
    private final Consumer<String> problem;
    private final BitSet handled = new BitSet();
    private final Map<Integer, Long> lastOfKey = new HashMap<>();
    private final Map<Integer, String> memberOfKey = new HashMap<>();
    private final Map<Integer, Long> lastInSession = new HashMap<>();
    private final Set<String> members = new HashSet<>();
    private long deliveries;
    private long allowedRepeats;

    /**
     * Begins with nothing.
     *
     * @param group its name, for problems.
     * @param isOrdered whether it shares by key.
     * @param keyOf the key of a message.
     * @param problem gets what is wrong.
     */
    public GroupChecker(
            final String group,
            final boolean isOrdered,
            final LongToIntFunction keyOf,
            final Consumer<String> problem) {
        this.group = group;
        this.isOrdered = isOrdered;
        this.keyOf = keyOf;
        this.problem = problem;
    }

    /** A session begins. */
    public void session() {
        memberOfKey.clear();
        lastInSession.clear();
    }

    /**
     * A member has handled a message. Members of a session one after the other, each in its own order.
     *
     * @param member its name.
     * @param number of the message.
     */
    public void handled(final String member, final long number) {
        deliveries++;
        members.add(member);
        final int key = keyOf.applyAsInt(number);
        final boolean isFirst = !handled.get(Math.toIntExact(number));
        handled.set((int) number);
        if (!isOrdered) {
            return;
        }
        final String other = memberOfKey.put(key, member);
        if (other != null && !other.equals(member)) {
            problem.accept(group + ": key " + key + " went to " + other + " and to " + member + " in one session");
        }
        final Long before = lastInSession.put(key, number);
        final Long last = isFirst ? lastOfKey.put(key, number) : null;
        if ((before != null && before >= number) || (last != null && last >= number)) {
            problem.accept(
                    group + ": key " + key + " out of order: " + number + " after " + (last == null ? before : last));
        }
    }

    /**
     * The session was killed: each member may have had a message in hand.
     *
     * @param count of members in that session.
     */
    public void killed(final int count) {
        allowedRepeats += count;
    }

    /**
     * Messages that were handled.
     *
     * @return how many, each counted once.
     */
    public long unique() {
        return handled.cardinality();
    }

    /**
     * Messages that were handled again.
     *
     * @return how often.
     */
    public long repeats() {
        return deliveries - unique();
    }

    /**
     * Repeats beyond what deaths explain.
     *
     * @return how many.
     */
    public long excessRepeats() {
        return Math.max(0, repeats() - allowedRepeats);
    }

    /**
     * Messages that were acknowledged and not handled.
     *
     * @param acknowledged numbers of messages.
     * @return how many.
     */
    public long lost(final BitSet acknowledged) {
        final BitSet lost = (BitSet) acknowledged.clone();
        lost.andNot(handled);
        lost.stream().limit(3).forEach(number -> problem.accept(group + ": lost message " + number));
        return lost.cardinality();
    }

    @Override
    public String toString() {
        return "GROUP " + group + " handled=" + unique() + " repeats=" + repeats() + " allowed_repeats="
                + allowedRepeats + " threads=" + members.size();
    }
}
