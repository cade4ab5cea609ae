package io.hermesmq.stress;

import io.hermesmq.ChannelConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.Timestamps;
import io.hermesmq.channel.Channel;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.channel.ring.RingChannel;
import io.hermesmq.monitor.Counters;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochNanoClock;

/** Makes the smallest rings, by the million. */
final class Rings {

    static final int CAPACITY = ChannelConfig.MIN_CAPACITY;

    /** Payload of the largest frame; eight such frames fill a ring. */
    static final int LARGEST_PAYLOAD = CAPACITY / 8 - 32;

    static final int LARGEST_FRAME = CAPACITY / 8;
    static final int FRAMES_PER_LAP = 8;

    private static final ChannelConfig CONFIG =
            Profile.SMALL.channel().withCapacity(CAPACITY).withTimestamps(Timestamps.OFF);
    private static final EpochNanoClock CLOCK = System::nanoTime;
    private static final ThreadLocal<SharedCounters> COUNTERS = ThreadLocal.withInitial(SharedCounters::new);

    /** A block of counters takes 80 KiB, which several rings share: each state would otherwise allocate and clear its own. */
    private static final class SharedCounters {

        private static final int RINGS = 6;

        private Counters counters = new Counters();
        private int rings;

        Counters next() {
            if (rings++ == RINGS) {
                counters = new Counters();
                rings = 1;
            }
            return counters;
        }
    }

    private Rings() {}

    static RingChannel multi(final OnFull onFull) {
        return create(Producers.MULTI, onFull, false);
    }

    static RingChannel single(final OnFull onFull) {
        return create(Producers.SINGLE, onFull, false);
    }

    /** A ring to which every thread may publish while it drains. */
    static RingChannel singleOfInsiders(final OnFull onFull) {
        return create(Producers.SINGLE, onFull, true);
    }

    private static RingChannel create(final Producers producers, final OnFull onFull, final boolean isInsider) {
        final ChannelConfig config = CONFIG.withProducers(producers)
                .withOnFull(onFull)
                .withBlockTimeout(onFull == OnFull.FAIL ? Duration.ZERO : Duration.ofSeconds(20));
        return RingChannel.create(
                "stress", config, COUNTERS.get().next(), CLOCK, thread -> isInsider, TimeUnit.SECONDS.toNanos(1));
    }

    /** The counters for the listeners of the ring that this thread made last. */
    static Counters counters() {
        return COUNTERS.get().counters;
    }

    /** A reader of a ring, that holds its publishers from now on. */
    static ReadCursor cursor(final Channel channel) {
        return channel.openCursor("reader", counters().allocate("position of reader"), Channel.LATEST);
    }

    /**
     * A ring of which every byte was written before, whose reader has seen it all: what was not written by the frames of the
     * test is stale and looks like frames.
     */
    static <T extends Channel> T aged(final T channel) {
        for (int i = 0; i < FRAMES_PER_LAP; i++) {
            Letters.publish(channel, Letters.STALE, LARGEST_PAYLOAD);
        }
        return channel;
    }
}
