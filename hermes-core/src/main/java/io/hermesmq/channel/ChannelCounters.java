package io.hermesmq.channel;

import io.hermesmq.PublishStatus;
import io.hermesmq.monitor.Counter;
import io.hermesmq.monitor.Counters;
import java.util.EnumMap;
import java.util.Map;

/**
 * What one channel counts, off-heap. Only {@code published} moves with every message; its writer is the thread that has
 * the right to publish, so it needs no atomic operation. The others are for rare events and may be moved by any thread.
 */
public final class ChannelCounters {

    private final Counter published;
    private final Counter aborted;
    private final Counter failedEncodings;
    private final Counter recoveredClaims;
    private final Counter waits;
    private final Map<PublishStatus, Counter> refused = new EnumMap<>(PublishStatus.class);

    /**
     * Allocates the counters of a channel.
     *
     * @param counters where to allocate them.
     * @param channel name of the channel, for the labels.
     */
    public ChannelCounters(final Counters counters, final String channel) {
        published = counters.allocate("published messages of " + channel);
        aborted = counters.allocate("aborted claims of " + channel);
        failedEncodings = counters.allocate("failed encodings of " + channel);
        recoveredClaims = counters.allocate("recovered claims of " + channel);
        waits = counters.allocate("waits for room in " + channel);
        for (final PublishStatus status : PublishStatus.values()) {
            refused.put(status, counters.allocate("refused (" + status + ") of " + channel));
        }
    }

    /**
     * Messages that became visible; also the sequence of the newest.
     *
     * @return the counter.
     */
    public Counter published() {
        return published;
    }

    /**
     * Claims that were given back, after a failed encoding or by hand.
     *
     * @return the counter.
     */
    public Counter aborted() {
        return aborted;
    }

    /**
     * Messages that threw while they were encoded.
     *
     * @return the counter.
     */
    public Counter failedEncodings() {
        return failedEncodings;
    }

    /**
     * Claims that were given back because their thread was dead.
     *
     * @return the counter.
     */
    public Counter recoveredClaims() {
        return recoveredClaims;
    }

    /**
     * Publishes that had to wait for room, whether they got it or not.
     *
     * @return the counter.
     */
    public Counter waits() {
        return waits;
    }

    /**
     * Counts a refusal.
     *
     * @param status why.
     * @return the code of the status, for the publisher.
     */
    public long refuse(final PublishStatus status) {
        refused(status).getAndAdd(1);
        return status.code();
    }

    /**
     * Refused messages.
     *
     * @param status for which reason.
     * @return the counter.
     */
    public Counter refused(final PublishStatus status) {
        final Counter counter = refused.get(status);
        if (counter == null) {
            throw new IllegalArgumentException("no counter for " + status);
        }
        return counter;
    }
}
