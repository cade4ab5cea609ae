package io.hermesmq.channel.journal;

import io.hermesmq.PublishStatus;
import io.hermesmq.channel.ChannelCounters;
import io.hermesmq.channel.Publication;
import io.hermesmq.monitor.Counter;

/**
 * The way into a channel whose publishers wait until the journal has what they published. A record, as the publications of rings
 * are, so that publishers take its fields for constants.
 *
 * @param ring the way into the ring.
 * @param counters of the channel.
 * @param confirmed what has to reach the end of a message.
 * @param progress of the journal.
 * @param timeoutNs how long a publisher waits.
 */
record JournaledPublication(
        Publication ring, ChannelCounters counters, Counter confirmed, Confirmation progress, long timeoutNs)
        implements Publication {

    /** How a publisher waits for a position. */
    interface Confirmation {
        /** Returns the position, or the code of a status. */
        long await(Counter counter, long position, long timeoutNs);
    }

    @Override
    public long claim(final int payloadLength) {
        return ring.claim(payloadLength);
    }

    @Override
    public long commit(final long framePosition) {
        final long end = ring.commit(framePosition);
        return end < 0 || confirmed.getAcquire() >= end ? end : await(end);
    }

    private long await(final long end) {
        final long result = progress.await(confirmed, end, timeoutNs);
        return result < 0 ? counters.refuse(PublishStatus.of(result)) : result;
    }

    @Override
    public void abort(final long framePosition) {
        ring.abort(framePosition);
    }

    @Override
    public int payloadOffset(final long framePosition) {
        return ring.payloadOffset(framePosition);
    }

    @Override
    public int payloadLength(final long framePosition) {
        return ring.payloadLength(framePosition);
    }
}
