package io.hermesmq.channel.journal;

import io.hermesmq.codec.KeyHash;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a group shares the messages of a journaled channel, as the ids of its positions say it: {@code orders#2/4:symbol} is member 2 of 4
 * that share by a key, {@code orders#2/4@b00716} one of 4 that share by claims, in a run of the machine; {@code ~1} behind that
 * means that the group was sought elsewhere once. A listener that shares with nobody has the bare id.
 *
 * @param members how many share.
 * @param key the component that they share by, or null where they claim, or there is one only.
 * @param boot the run of the machine in which they claim, or null.
 * @param generation how often the group was sought elsewhere.
 * @param isPlain whether it is the position of a listener that shares with nobody.
 */
record GroupPlan(
        int members, @Nullable String key, @Nullable String boot, long generation, boolean isPlain) {

    static final GroupPlan PLAIN = new GroupPlan(1, null, null, 0, true);

    /** What stands between the name of a group and the number of a member. */
    static final char SEPARATOR = '#';

    private static final Pattern SUFFIX =
            Pattern.compile("#(\\d{1,9})/(\\d{1,9})(?::([^~]+)|@([0-9a-f]+))?(?:~(\\d{1,18}))?");

    /** One member alone needs neither key nor claims: its position says it all. */
    static GroupPlan of(final int members, final @Nullable String key, final String boot, final long generation) {
        final boolean alone = members == 1;
        return new GroupPlan(members, alone ? null : key, alone || key != null ? null : boot, generation, false);
    }

    /** A plan, and which of its members an id is of. */
    record Place(GroupPlan plan, int member) {}

    /** What the id of a position says of a group, or null where it is of something else. */
    static @Nullable Place parse(final String group, final String id) {
        if (id.equals(group)) {
            return new Place(PLAIN, 0);
        }
        if (!id.startsWith(group)) {
            return null;
        }
        final Matcher matcher = SUFFIX.matcher(id.substring(group.length()));
        if (!matcher.matches()) {
            return null;
        }
        final int member = Integer.parseInt(matcher.group(1));
        final int members = Integer.parseInt(matcher.group(2));
        final long generation = matcher.group(5) == null ? 0 : Long.parseLong(matcher.group(5));
        return member >= members
                ? null
                : new Place(new GroupPlan(members, matcher.group(3), matcher.group(4), generation, false), member);
    }

    String idOf(final String group, final int member) {
        if (isPlain) {
            return group;
        }
        final StringBuilder id = new StringBuilder(group)
                .append(SEPARATOR)
                .append(member)
                .append('/')
                .append(members);
        if (key != null) {
            id.append(':').append(key);
        }
        if (boot != null) {
            id.append('@').append(boot);
        }
        return generation == 0
                ? id.toString()
                : id.append('~').append(generation).toString();
    }

    GroupPlan inGeneration(final long other) {
        return new GroupPlan(members, key, boot, other, false);
    }

    /** Whether any member takes any message. */
    boolean claims() {
        return key == null && members > 1;
    }

    int memberOf(final long hash) {
        return KeyHash.memberOf(hash, members);
    }
}
