package io.hermesmq.spring.events;

import io.hermesmq.ConfigurationException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Refuses bridges on which a message would come back to its own channel, and so go round for ever. */
final class EventCircle {

    private final List<EventsToChannel> outgoing = new ArrayList<>();
    private final List<ChannelToEvents> incoming = new ArrayList<>();

    private EventCircle(final Collection<? extends EventBridge> bridges) {
        for (final EventBridge bridge : bridges) {
            if (bridge instanceof EventsToChannel toChannel) {
                outgoing.add(toChannel);
            } else if (bridge instanceof ChannelToEvents fromChannel) {
                incoming.add(fromChannel);
            }
        }
    }

    static void refuse(final Collection<? extends EventBridge> bridges) {
        final EventCircle circle = new EventCircle(bridges);
        for (final ChannelToEvents start : circle.incoming) {
            circle.follow(start, new LinkedHashSet<>());
        }
    }

    /** Goes on from a channel to those that its events reach. */
    private void follow(final ChannelToEvents from, final Set<String> path) {
        final String channel = from.listener().channel();
        if (!path.add(channel)) {
            final String way = String.join("' -> '", path) + "' -> '" + channel;
            throw new ConfigurationException(
                    "EventBridge beans",
                    "the events of type " + from.type().getName() + " would go round for ever: '" + way + "'",
                    "remove one of the bridges, or use different types of events in the two directions");
        }
        for (final EventsToChannel next : outgoing) {
            if (related(from.type(), next.type())) {
                incoming.stream()
                        .filter(candidate -> candidate.listener().channel().equals(next.channel()))
                        .forEach(candidate -> follow(candidate, new LinkedHashSet<>(path)));
            }
        }
    }

    private static boolean related(final Class<?> one, final Class<?> other) {
        return one.isAssignableFrom(other) || other.isAssignableFrom(one);
    }
}
