package io.hermesmq.channel;

import io.hermesmq.ChannelConfig;
import io.hermesmq.monitor.Counter;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A named, ordered stream of frames in memory.
 *
 * <p>A publishing thread claims room, writes a payload in place and commits it. Frames become visible in the order of
 * their claims, all at once up to {@link #limit()}. A reader follows the limit with a {@link ReadCursor} of its own and
 * moves the cursor behind what it has handled; the slowest cursor holds the publishers.
 *
 * <p>A position is the number of bytes of the stream before it; it only grows. {@code position & mask()} is its offset in
 * {@link #buffer()}.
 */
public interface Channel extends Publication {

    /** A reader starts at the limit of the moment in which it is added. */
    long LATEST = -1;

    /**
     * The name of the channel.
     *
     * @return its name.
     */
    String name();

    /**
     * The settings of the channel.
     *
     * @return as configured.
     */
    ChannelConfig config();

    /**
     * The largest payload that the channel takes.
     *
     * @return bytes.
     */
    int maxPayloadLength();

    // publishing

    /**
     * The way of messages into the channel. Publishers hold it as a constant.
     *
     * @return claim, commit and abort.
     */
    Publication publication();

    /**
     * The way of messages that do not wait for a journal.
     *
     * @return claim, commit and abort; the same as {@link #publication()} for a channel in memory.
     */
    default Publication acceptingPublication() {
        return publication();
    }

    /**
     * Whether a claim would find room at this moment. For who must not wait; another publisher may be faster.
     *
     * @param payloadLength of the claim.
     * @return false where the claim would run into what readers have not left yet.
     */
    boolean hasRoom(int payloadLength);

    /**
     * Counts a message that could not be encoded.
     */
    void countFailedEncoding();

    /**
     * Lets the channel know of a claim that user code holds open, so that it can be recovered if its thread dies.
     *
     * @param claim of one thread; kept until the channel is closed or the thread is dead and the claim not open.
     */
    void watch(OpenClaim claim);

    /**
     * Whether frames may have header extensions.
     *
     * @return the state of this channel.
     */
    ExtensionUse extensions();

    // reading

    /**
     * The memory of the ring.
     *
     * @return the buffer.
     */
    UnsafeBuffer buffer();

    /**
     * What makes an offset out of a position.
     *
     * @return the capacity less one.
     */
    int mask();

    /**
     * The position up to which frames are visible. Read it with acquire: everything before it is written.
     *
     * @return the counter.
     */
    Counter limit();

    /**
     * The position up to which room was claimed. A reader that publishers do not wait for reads it after it has copied a
     * frame, to learn whether the frame was being overwritten.
     *
     * @return the counter.
     */
    Counter claimed();

    /**
     * The position of the newest visible frame. Kept only where publishers do not wait for readers.
     *
     * @return the counter.
     */
    Counter newest();

    /**
     * Adds a reader. Publishers wait for it from now on, unless the channel overwrites.
     *
     * @param id of the listener that reads.
     * @param position the counter that the reader moves.
     * @param from the position that it starts at: one that another cursor still holds, or {@link #LATEST}.
     * @return its cursor.
     */
    ReadCursor openCursor(String id, Counter position, long from);

    /**
     * Adds a reader that starts at the limit of this moment.
     *
     * @param id of the listener that reads.
     * @param position the counter that the reader moves.
     * @return its cursor.
     */
    default ReadCursor openCursor(final String id, final Counter position) {
        return openCursor(id, position, LATEST);
    }

    /**
     * Removes a reader; publishers do not wait for it any longer.
     *
     * @param cursor of the reader.
     */
    void closeCursor(ReadCursor cursor);

    /**
     * The signal by which a lane that parks is woken.
     *
     * @return the signal of this channel.
     */
    WakeUpSignal wakeUp();

    // life

    /**
     * Keeps everything that is published from now on, for readers that start at position 0 until {@link #start}. Without room
     * claims are refused at once, as nobody reads yet.
     *
     * @param position a counter for the place that is kept.
     */
    void holdUntilStart(Counter position);

    /** Ends {@link #holdUntilStart}. */
    void start();

    /** Refuses claims of threads that are not lanes from now on, so that what was accepted can be drained. */
    void drain();

    /**
     * Refuses all claims from now on. After the return no claim succeeds any more, and the returned position is final.
     *
     * @return the position up to which room was claimed; the limit reaches it when the open claims end.
     */
    long close();

    /**
     * The position up to which room was claimed. Above {@link #limit()} while a claim is open.
     *
     * @return the position, also of a closed channel.
     */
    long openPosition();

    /**
     * Looks for a claim that has been open for too long; to be called from time to time by one thread.
     *
     * @param nowNs monotonic clock.
     * @return the name of the thread that holds the channel up, or null.
     */
    @Nullable
    String checkStall(long nowNs);

    /**
     * What the channel has counted.
     *
     * @return its counters.
     */
    ChannelCounters counters();
}
