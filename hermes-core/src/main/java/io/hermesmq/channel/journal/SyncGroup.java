package io.hermesmq.channel.journal;

import java.util.concurrent.TimeUnit;

/**
 * Decides how long a sync waits for more publishers to share it. After a sync those that waited for it come back one after the other;
 * the next sync waits until as many have come as shared the last one, but at most for a part of the time that a sync takes. One
 * publisher alone is never waited for.
 *
 * <p>For the thread that syncs.
 */
final class SyncGroup {

    private static final int WAIT_SHARE = 4;
    private static final long MAX_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private long syncedSequence;
    private long size;
    private long maxWaitNs;
    private long sinceNs;
    private boolean gathering;

    SyncGroup(final long syncedSequence) {
        this.syncedSequence = syncedSequence;
    }

    /** Whether to wait for more, now that there is at least one. */
    boolean isGathering(final long publishedSequence, final long nowNs) {
        if (size <= 1 || publishedSequence - syncedSequence >= size) {
            gathering = false;
            return false;
        }
        if (!gathering) {
            gathering = true;
            sinceNs = nowNs;
        }
        if (nowNs - sinceNs < maxWaitNs) {
            return true;
        }
        gathering = false;
        return false;
    }

    /** Notes a sync and up to which message it was for. Whoever published while it ran is of the next group. */
    void synced(final long upToSequence, final long tookNs) {
        size = upToSequence - syncedSequence;
        syncedSequence = upToSequence;
        maxWaitNs = Math.min(MAX_WAIT_NS, tookNs / WAIT_SHARE);
    }
}
