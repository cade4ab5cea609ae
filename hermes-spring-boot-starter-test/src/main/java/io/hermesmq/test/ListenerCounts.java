package io.hermesmq.test;

import io.hermesmq.HermesSnapshot;
import org.jspecify.annotations.Nullable;

/** What a listener has done between two moments. */
record ListenerCounts(long consumed, long failed, long missed) {

    static ListenerCounts between(final HermesSnapshot.@Nullable Listener before, final HermesSnapshot.Listener now) {
        return before == null
                ? new ListenerCounts(now.delivered(), now.failed(), now.missed())
                : new ListenerCounts(
                        now.delivered() - before.delivered(),
                        now.failed() - before.failed(),
                        now.missed() - before.missed());
    }

    @Override
    public String toString() {
        return "consumed " + consumed + ", failed " + failed + ", missed " + missed;
    }
}
