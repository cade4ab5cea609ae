package io.hermesmq.test;

import io.hermesmq.HermesSnapshot;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** What a listener has done between two moments. */
record ListenerCounts(long consumed, long failed, long missed, long retried, long deadLettered, long skipped) {

    static ListenerCounts between(final HermesSnapshot.@Nullable Listener before, final HermesSnapshot.Listener now) {
        return new ListenerCounts(
                since(before, now, HermesSnapshot.Listener::delivered),
                since(before, now, HermesSnapshot.Listener::failed),
                since(before, now, HermesSnapshot.Listener::missed),
                since(before, now, HermesSnapshot.Listener::retried),
                since(before, now, HermesSnapshot.Listener::deadLettered),
                since(before, now, HermesSnapshot.Listener::skipped));
    }

    private static long since(
            final HermesSnapshot.@Nullable Listener before,
            final HermesSnapshot.Listener now,
            final ToLongFunction<HermesSnapshot.Listener> counter) {
        return counter.applyAsLong(now) - (before == null ? 0 : counter.applyAsLong(before));
    }

    @Override
    public String toString() {
        return "consumed " + consumed + ", failed " + failed + ", missed " + missed + ", retried " + retried
                + ", dead-lettered " + deadLettered + ", skipped " + skipped;
    }
}
