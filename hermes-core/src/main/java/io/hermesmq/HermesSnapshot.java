package io.hermesmq;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A copy of what the counters of an engine said.
 *
 * @param state of the engine.
 * @param channels all channels, by name.
 * @param listeners all listeners, by id.
 * @param lanes all lanes, by name.
 */
public record HermesSnapshot(State state, List<Channel> channels, List<Listener> listeners, List<Lane> lanes) {

    /** What an engine is doing. */
    public enum State {
        /** Built, not started. */
        NEW,
        /** Lanes are running. */
        RUNNING,
        /** Closing: refuses messages from outside, listeners handle what is left. */
        DRAINING,
        /** Closed. */
        CLOSED
    }

    /**
     * One channel.
     *
     * @param name of the channel.
     * @param published messages that listeners may see; with a journal, since its beginning.
     * @param position of the stream behind the last published message, in bytes.
     * @param capacityBytes of the ring.
     * @param backlogBytes what the slowest listener has not handled yet.
     * @param refused refused messages by reason, every reason present.
     * @param aborted claims and encodings that were given back.
     * @param failedEncodings messages that threw while they were encoded.
     * @param stalledBy name of the thread whose open claim holds the channel up, or null.
     * @param recoveredClaims claims of dead threads that were given back for them.
     * @param journal its journal, or null for a channel in memory only.
     */
    public record Channel(
            String name,
            long published,
            long position,
            int capacityBytes,
            long backlogBytes,
            Map<PublishStatus, Long> refused,
            long aborted,
            long failedEncodings,
            @Nullable String stalledBy,
            long recoveredClaims,
            @Nullable Journal journal) {}

    /**
     * The journal of one channel.
     *
     * @param acknowledge what publishers wait for.
     * @param writtenPosition of the stream up to which the journal has every message, in bytes.
     * @param syncedPosition up to which every message is on the disk; moves only where publishers wait for that.
     * @param lastWrittenSequence of the last message that the queue has, 0 where there is none.
     * @param currentFile that the next message goes to.
     * @param damages how often something on the disk was not what had been written.
     * @param repairedDamages how many of those were there before this start, and dealt with when the journal was opened: what can be read is in
     *     the journal, and a damaged file is set aside.
     * @param lostMessages how many messages could not be read because of that.
     * @param lastDamage the last of the damages in words, or null.
     * @param freeBytes of the disk when it was last looked at, about ten times a second.
     * @param reserveBytes that have to be free, for this channel and the others on its disk.
     * @param diskFull whether publishing is refused for want of free space.
     * @param failed whether the journal cannot be written any more.
     */
    public record Journal(
            Acknowledge acknowledge,
            long writtenPosition,
            long syncedPosition,
            long lastWrittenSequence,
            Path currentFile,
            long damages,
            long repairedDamages,
            long lostMessages,
            @Nullable String lastDamage,
            long freeBytes,
            long reserveBytes,
            boolean diskFull,
            boolean failed) {}

    /** Why a listener is not called although there is something to read. */
    public enum WaitReason {
        /** The message in front of it failed, and is delivered again later. */
        RETRY,
        /** Its circuit breaker is open. */
        CIRCUIT_BREAKER,
        /** The dead-letter channel has refused the message in front of it. */
        DEAD_LETTER_CHANNEL
    }

    /** What the circuit breaker of a listener does. */
    public enum BreakerState {
        /** The listener is called. */
        CLOSED,
        /** The listener is not called. */
        OPEN,
        /** The next message decides whether it closes or opens again. */
        HALF_OPEN
    }

    /**
     * What a listener waits for.
     *
     * @param reason why it waits.
     * @param attempts how often it was called with the message in front of it.
     * @param sinceNs when that message failed first, in nanoseconds of the engine's clock.
     * @param untilNs when it is called again, by the same clock.
     */
    public record Waiting(WaitReason reason, int attempts, long sinceNs, long untilNs) {}

    /**
     * One listener.
     *
     * @param id of the listener.
     * @param channel that it reads.
     * @param lane that polls it.
     * @param delivered messages that it was called with and returned from, that were let go, or that became dead letters.
     * @param failed calls that threw.
     * @param missed messages that were overwritten before it could read them.
     * @param position that it has handled the stream up to.
     * @param backlogBytes between its position and the channel's.
     * @param halted whether it stopped after a failure.
     * @param state what it is doing.
     * @param filtered messages that its filter kept away.
     * @param retried calls with a message that had failed before.
     * @param deadLettered messages that became dead letters.
     * @param skipped messages that were let go after they had failed.
     * @param breaker what its circuit breaker does, or null where it has none.
     * @param waiting what it waits for in front of a message, or null.
     * @param group that it shares the messages with, or null where it gets all of them.
     * @param expired messages whose time was over before it got to them.
     * @param unhandled messages of a type that it has no handler for, and replies that nobody waits for.
     */
    public record Listener(
            String id,
            String channel,
            String lane,
            long delivered,
            long failed,
            long missed,
            long position,
            long backlogBytes,
            boolean halted,
            ListenerState state,
            long filtered,
            long retried,
            long deadLettered,
            long skipped,
            @Nullable BreakerState breaker,
            @Nullable Waiting waiting,
            @Nullable String group,
            long expired,
            long unhandled) {}

    /**
     * One lane.
     *
     * @param name of the lane.
     * @param listeners ids of the listeners that it polls.
     * @param alive whether its thread runs; true for a stepped lane that is not closed.
     */
    public record Lane(String name, List<String> listeners, boolean alive) {}

    /**
     * The channel of that name.
     *
     * @param name of the channel.
     * @return its part of the snapshot.
     * @throws IllegalArgumentException where there is none; the message lists those that exist.
     */
    public Channel channel(final String name) {
        return channels.stream()
                .filter(channel -> channel.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no channel '" + name + "'; there are "
                        + channels.stream().map(Channel::name).toList()));
    }

    /**
     * The listener of that id.
     *
     * @param id of the listener.
     * @return its part of the snapshot.
     * @throws IllegalArgumentException where there is none; the message lists those that exist.
     */
    public Listener listener(final String id) {
        return listeners.stream()
                .filter(listener -> listener.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no listener '" + id + "'; there are "
                        + listeners.stream().map(Listener::id).toList()));
    }

    /**
     * The members of a group.
     *
     * @param name of the group; for a listener with a concurrency that names none, its id.
     * @return its listeners, in the order of their numbers; empty where there is no such group.
     */
    public List<Listener> group(final String name) {
        return listeners.stream()
                .filter(listener -> name.equals(listener.group()))
                .toList();
    }
}
