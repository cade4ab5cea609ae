package io.hermesmq.dispatch;

import io.hermesmq.channel.journal.PositionFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One of the listeners that share the messages of a channel: what it passes over, and where its position is. */
public final class GroupMember {

    private final String group;
    private final PositionFile.@Nullable Slot position;
    private final @Nullable HandledBeforeGuard before;
    private final @Nullable KeyGuard key;
    private final @Nullable ClaimGuard claims;

    GroupMember(
            final String group,
            final PositionFile.@Nullable Slot position,
            final @Nullable HandledBeforeGuard before,
            final @Nullable KeyGuard key,
            final @Nullable ClaimGuard claims) {
        this.group = group;
        this.position = position;
        this.before = before;
        this.key = key;
        this.claims = claims;
    }

    /**
     * The group that it is a member of.
     *
     * @return its name.
     */
    public String group() {
        return group;
    }

    /** Where it commits what it is done with, on a journaled channel. */
    PositionFile.@Nullable Slot position() {
        return position;
    }

    List<FrameGuard> guards() {
        final List<FrameGuard> guards = new ArrayList<>();
        if (before != null) {
            guards.add(before);
        }
        if (key != null) {
            guards.add(key);
        }
        if (claims != null) {
            guards.add(claims);
        }
        return guards;
    }

    /** It reads on elsewhere, with the claims of those that do so too. For the thread of its lane. */
    void arrive(final @Nullable ClaimCounter others) {
        if (before != null) {
            before.end();
        }
        if (claims != null && others != null) {
            claims.restart(others);
        }
    }
}
