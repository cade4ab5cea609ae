package io.hermesmq.channel.ring;

import io.hermesmq.channel.OpenClaim;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Finds the open claim that keeps everything behind it invisible, and ends it where its thread is dead. A dead thread can
 * never write to its claim again, and all that it wrote is visible to who has seen it dead; a living one may, so its
 * claim is reported and left alone however long it takes.
 */
final class StallWatch {

    private static final String UNKNOWN = "a thread inside publish";

    private final RingChannel ring;
    private final long timeoutNs;
    private final CopyOnWriteArrayList<OpenClaim> claims = new CopyOnWriteArrayList<>();
    private long seenLimit = -1;
    private long seenSinceNs;

    StallWatch(final RingChannel ring, final long timeoutNs) {
        this.ring = ring;
        this.timeoutNs = timeoutNs;
    }

    void add(final OpenClaim claim) {
        claims.removeIf(known ->
                known.framePosition() == OpenClaim.NOT_OPEN && !known.owner().isAlive());
        claims.add(claim);
    }

    @Nullable
    String check(final long nowNs) {
        final long limit = ring.limit().get();
        if (ring.openPosition() <= limit) {
            seenLimit = -1;
            return null;
        }
        final OpenClaim holder = holderOf(limit);
        if (holder != null && !holder.owner().isAlive()) {
            claims.remove(holder);
            ring.abort(limit);
            ring.counters().recoveredClaims().getAndAdd(1);
            seenLimit = -1;
            return null;
        }
        if (limit != seenLimit) {
            seenLimit = limit;
            seenSinceNs = nowNs;
        }
        if (nowNs - seenSinceNs < timeoutNs) {
            return null;
        }
        return holder == null ? UNKNOWN : holder.owner().getName();
    }

    private @Nullable OpenClaim holderOf(final long framePosition) {
        for (final OpenClaim claim : claims) {
            if (claim.framePosition() == framePosition) {
                return claim;
            }
        }
        return null;
    }
}
