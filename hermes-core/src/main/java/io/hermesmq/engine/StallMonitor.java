package io.hermesmq.engine;

import java.util.Collection;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for open claims that hold a channel up, reports them once, and lets the channel recover those of dead threads. */
final class StallMonitor implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(StallMonitor.class);

    private final Supplier<Collection<ChannelSlot>> channels;

    StallMonitor(final Supplier<Collection<ChannelSlot>> channels) {
        this.channels = channels;
    }

    @Override
    public void run() {
        try {
            for (final ChannelSlot slot : channels.get()) {
                check(slot);
            }
        } catch (final RuntimeException e) {
            LOG.error("looking for stalled claims failed; it is tried again", e);
        }
    }

    private static void check(final ChannelSlot slot) {
        final long recoveredBefore = slot.channel().counters().recoveredClaims().get();
        final String thread = slot.channel().checkStall(System.nanoTime());
        final String name = slot.channel().name();
        if (slot.channel().counters().recoveredClaims().get() != recoveredBefore) {
            LOG.warn("channel '{}': a thread died with an open claim; the claim was given back for it", name);
        }
        if (thread != null && !Objects.equals(thread, slot.stalledBy())) {
            LOG.warn(
                    "channel '{}': thread '{}' holds a claim open; listeners see nothing behind it until it commits or"
                            + " aborts",
                    name,
                    thread);
        }
        slot.stalledBy(thread);
    }
}
