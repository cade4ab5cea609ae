package io.hermesmq.channel.ring;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;

import io.hermesmq.ChannelConfig;
import io.hermesmq.MessageTooLargeException;
import io.hermesmq.Producers;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ChannelCounters;
import io.hermesmq.channel.ExtensionUse;
import io.hermesmq.channel.OpenClaim;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.WakeUpSignal;
import io.hermesmq.frame.FrameChecksum;
import io.hermesmq.memory.OffHeap;
import io.hermesmq.monitor.Counter;
import io.hermesmq.monitor.Counters;
import java.util.function.Predicate;
import org.agrona.BitUtil;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A channel in memory: what rings for one publishing thread and for many have in common.
 *
 * <p>Frames start at multiples of 32, so that a header lies in one cache line and the rest of a lap always has room for
 * the header of a padding frame. A frame never wraps: where it does not fit into the rest of a lap, that rest becomes
 * padding.
 *
 * <p>Three positions rule the ring, {@code gate <= limit <= claimed <= gate + capacity}. Publishers move {@code claimed}
 * when they claim and {@code limit} when they commit; the slowest reader moves the gate. The sum {@code gate + capacity}
 * is cached in {@code claimLimit}; it is worked out anew only when a claim runs into it, and a stale value is safe because
 * the gate only grows. Closing lowers {@code claimLimit} below every position, so that the state of the channel costs
 * claims nothing until then.
 */
public abstract sealed class RingChannel implements Channel permits SingleProducerRing, MultiProducerRing {

    /** Frames in a ring start at multiples of this. */
    static final int FRAME_ALIGNMENT = 32;

    /** A message takes at most this part of a ring. */
    public static final int MAX_FRAMES_SHARE = 8;

    private static final int SAMPLE_BLOCK = 4096;
    private final UnsafeBuffer buffer;
    final RingFrames frames;
    final ClaimGate gate;
    final WakeUpSignal wakeUp = new WakeUpSignal();

    private final ExtensionUse extensions = new ExtensionUse();
    private final String name;
    private final ChannelConfig config;
    private final RingStart start;
    private final ChannelCounters counters;
    private final StallWatch stallWatch;
    private @Nullable ReadCursor beforeStart;

    RingChannel(
            final String name,
            final ChannelConfig config,
            final RingStart start,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider,
            final long stallTimeoutNs) {
        this.name = name;
        this.start = start;
        this.config = config;
        this.counters = new ChannelCounters(counters, name);
        buffer = start.memory();
        final Counter limit = counters.allocate("limit of " + name);
        limit.set(start.position());
        final Counter claimed = counters.allocate("claimed position of " + name);
        claimed.set(start.position());
        this.counters.published().set(start.sequence());
        gate = new ClaimGate(config, limit, counters.allocate("claim limit of " + name), this.counters, insider);
        frames = new RingFrames(
                OffHeap.address(buffer, 0, config.capacityBytes()),
                config.capacityBytes(),
                claimed,
                gate.claimLimit(),
                limit,
                counters.allocate("newest frame of " + name),
                this.counters.published(),
                !start.waitsForReaders(),
                switch (config.timestamps()) {
                    case EVERY -> -1L;
                    case SAMPLED -> -SAMPLE_BLOCK;
                    case OFF -> 0L;
                },
                clock,
                start.seals() ? new FrameChecksum() : null,
                buffer);
        stallWatch = new StallWatch(this, stallTimeoutNs);
    }

    /**
     * Makes a ring in the memory of the process.
     *
     * @param name of the channel.
     * @param config its settings.
     * @param counters where to allocate its counters.
     * @param clock for timestamps.
     * @param insider tells the threads that may still publish while the channel drains.
     * @param stallTimeoutNs after what time an open claim is a stall.
     * @return the channel.
     */
    public static RingChannel create(
            final String name,
            final ChannelConfig config,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider,
            final long stallTimeoutNs) {
        return create(name, config, RingStart.inMemory(config), counters, clock, insider, stallTimeoutNs);
    }

    /**
     * Makes the ring that a configuration asks for.
     *
     * @param name of the channel.
     * @param config its settings.
     * @param start its memory and where it goes on.
     * @param counters where to allocate its counters.
     * @param clock for timestamps.
     * @param insider tells the threads that may still publish while the channel drains.
     * @param stallTimeoutNs after what time an open claim is a stall.
     * @return the channel.
     */
    public static RingChannel create(
            final String name,
            final ChannelConfig config,
            final RingStart start,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider,
            final long stallTimeoutNs) {
        return config.producers() == Producers.SINGLE
                ? new SingleProducerRing(name, config, start, counters, clock, insider, stallTimeoutNs)
                : new MultiProducerRing(name, config, start, counters, clock, insider, stallTimeoutNs);
    }

    /**
     * The bytes that a frame takes in a ring.
     *
     * @param payloadLength of the frame.
     * @return header, payload and the room up to the next frame.
     */
    public static int frameLength(final int payloadLength) {
        return BitUtil.align(HEADER_LENGTH + payloadLength, FRAME_ALIGNMENT);
    }

    /**
     * The smallest capacity that takes a payload.
     *
     * @param payloadLength bytes.
     * @return a capacity; above {@link ChannelConfig#MAX_CAPACITY} where none does.
     */
    public static long capacityFor(final long payloadLength) {
        final long needed = (payloadLength + HEADER_LENGTH) * MAX_FRAMES_SHARE;
        return Math.max(ChannelConfig.MIN_CAPACITY, Long.highestOneBit(Math.max(1, needed - 1)) << 1);
    }

    // publishing: the hot path is in the publication

    @Override
    public final long claim(final int payloadLength) {
        return publication().claim(payloadLength);
    }

    @Override
    public final long commit(final long framePosition) {
        return publication().commit(framePosition);
    }

    @Override
    public final void abort(final long framePosition) {
        publication().abort(framePosition);
    }

    @Override
    public final boolean hasRoom(final int payloadLength) {
        final long claimed = openPosition();
        final int required = frameLength(payloadLength);
        final int lapRest = frames.lapRest(claimed);
        return gate.hasRoom(claimed + required + (required > lapRest ? lapRest : 0));
    }

    /** Counts a length that no claim can have, and says so. */
    final RuntimeException refuseLength(final int payloadLength) {
        countFailedEncoding();
        if (payloadLength < 0) {
            return new IllegalArgumentException(
                    "channel '" + name + "': payload length " + payloadLength + " is negative");
        }
        return new MessageTooLargeException(
                name, "a message", payloadLength, maxPayloadLength(), capacityFor(payloadLength));
    }

    /** Wakes parked lanes. The caller has passed a full fence since it moved the limit. */
    final void wakeParkedLanes() {
        if (wakeUp.isAnyoneParked()) {
            wakeUp.wake();
        }
    }

    final Counter abortedCounter() {
        return counters.aborted();
    }

    // reading

    @Override
    public final ReadCursor openCursor(final String id, final Counter position, final long from) {
        final ReadCursor cursor = new ReadCursor(id, position);
        position.set(from == LATEST ? frames.limit().get() : from);
        if (start.waitsForReaders()) {
            gate.add(cursor);
        }
        if (from == LATEST) {
            position.set(frames.limit().get()); // read after it was added: see ClaimGate
        }
        return cursor;
    }

    /**
     * Makes publishers wait for a cursor.
     *
     * @param cursor of the journal, or of a reader that holds publishers up.
     */
    public final void holdPublishersAt(final ReadCursor cursor) {
        gate.add(cursor);
    }

    /**
     * Wakes somebody each time that a part of the ring was claimed. Before the first claim.
     *
     * @param signal of who makes room.
     */
    public final void callForRoom(final WakeUpSignal signal) {
        gate.callForRoom(signal);
    }

    /**
     * Refuses all claims for a reason, until {@link #admit()}.
     *
     * @param reason that publishers get.
     */
    public final void refuse(final PublishStatus reason) {
        gate.refuse(reason);
    }

    /** Ends {@link #refuse}. */
    public final void admit() {
        gate.admit();
    }

    /**
     * Where the stream of this ring begins.
     *
     * @return the position of its first frame.
     */
    public final long startPosition() {
        return start.position();
    }

    /**
     * The last sequence before this ring.
     *
     * @return the sequence of the message in front of the first one; 0 if there is none.
     */
    public final long startSequence() {
        return start.sequence();
    }

    @Override
    public final void closeCursor(final ReadCursor cursor) {
        gate.remove(cursor);
    }

    @Override
    public final UnsafeBuffer buffer() {
        return buffer;
    }

    @Override
    public final int mask() {
        return frames.capacity() - 1;
    }

    @Override
    public final int payloadOffset(final long framePosition) {
        return publication().payloadOffset(framePosition);
    }

    @Override
    public final int payloadLength(final long framePosition) {
        return publication().payloadLength(framePosition);
    }

    @Override
    public final Counter limit() {
        return frames.limit();
    }

    @Override
    public final Counter claimed() {
        return frames.claimed();
    }

    @Override
    public final Counter newest() {
        return frames.newest();
    }

    @Override
    public final WakeUpSignal wakeUp() {
        return wakeUp;
    }

    // life

    @Override
    public final void holdUntilStart(final Counter position) {
        gate.holdUntilStart();
        beforeStart = openCursor("(start)", position, start.position());
    }

    @Override
    public final void start() {
        gate.start();
        final ReadCursor held = beforeStart;
        if (held != null) {
            closeCursor(held);
            beforeStart = null;
        }
    }

    @Override
    public final void drain() {
        gate.admitInsiders();
    }

    @Override
    public final long close() {
        gate.admitNobody();
        return closeClaims();
    }

    /** Makes sure that no claim succeeds any more and returns the final position. */
    abstract long closeClaims();

    @Override
    public final @Nullable String checkStall(final long nowNs) {
        return stallWatch.check(nowNs);
    }

    /** Gives back the claim at the limit where its thread is dead; returns what holds it otherwise. */
    final @Nullable String recoverDeadClaim() {
        return stallWatch.recoverDead();
    }

    @Override
    public final ExtensionUse extensions() {
        return extensions;
    }

    @Override
    public final void watch(final OpenClaim claim) {
        stallWatch.add(claim);
    }

    // description

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final ChannelConfig config() {
        return config;
    }

    @Override
    public final int maxPayloadLength() {
        return frames.maxPayloadLength();
    }

    @Override
    public final ChannelCounters counters() {
        return counters;
    }

    @Override
    public final void countFailedEncoding() {
        counters.failedEncodings().getAndAdd(1);
    }

    @Override
    public final String toString() {
        return "channel '" + name + "' (" + config + ")";
    }
}
