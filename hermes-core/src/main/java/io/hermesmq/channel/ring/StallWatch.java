package io.hermesmq.channel.ring;

import io.hermesmq.channel.OpenClaim;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the open claim that keeps everything behind it invisible, and ends it where its thread is dead. A dead thread can
 * never write to its claim again, and all that it wrote is visible to who has seen it dead; a living one may, so its
 * claim is reported and left alone however long it takes.
 *
 * <p>Whether a thread is dead is asked before where its claim is: only so the answer is final.
 */
final class StallWatch {

    private static final String UNKNOWN = "a thread inside publish";

    private final RingChannel ring;
    private final long timeoutNs;
    private final List<OpenClaim> claims = new ArrayList<>();
    private long seenLimit = -1;
    private long seenSinceNs;

    StallWatch(final RingChannel ring, final long timeoutNs) {
        this.ring = ring;
        this.timeoutNs = timeoutNs;
    }

    synchronized void add(final OpenClaim claim) {
        claims.removeIf(known -> !known.owner().isAlive() && known.framePosition() == OpenClaim.NOT_OPEN);
        claims.add(claim);
    }

    synchronized @Nullable String check(final long nowNs) {
        final String holder = recoverDead();
        final long limit = ring.limit().get();
        if (holder == null || limit != seenLimit) {
            seenLimit = holder == null ? -1 : limit;
            seenSinceNs = nowNs;
        }
        return holder != null && nowNs - seenSinceNs >= timeoutNs ? holder : null;
    }

    /** Ends claims of dead threads at the limit; returns the name of a living one that holds a claim there, or null. */
    synchronized @Nullable String recoverDead() {
        while (true) {
            final long limit = ring.limit().get();
            if (ring.openPosition() <= limit) {
                return null;
            }
            final OpenClaim dead = deadHolderOf(limit);
            if (dead == null) {
                return livingHolderOf(limit);
            }
            claims.remove(dead);
            ring.abort(limit);
            ring.counters().recoveredClaims().getAndAdd(1);
        }
    }

    private @Nullable OpenClaim deadHolderOf(final long framePosition) {
        for (final OpenClaim claim : claims) {
            if (!claim.owner().isAlive() && claim.framePosition() == framePosition) {
                return claim;
            }
        }
        return null;
    }

    private String livingHolderOf(final long framePosition) {
        for (final OpenClaim claim : claims) {
            if (claim.framePosition() == framePosition) {
                return claim.owner().getName();
            }
        }
        return UNKNOWN;
    }
}
