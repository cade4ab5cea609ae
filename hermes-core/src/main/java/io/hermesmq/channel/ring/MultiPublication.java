package io.hermesmq.channel.ring;

import io.hermesmq.channel.Publication;
import java.lang.invoke.VarHandle;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way into a ring with any number of publishing threads. A record, for the reason that {@link RingFrames} is one. Publishers never wait for each other.
 *
 * <h2>The algorithm</h2>
 *
 * A claim moves {@code claimed} by compare-and-set. Frames are published in the order of their claims, by moving {@code
 * limit} over them. The right to move the limit over the frame at position {@code p} belongs to exactly one thread:
 *
 * <ul>
 *   <li>a publisher that commits the frame at {@code p} and finds {@code limit == p} has the right at once;
 *   <li>otherwise it marks its frame as ready, looks at the limit again, and has the right if now {@code limit == p} and
 *       its compare-and-set takes the mark away;
 *   <li>a thread that has moved the limit to {@code p} looks at the mark there, and has the right if the frame is ready
 *       and its compare-and-set takes the mark away.
 * </ul>
 *
 * Whoever has the right numbers the frame, moves the limit behind it and looks at the next frame. So a publisher that finishes
 * before its predecessor leaves its frame to the predecessor, and a reader follows one counter only, whatever the order of
 * the commits. This is a ticketed hand-over in the manner of combining (Hendler, Incze, Shavit, Tzafrir: Flat combining,
 * 2010), where the ticket is the position.
 *
 * <h2>Why it is safe</h2>
 *
 * <ol>
 *   <li><b>No frame is forgotten.</b> The committing thread stores the mark, passes a full fence, and loads the limit. The thread
 *       that moves the limit stores it, passes a full fence, and loads {@code claimed} and the mark. One of the two sees the
 *       other's store (Dekker). If both do, the compare-and-set decides. If {@code claimed} shows no frame behind the limit, its
 *       claim comes later than the store of the limit in the order of synchronization, so its commit sees the limit.
 *   <li><b>No frame is published twice.</b> A frame's owner either never sets its mark and sees {@code limit == p} itself, or
 *       sets it once; a mark is taken away once.
 *   <li><b>A mark is never mistaken.</b> Marks live beside the ring, never in it: no payload can look like one. Frames
 *       start at multiples of 32, so one mark for 32 bytes is a mark for each frame. A mark is taken away before the limit passes
 *       its frame, hence before its room can be claimed again; and it holds the position of its frame, so that a thread that slept
 *       for a lap between two steps neither sees nor takes the mark of a later frame in the same place.
 *   <li><b>Sequences are dense and in order.</b> Only who has the right reads and writes {@code published}. The right passes from
 *       thread to thread by the limit (release to acquire) or by a mark (likewise).
 *   <li><b>Readers see whole frames.</b> A payload is written before the mark or the limit is; the limit is read with acquire.
 *   <li><b>Room is not written over while it is read</b>: as in {@link SinglePublication}. The compare-and-set on {@code claimed}
 *       orders the claim before the stores to the frame.
 *   <li><b>Closing is exact.</b> {@code close} sets a bit of {@code claimed} that makes every claim run into the claim limit; the
 *       same atomic operation yields the final position.
 * </ol>
 *
 * <p>The full fence behind the store of the limit also serves {@code WakeUpSignal}.
 *
 * @param frames of the ring.
 * @param marks a long for each 32 bytes of the ring; touched only where commits come out of order.
 * @param ring for everything that is rare.
 */
record MultiPublication(RingFrames frames, UnsafeBuffer marks, MultiProducerRing ring) implements Publication {

    private static final long NO_MARK = 0;

    @Override
    public long claim(final int payloadLength) {
        final int required = required(payloadLength);
        long room = frames.claimLimit().getAcquire();
        while (true) {
            final long position = frames.claimed().get();
            final int lapRest = frames.lapRest(position);
            final int taken = Math.min(required, lapRest);
            if (position + taken > room) {
                room = ring.gate.awaitRoom(position + taken);
                if (room < 0) {
                    return room;
                }
            } else if (frames.claimed().compareAndSet(position, position + taken)) {
                if (frames.overwrites()) {
                    VarHandle.storeStoreFence(); // readers of a frame look at claimed: it is stored before the frame is
                    // touched
                }
                if (required <= lapRest) {
                    frames.writeHeader(position, required, payloadLength);
                    return position;
                }
                frames.writePadding(position, lapRest);
                finish(position, position + lapRest, false);
            }
        }
    }

    @Override
    public long commit(final long framePosition) {
        final long end = framePosition + frames.frameLengthAt(framePosition);
        finish(framePosition, end, true);
        return end;
    }

    @Override
    public void abort(final long framePosition) {
        final int length = frames.frameLengthAt(framePosition);
        frames.writePadding(framePosition, length);
        ring.abortedCounter().getAndAdd(1);
        finish(framePosition, framePosition + length, false);
    }

    private void finish(final long framePosition, final long end, final boolean isMessage) {
        if (frames.limit().get() == framePosition || takeRightLater(framePosition)) {
            if (isMessage) {
                frames.assignSequence(framePosition);
            }
            frames.limit().set(end);
            if (frames.claimed().get() != end) {
                publishReadySuccessors(end);
            }
            ring.wakeParkedLanes();
        }
    }

    /** Leaves the frame to its predecessor, unless that has just gone. */
    private boolean takeRightLater(final long framePosition) {
        marks.putLongVolatile(markOffset(framePosition), readyMark(framePosition));
        VarHandle.fullFence();
        return frames.limit().get() == framePosition && takeMark(framePosition);
    }

    private boolean takeMark(final long framePosition) {
        return marks.compareAndSetLong(markOffset(framePosition), readyMark(framePosition), NO_MARK);
    }

    private void publishReadySuccessors(final long from) {
        long position = from;
        while (marks.getLongVolatile(markOffset(position)) == readyMark(position) && takeMark(position)) {
            if (frames.isMessageAt(position)) {
                frames.assignSequence(position);
            }
            position += frames.frameLengthAt(position);
            frames.limit().set(position);
        }
    }

    /** A mark says which frame is ready: a thread that slept for a lap must not take that of a later one. */
    private static long readyMark(final long framePosition) {
        return framePosition + 1;
    }

    private int markOffset(final long framePosition) {
        return ((int) framePosition & (frames.capacity() - 1)) / RingChannel.FRAME_ALIGNMENT * Long.BYTES;
    }

    private int required(final int payloadLength) {
        if (payloadLength < 0 || payloadLength > frames.maxPayloadLength()) {
            throw ring.refuseLength(payloadLength);
        }
        return RingChannel.frameLength(payloadLength);
    }

    @Override
    public int payloadOffset(final long framePosition) {
        return frames.payloadOffset(framePosition);
    }

    @Override
    public int payloadLength(final long framePosition) {
        return frames.payloadLength(framePosition);
    }
}
