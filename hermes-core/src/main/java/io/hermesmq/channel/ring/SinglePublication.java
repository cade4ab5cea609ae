package io.hermesmq.channel.ring;

import io.hermesmq.channel.Channel;
import io.hermesmq.channel.Publication;
import java.lang.invoke.VarHandle;

/**
 * The way into a ring with one publishing thread. A record, for the reason that {@link RingFrames} is one.
 *
 * <h2>Why it is safe</h2>
 *
 * One thread moves {@code claimed} and {@code limit}; it reads both without ordering. The payload and the header are
 * written with plain stores, then {@code limit} with a release: it pairs with the acquire of the readers, which so see
 * whole frames. The room that is written over was left by all readers: they release their cursors, the gate
 * acquires them. On a channel that overwrites, {@code claimed} is stored before the frame is touched and a store fence
 * keeps that order; a reader copies, passes a load fence and reads {@code claimed}: where the room of the copy had not been
 * claimed anew by then, no byte of the copy is of a later lap (the seqlock argument, as in Agrona's broadcast buffer).
 *
 * <h2>Waking</h2>
 *
 * A release store may still wait in the store buffer when the publisher looks for parked lanes. So where a lane of the
 * channel parks, and only there, a full fence stands between the two (see {@code WakeUpSignal}).
 *
 * <h2>Closing</h2>
 *
 * The publisher passes no fence between its look at {@code claimLimit} and its store to {@code claimed}. So {@link Channel#close}
 * lowers the limit, waits for much longer than a store stays in a store buffer, and reads {@code claimed}: that is the final
 * position. A publisher that slept even longer between the two instructions finds the lowered limit when it commits. There, and
 * only there, commit and close take a lock: a frame behind the final position is refused, and never seen.
 *
 * @param frames of the ring.
 * @param ring for everything that is rare.
 */
record SinglePublication(RingFrames frames, SingleProducerRing ring) implements Publication {

    @Override
    public long claim(final int payloadLength) {
        assert ring.isOnlyProducer() : ring.secondProducer();
        final int required = required(payloadLength);
        final long position = frames.claimed().getPlain();
        if (frames.limit().getPlain() != position) {
            ring.refuseSecondClaim();
        }
        final int lapRest = frames.lapRest(position);
        if (required > lapRest) {
            return claimNextLap(payloadLength, required, position, lapRest);
        }
        if (position + required > frames.claimLimit().getAcquire()) {
            final long room = ring.gate.awaitRoom(position + required);
            if (room < 0) {
                return room;
            }
        }
        return begin(position, required, payloadLength);
    }

    private long begin(final long position, final int required, final int payloadLength) {
        frames.claimed().setRelease(position + required);
        if (frames.overwrites()) {
            VarHandle.storeStoreFence();
        }
        frames.writeHeader(position, required, payloadLength);
        return position;
    }

    private long claimNextLap(final int payloadLength, final int required, final long position, final int lapRest) {
        final long start = position + lapRest;
        if (start + required > frames.claimLimit().getAcquire()) {
            final long room = ring.gate.awaitRoom(start + required);
            if (room < 0) {
                return room;
            }
        }
        frames.claimed().setRelease(start);
        VarHandle.storeStoreFence();
        frames.writePadding(position, lapRest);
        publish(start);
        return begin(start, required, payloadLength);
    }

    @Override
    public long commit(final long framePosition) {
        if (frames.claimLimit().getAcquire() == ClaimGate.ASK) {
            return ring.commitWhileClosing(framePosition);
        }
        frames.assignSequence(framePosition);
        final long end = framePosition + frames.frameLengthAt(framePosition);
        publish(end);
        return end;
    }

    @Override
    public void abort(final long framePosition) {
        final int length = frames.frameLengthAt(framePosition);
        frames.writePadding(framePosition, length);
        ring.abortedCounter().getAndAdd(1);
        publish(framePosition + length);
    }

    void publish(final long end) {
        frames.limit().setRelease(end);
        if (ring.wakeUp.isUsed()) {
            VarHandle.fullFence();
            ring.wakeParkedLanes();
        }
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
