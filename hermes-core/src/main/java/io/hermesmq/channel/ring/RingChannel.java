package io.hermesmq.channel.ring;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.SEQUENCE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TIMESTAMP_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;
import static io.hermesmq.frame.FrameLayout.TYPE_PUBLISH;

import io.hermesmq.ChannelConfig;
import io.hermesmq.MessageTooLargeException;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ChannelCounters;
import io.hermesmq.channel.OpenClaim;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.WakeUpSignal;
import io.hermesmq.frame.FrameLayout;
import io.hermesmq.memory.OffHeap;
import io.hermesmq.monitor.Counter;
import io.hermesmq.monitor.Counters;
import java.util.function.Predicate;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
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
    static final int MAX_FRAMES_SHARE = 8;

    private static final long PUBLISH_WORD = FrameLayout.firstWord(TYPE_PUBLISH);
    private static final long PADDING_WORD = FrameLayout.firstWord(TYPE_PADDING);
    private static final int SAMPLE_BLOCK = 4096;
    private static final int CACHE_LINE_PAIR = 128;
    private final UnsafeBuffer buffer;
    private final long frames;
    final int capacity;
    final int mask;
    final Counter claimed;
    final Counter claimLimit;
    final Counter limit;
    final Counter newest;
    final Counter published;
    final ClaimGate gate;
    final WakeUpSignal wakeUp = new WakeUpSignal();
    final boolean overwrites;

    private final String name;
    private final ChannelConfig config;
    private final ChannelCounters counters;
    private final EpochNanoClock clock;
    private final long timestampMask;
    private final StallWatch stallWatch;
    private @Nullable ReadCursor beforeStart;

    RingChannel(
            final String name,
            final ChannelConfig config,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider,
            final long stallTimeoutNs) {
        this.name = name;
        this.config = config;
        this.clock = clock;
        capacity = config.capacityBytes();
        mask = capacity - 1;
        buffer = new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacity, CACHE_LINE_PAIR));
        frames = OffHeap.address(buffer, 0, capacity);
        claimed = counters.allocate("claimed position of " + name);
        limit = counters.allocate("limit of " + name);
        newest = counters.allocate("newest frame of " + name);
        this.counters = new ChannelCounters(counters, name);
        published = this.counters.published();
        overwrites = config.onFull() == OnFull.OVERWRITE;
        gate = new ClaimGate(config, limit, counters.allocate("claim limit of " + name), this.counters, insider);
        claimLimit = gate.claimLimit();
        timestampMask = switch (config.timestamps()) {
            case EVERY -> -1L;
            case SAMPLED -> -SAMPLE_BLOCK;
            case OFF -> 0L;
        };
        stallWatch = new StallWatch(this, stallTimeoutNs);
    }

    /**
     * Makes the ring that a configuration asks for.
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
        return config.producers() == Producers.SINGLE
                ? new SingleProducerRing(name, config, counters, clock, insider, stallTimeoutNs)
                : new MultiProducerRing(name, config, counters, clock, insider, stallTimeoutNs);
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

    // claiming, shared part

    /** Checks the length of a payload and returns the bytes that its frame takes. */
    final int requiredLength(final int payloadLength) {
        if (payloadLength < 0 || payloadLength > maxPayloadLength()) {
            throw refuseLength(payloadLength);
        }
        return frameLength(payloadLength);
    }

    private RuntimeException refuseLength(final int payloadLength) {
        countFailedEncoding();
        if (payloadLength < 0) {
            return new IllegalArgumentException(
                    "channel '" + name + "': payload length " + payloadLength + " is negative");
        }
        return new MessageTooLargeException(
                name, "a message", payloadLength, maxPayloadLength(), capacityFor(payloadLength));
    }

    /** Frames lie within the ring, and the ring outside of the heap, so that no access has to be checked. */
    private long addressOf(final long framePosition) {
        return frames + ((int) framePosition & mask);
    }

    /** Writes the header of a claimed frame, without its sequence. */
    final void writeHeader(final long framePosition, final int frameLength, final int payloadLength) {
        final long frame = addressOf(framePosition);
        final long lastByte = framePosition + frameLength - 1;
        final boolean entersBlock = (((framePosition - 1) ^ lastByte) & timestampMask) != 0;
        final long timestamp = entersBlock ? clock.nanoTime() : 0L;
        OffHeap.putLong(frame, PUBLISH_WORD);
        OffHeap.putLong(frame + TIMESTAMP_OFFSET, timestamp);
        OffHeap.putLong(frame + LENGTH_OFFSET, payloadLength);
    }

    /** Turns a claimed room into padding. */
    final void writePadding(final long framePosition, final int frameLength) {
        final long frame = addressOf(framePosition);
        OffHeap.putLong(frame, PADDING_WORD);
        OffHeap.putLong(frame + LENGTH_OFFSET, frameLength - HEADER_LENGTH);
    }

    /** The bytes that the frame at a position takes. */
    final int frameLengthAt(final long framePosition) {
        return frameLength(OffHeap.getInt(addressOf(framePosition) + LENGTH_OFFSET));
    }

    /** Whether the frame at a position is a message, and not padding. */
    final boolean isMessageAt(final long framePosition) {
        return OffHeap.getByte(addressOf(framePosition) + TYPE_OFFSET) != TYPE_PADDING;
    }

    /**
     * Gives the message at the limit its sequence. Only the thread that has the right to move the limit calls it, so the
     * sequence is dense and in the order of the frames without an atomic operation of its own.
     */
    final void assignSequence(final long framePosition) {
        final long sequence = published.getPlain() + 1;
        OffHeap.putLong(addressOf(framePosition) + SEQUENCE_OFFSET, sequence);
        if (overwrites) {
            newest.setRelease(
                    framePosition); // before the count: who reads the count first learns whether it includes this
        }
        published.setRelease(sequence);
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
        position.set(from == LATEST ? limit.get() : from);
        gate.add(cursor);
        if (from == LATEST) {
            position.set(limit.get()); // read after it was added: see ClaimGate
        }
        return cursor;
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
        return mask;
    }

    @Override
    public final int payloadOffset(final long framePosition) {
        return ((int) framePosition & mask) + HEADER_LENGTH;
    }

    @Override
    public final int payloadLength(final long framePosition) {
        return OffHeap.getInt(addressOf(framePosition) + LENGTH_OFFSET);
    }

    @Override
    public final Counter limit() {
        return limit;
    }

    @Override
    public final Counter claimed() {
        return claimed;
    }

    @Override
    public final Counter newest() {
        return newest;
    }

    @Override
    public final WakeUpSignal wakeUp() {
        return wakeUp;
    }

    // life

    @Override
    public final void holdUntilStart(final Counter position) {
        gate.holdUntilStart();
        beforeStart = openCursor("(start)", position, 0);
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
        return capacity / MAX_FRAMES_SHARE - HEADER_LENGTH;
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
