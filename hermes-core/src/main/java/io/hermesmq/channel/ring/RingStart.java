package io.hermesmq.channel.ring;

import io.hermesmq.ChannelConfig;
import io.hermesmq.OnFull;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What a ring begins with: its memory, and where in its stream it goes on.
 *
 * @param memory of the ring, as large as its capacity.
 * @param position of the first frame; a multiple of {@link RingChannel#FRAME_ALIGNMENT}.
 * @param sequence of the last message before.
 * @param seals whether frames get their checksum when they are committed, because they are written to files.
 * @param waitsForReaders whether publishers wait for the cursors of readers; for those of a journal they always do.
 */
public record RingStart(UnsafeBuffer memory, long position, long sequence, boolean seals, boolean waitsForReaders) {

    private static final int CACHE_LINE_PAIR = 128;

    /**
     * A new stream in the memory of the process.
     *
     * @param config of the channel.
     * @return the start.
     */
    public static RingStart inMemory(final ChannelConfig config) {
        return new RingStart(allocate(config.capacityBytes()), 0, 0, false, config.onFull() != OnFull.OVERWRITE);
    }

    /**
     * Memory for a ring.
     *
     * @param capacityBytes of the ring.
     * @return zeroed memory outside of the heap.
     */
    public static UnsafeBuffer allocate(final int capacityBytes) {
        return new UnsafeBuffer(BufferUtil.allocateDirectAligned(capacityBytes, CACHE_LINE_PAIR));
    }
}
