package io.hermesmq.spring.metrics;

import io.hermesmq.HermesSnapshot;
import io.hermesmq.HermesSnapshot.Channel;
import io.hermesmq.HermesSnapshot.Lane;
import io.hermesmq.HermesSnapshot.Listener;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that is taken again when it is older than a limit, so that the many meters of one scrape share one. Safe for
 * any thread: readers that come together may take one each.
 */
final class RecentSnapshot {

    private final Supplier<HermesSnapshot> source;
    private final long maxAgeNs;
    private volatile @Nullable View latest;

    RecentSnapshot(final Supplier<HermesSnapshot> source, final long maxAgeNs) {
        this.source = source;
        this.maxAgeNs = maxAgeNs;
    }

    /** The parts of a snapshot by their names. */
    record View(
            long takenAtNs, Map<String, Channel> channels, Map<String, Listener> listeners, Map<String, Lane> lanes) {}

    View get() {
        final View view = latest;
        final long now = System.nanoTime();
        if (view != null && now - view.takenAtNs() < maxAgeNs) {
            return view;
        }
        final HermesSnapshot snapshot = source.get();
        final View taken = new View(
                now,
                byName(snapshot.channels(), Channel::name),
                byName(snapshot.listeners(), Listener::id),
                byName(snapshot.lanes(), Lane::name));
        latest = taken;
        return taken;
    }

    private static <T> Map<String, T> byName(final List<T> parts, final Function<T, String> name) {
        return parts.stream().collect(Collectors.toUnmodifiableMap(name, Function.identity()));
    }
}
