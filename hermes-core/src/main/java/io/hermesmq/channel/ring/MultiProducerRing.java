package io.hermesmq.channel.ring;

import io.hermesmq.ChannelConfig;
import io.hermesmq.channel.Publication;
import io.hermesmq.monitor.Counters;
import java.util.function.Predicate;
import org.agrona.BufferUtil;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The ring of a channel with any number of publishing threads: its marks and its end. How it publishes, and why that is safe, is in
 * {@link MultiPublication}.
 */
public final class MultiProducerRing extends RingChannel {

    private static final long CLOSED_BIT = 1L << 62;

    private final MultiPublication publication;

    MultiProducerRing(
            final String name,
            final ChannelConfig config,
            final RingStart start,
            final Counters counters,
            final EpochNanoClock clock,
            final Predicate<Thread> insider,
            final long stallTimeoutNs) {
        super(name, config, start, counters, clock, insider, stallTimeoutNs);
        final int bytes = config.capacityBytes() / FRAME_ALIGNMENT * Long.BYTES;
        publication = new MultiPublication(
                frames, new UnsafeBuffer(BufferUtil.allocateDirectAligned(bytes, FRAME_ALIGNMENT)), this);
    }

    @Override
    public Publication publication() {
        return publication;
    }

    @Override
    long closeClaims() {
        while (true) {
            final long position = frames.claimed().get();
            if ((position & CLOSED_BIT) != 0 || frames.claimed().compareAndSet(position, position | CLOSED_BIT)) {
                return openPosition();
            }
        }
    }

    @Override
    public long openPosition() {
        return frames.claimed().get() & ~CLOSED_BIT;
    }
}
