package io.hermesmq.benchmarks.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_OFFSET;
import static io.hermesmq.frame.FrameLayout.TYPE_PADDING;

import io.hermesmq.benchmarks.rig.DispatchSession;
import io.hermesmq.memory.OffHeap;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What somebody would write by hand who knows his listeners when he compiles: for each a loop of its own over the
 * same frames in the same memory, which checks the range once for each frame, reads by address and calls directly.
 * The loops are equal and stand here eight times on purpose, because a common one would have to call through an
 * interface.
 */
final class HandWrittenLoops extends DispatchSession {

    private static final int MASK = HermesLane.RING_BYTES - 1;

    private final HandWrittenRing ring = new HandWrittenRing(HermesLane.RING_BYTES);
    private final Listeners.Sum[] all = Listeners.all();
    private final Listeners.First first = (Listeners.First) all[0];
    private final Listeners.Second second = (Listeners.Second) all[1];
    private final Listeners.Third third = (Listeners.Third) all[2];
    private final Listeners.Fourth fourth = (Listeners.Fourth) all[3];
    private final Listeners.Fifth fifth = (Listeners.Fifth) all[4];
    private final Listeners.Sixth sixth = (Listeners.Sixth) all[5];
    private final Listeners.Seventh seventh = (Listeners.Seventh) all[6];
    private final Listeners.Eighth eighth = (Listeners.Eighth) all[7];
    private final long[] heads = new long[all.length];
    private final int listeners;

    HandWrittenLoops(final int listeners) {
        super(listeners);
        if (listeners != 1 && listeners != all.length) {
            throw new IllegalArgumentException(listeners + " listeners, neither 1 nor " + all.length);
        }
        this.listeners = listeners;
    }

    @Override
    public void fill(final long from) {
        ring.fill(from, MESSAGES);
    }

    @Override
    public long drain() {
        long calls = drainFirst(first);
        if (listeners > 1) {
            calls += drainSecond(second);
            calls += drainThird(third);
            calls += drainFourth(fourth);
            calls += drainFifth(fifth);
            calls += drainSixth(sixth);
            calls += drainSeventh(seventh);
            calls += drainEighth(eighth);
        }
        return calls;
    }

    @Override
    public long[] sums() {
        final long[] sums = new long[listeners];
        for (int i = 0; i < listeners; i++) {
            sums[i] = all[i].sum;
        }
        return sums;
    }

    /** Nothing runs and nobody else holds the buffer. */
    @Override
    public void close() {}

    private int drainFirst(final Listeners.First listener) {
        final UnsafeBuffer frames = ring.buffer;
        final long start = ring.address;
        final long end = ring.tail;
        long position = heads[0];
        int calls = 0;
        while (position < end) {
            final int offset = (int) position & MASK;
            final int length = OffHeap.getInt(start + offset + LENGTH_OFFSET);
            if (OffHeap.getByte(start + offset + TYPE_OFFSET) != TYPE_PADDING) {
                final long at = OffHeap.address(frames, offset + HEADER_LENGTH, length);
                listener.on(
                        OffHeap.getLong(at),
                        OffHeap.getLong(at + 8),
                        OffHeap.getLong(at + 16),
                        OffHeap.getLong(at + 24),
                        OffHeap.getLong(at + 32),
                        OffHeap.getLong(at + 40),
                        OffHeap.getLong(at + 48),
                        OffHeap.getLong(at + 56));
                calls++;
            }
            position += HandWrittenRing.frameLength(length);
        }
        heads[0] = position;
        return calls;
    }

    private int drainSecond(final Listeners.Second listener) {
        final UnsafeBuffer frames = ring.buffer;
        final long start = ring.address;
        final long end = ring.tail;
        long position = heads[1];
        int calls = 0;
        while (position < end) {
            final int offset = (int) position & MASK;
            final int length = OffHeap.getInt(start + offset + LENGTH_OFFSET);
            if (OffHeap.getByte(start + offset + TYPE_OFFSET) != TYPE_PADDING) {
                final long at = OffHeap.address(frames, offset + HEADER_LENGTH, length);
                listener.on(
                        OffHeap.getLong(at),
                        OffHeap.getLong(at + 8),
                        OffHeap.getLong(at + 16),
                        OffHeap.getLong(at + 24),
                        OffHeap.getLong(at + 32),
                        OffHeap.getLong(at + 40),
                        OffHeap.getLong(at + 48),
                        OffHeap.getLong(at + 56));
                calls++;
            }
            position += HandWrittenRing.frameLength(length);
        }
        heads[1] = position;
        return calls;
    }

    private int drainThird(final Listeners.Third listener) {
        final UnsafeBuffer frames = ring.buffer;
        final long start = ring.address;
        final long end = ring.tail;
        long position = heads[2];
        int calls = 0;
        while (position < end) {
            final int offset = (int) position & MASK;
            final int length = OffHeap.getInt(start + offset + LENGTH_OFFSET);
            if (OffHeap.getByte(start + offset + TYPE_OFFSET) != TYPE_PADDING) {
                final long at = OffHeap.address(frames, offset + HEADER_LENGTH, length);
                listener.on(
                        OffHeap.getLong(at),
                        OffHeap.getLong(at + 8),
                        OffHeap.getLong(at + 16),
                        OffHeap.getLong(at + 24),
                        OffHeap.getLong(at + 32),
                        OffHeap.getLong(at + 40),
                        OffHeap.getLong(at + 48),
                        OffHeap.getLong(at + 56));
                calls++;
            }
            position += HandWrittenRing.frameLength(length);
        }
        heads[2] = position;
        return calls;
    }

    private int drainFourth(final Listeners.Fourth listener) {
        final UnsafeBuffer frames = ring.buffer;
        final long start = ring.address;
        final long end = ring.tail;
        long position = heads[3];
        int calls = 0;
        while (position < end) {
            final int offset = (int) position & MASK;
            final int length = OffHeap.getInt(start + offset + LENGTH_OFFSET);
            if (OffHeap.getByte(start + offset + TYPE_OFFSET) != TYPE_PADDING) {
                final long at = OffHeap.address(frames, offset + HEADER_LENGTH, length);
                listener.on(
                        OffHeap.getLong(at),
                        OffHeap.getLong(at + 8),
                        OffHeap.getLong(at + 16),
                        OffHeap.getLong(at + 24),
                        OffHeap.getLong(at + 32),
                        OffHeap.getLong(at + 40),
                        OffHeap.getLong(at + 48),
                        OffHeap.getLong(at + 56));
                calls++;
            }
            position += HandWrittenRing.frameLength(length);
        }
        heads[3] = position;
        return calls;
    }

    private int drainFifth(final Listeners.Fifth listener) {
        final UnsafeBuffer frames = ring.buffer;
        final long start = ring.address;
        final long end = ring.tail;
        long position = heads[4];
        int calls = 0;
        while (position < end) {
            final int offset = (int) position & MASK;
            final int length = OffHeap.getInt(start + offset + LENGTH_OFFSET);
            if (OffHeap.getByte(start + offset + TYPE_OFFSET) != TYPE_PADDING) {
                final long at = OffHeap.address(frames, offset + HEADER_LENGTH, length);
                listener.on(
                        OffHeap.getLong(at),
                        OffHeap.getLong(at + 8),
                        OffHeap.getLong(at + 16),
                        OffHeap.getLong(at + 24),
                        OffHeap.getLong(at + 32),
                        OffHeap.getLong(at + 40),
                        OffHeap.getLong(at + 48),
                        OffHeap.getLong(at + 56));
                calls++;
            }
            position += HandWrittenRing.frameLength(length);
        }
        heads[4] = position;
        return calls;
    }

    private int drainSixth(final Listeners.Sixth listener) {
        final UnsafeBuffer frames = ring.buffer;
        final long start = ring.address;
        final long end = ring.tail;
        long position = heads[5];
        int calls = 0;
        while (position < end) {
            final int offset = (int) position & MASK;
            final int length = OffHeap.getInt(start + offset + LENGTH_OFFSET);
            if (OffHeap.getByte(start + offset + TYPE_OFFSET) != TYPE_PADDING) {
                final long at = OffHeap.address(frames, offset + HEADER_LENGTH, length);
                listener.on(
                        OffHeap.getLong(at),
                        OffHeap.getLong(at + 8),
                        OffHeap.getLong(at + 16),
                        OffHeap.getLong(at + 24),
                        OffHeap.getLong(at + 32),
                        OffHeap.getLong(at + 40),
                        OffHeap.getLong(at + 48),
                        OffHeap.getLong(at + 56));
                calls++;
            }
            position += HandWrittenRing.frameLength(length);
        }
        heads[5] = position;
        return calls;
    }

    private int drainSeventh(final Listeners.Seventh listener) {
        final UnsafeBuffer frames = ring.buffer;
        final long start = ring.address;
        final long end = ring.tail;
        long position = heads[6];
        int calls = 0;
        while (position < end) {
            final int offset = (int) position & MASK;
            final int length = OffHeap.getInt(start + offset + LENGTH_OFFSET);
            if (OffHeap.getByte(start + offset + TYPE_OFFSET) != TYPE_PADDING) {
                final long at = OffHeap.address(frames, offset + HEADER_LENGTH, length);
                listener.on(
                        OffHeap.getLong(at),
                        OffHeap.getLong(at + 8),
                        OffHeap.getLong(at + 16),
                        OffHeap.getLong(at + 24),
                        OffHeap.getLong(at + 32),
                        OffHeap.getLong(at + 40),
                        OffHeap.getLong(at + 48),
                        OffHeap.getLong(at + 56));
                calls++;
            }
            position += HandWrittenRing.frameLength(length);
        }
        heads[6] = position;
        return calls;
    }

    private int drainEighth(final Listeners.Eighth listener) {
        final UnsafeBuffer frames = ring.buffer;
        final long start = ring.address;
        final long end = ring.tail;
        long position = heads[7];
        int calls = 0;
        while (position < end) {
            final int offset = (int) position & MASK;
            final int length = OffHeap.getInt(start + offset + LENGTH_OFFSET);
            if (OffHeap.getByte(start + offset + TYPE_OFFSET) != TYPE_PADDING) {
                final long at = OffHeap.address(frames, offset + HEADER_LENGTH, length);
                listener.on(
                        OffHeap.getLong(at),
                        OffHeap.getLong(at + 8),
                        OffHeap.getLong(at + 16),
                        OffHeap.getLong(at + 24),
                        OffHeap.getLong(at + 32),
                        OffHeap.getLong(at + 40),
                        OffHeap.getLong(at + 48),
                        OffHeap.getLong(at + 56));
                calls++;
            }
            position += HandWrittenRing.frameLength(length);
        }
        heads[7] = position;
        return calls;
    }
}
