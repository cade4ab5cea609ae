package io.hermesmq.dispatch;

import io.hermesmq.HermesException;
import io.hermesmq.StartFrom;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.journal.GroupPositions;
import io.hermesmq.channel.journal.HandledBefore;
import io.hermesmq.channel.journal.JournalException;
import io.hermesmq.channel.journal.JournalReader;
import io.hermesmq.channel.journal.JournaledChannel;
import io.hermesmq.channel.journal.PositionFile;
import io.hermesmq.codec.KeyHash;
import io.hermesmq.monitor.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Listeners that share the messages of a channel. Each of them reads all messages and passes over those of the others, so nothing is
 * handed from thread to thread: by key, a message belongs to the member that its hash says; without a key, to the first member that
 * claims it. docs/design/groups.md says why nothing is skipped.
 *
 * <p>For the engine, under its lock.
 */
public final class ListenerGroup {

    private static final long JOURNAL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_INTERVAL_NS = TimeUnit.MICROSECONDS.toNanos(100);

    private final String name;
    private final Channel channel;
    private final Counters counters;
    private final boolean claims;
    private final List<GroupMember> members = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private @Nullable GroupPositions positions;

    private ListenerGroup(
            final String name, final Channel channel, final int members, final boolean byKey, final Counters counters) {
        this.name = name;
        this.channel = channel;
        this.counters = counters;
        claims = !byKey && members > 1;
    }

    /**
     * Makes the members of a group, which go on where they were.
     *
     * @param name of the group.
     * @param channel that they read.
     * @param members how many.
     * @param key that they share by, or null where they claim.
     * @param keys the hash of a component of the present record, or null where it has no such component.
     * @param from where a group begins that has no positions yet.
     * @param beforeStart whether nothing was read from the ring of this process yet.
     * @param counters where to allocate the counter of claims.
     * @return the group; its listeners are to be opened.
     */
    public static ListenerGroup open(
            final String name,
            final Channel channel,
            final int members,
            final @Nullable KeyHash key,
            final Function<String, @Nullable KeyHash> keys,
            final StartFrom from,
            final boolean beforeStart,
            final Counters counters) {
        final ListenerGroup group = new ListenerGroup(name, channel, members, key != null, counters);
        GroupPositions opened = null;
        if (channel instanceof JournaledChannel journaled) {
            opened = GroupPositions.open(
                    journaled.positions(),
                    name,
                    members,
                    key == null ? null : key.component(),
                    keys,
                    () -> positionOf(from, journaled, beforeStart));
        }
        group.positions = opened;
        group.members.addAll(members(name, members, key, opened, counters));
        return group;
    }

    /** The members, where they are on disk or all at the beginning. */
    static List<GroupMember> members(
            final String name,
            final int members,
            final @Nullable KeyHash key,
            final @Nullable GroupPositions positions,
            final Counters counters) {
        final ClaimCounter claims = key == null && members > 1
                ? newClaims(name, positions == null ? 0 : positions.claimed(), counters)
                : null;
        final Runnable passed = positions == null ? () -> {} : afterAll(members, positions::forgetEarlier);
        final HandledBefore before = positions == null ? null : positions.before();
        return IntStream.range(0, members)
                .mapToObj(i -> new GroupMember(
                        name,
                        positions == null ? null : positions.slot(i),
                        before == null ? null : new HandledBeforeGuard(before, passed),
                        key == null || members == 1 ? null : new KeyGuard(key, members, i),
                        claims == null ? null : new ClaimGuard(claims, positions == null ? 0 : positions.inHand(i))))
                .toList();
    }

    private static ClaimCounter newClaims(final String name, final long last, final Counters counters) {
        return new ClaimCounter(counters.allocate("claimed by group " + name), last);
    }

    /** Runs when it was called by everybody. */
    private static Runnable afterAll(final int members, final Runnable end) {
        final AtomicInteger missing = new AtomicInteger(members);
        return () -> {
            if (missing.decrementAndGet() == 0) {
                end.run();
            }
        };
    }

    /**
     * The members, in the order of their numbers.
     *
     * @return for one listener each.
     */
    public List<GroupMember> members() {
        return List.copyOf(members);
    }

    /**
     * Notes the listener of the next member.
     *
     * @param listener that was opened for it.
     */
    public void add(final Listener listener) {
        listeners.add(listener);
    }

    /**
     * The listeners of the members.
     *
     * @return a copy, in the order of the members.
     */
    public List<Listener> listeners() {
        return List.copyOf(listeners);
    }

    /**
     * Lets all members read on elsewhere. On disk the whole group is there when this returns; each member goes there with its next poll.
     *
     * @param place where they read on; a time is looked for in the journal now.
     * @throws HermesException where the channel has no journal.
     */
    public void seek(final StartFrom place) {
        final GroupPositions present = positions;
        if (present == null || !(channel instanceof JournaledChannel journaled)) {
            throw new HermesException("group '" + name + "' cannot seek: channel '" + channel.name()
                    + "' has no journal; switch it on with journal.enabled: true");
        }
        final long position = positionOf(place, journaled, false);
        final GroupPositions next = present.seek(position);
        positions = next;
        final ClaimCounter counter = claims ? newClaims(name, position, counters) : null;
        final Runnable arrived = afterAll(members.size(), next::forgetEarlier);
        final StartFrom sought =
                position == PositionFile.EARLIEST ? StartFrom.EARLIEST : StartFrom.sequence(position + 1);
        for (int i = 0; i < listeners.size(); i++) {
            final GroupMember member = members.get(i);
            listeners.get(i).loop().seek(sought, next.slot(i), () -> {
                member.arrive(counter);
                arrived.run();
            });
        }
    }

    /** The last message in front of a place, or {@link PositionFile#EARLIEST}. */
    private static long positionOf(final StartFrom place, final JournaledChannel channel, final boolean beforeStart) {
        return switch (place.anchor()) {
            case EARLIEST -> PositionFile.EARLIEST;
            case SEQUENCE -> place.value() - 1;
            case LATEST ->
                beforeStart
                        ? channel.sequenceAtStart()
                        : channel.counters().published().get();
            case TIMESTAMP -> positionAt(place, channel);
        };
    }

    /** Looks for a time. What the journal lacks is waited for: it must not be taken for the end. */
    private static long positionAt(final StartFrom time, final JournaledChannel channel) {
        final long newest = channel.counters().published().get();
        final long end = channel.limit().get();
        final long startNs = System.nanoTime();
        while (channel.progress().written().getAcquire() < end) {
            if (System.nanoTime() - startNs >= JOURNAL_TIMEOUT_NS) {
                throw new JournalException("the journal of channel '" + channel.name() + "' lacks "
                        + (end - channel.progress().written().get())
                        + " bytes and does not get on; so the first message of "
                        + time + " cannot be found; see what its log says, and try again");
            }
            LockSupport.parkNanos(LOOK_INTERVAL_NS);
        }
        try (JournalReader reader = channel.reader()) {
            reader.seek(time);
            return reader.next() ? reader.sequence() - 1 : newest;
        }
    }
}
