package io.hermesmq.spring.events;

import java.util.Objects;

/**
 * A bridge from events to a channel; made by {@link EventBridge#toChannel}.
 *
 * @param type of the events.
 * @param channel to publish to.
 * @param onRefusal what happens to an event that the channel refuses.
 * @param when an event goes to the channel.
 */
public record EventsToChannel(Class<?> type, String channel, OnRefusal onRefusal, When when) implements EventBridge {

    /**
     * Checks that nothing is missing.
     *
     * @param type of the events.
     * @param channel to publish to.
     * @param onRefusal what happens to an event that the channel refuses.
     * @param when an event goes to the channel.
     */
    public EventsToChannel {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(channel, "channel");
        Objects.requireNonNull(onRefusal, "onRefusal");
        Objects.requireNonNull(when, "when");
    }

    /**
     * The same with refusals in the log instead of as exceptions.
     *
     * @return a copy.
     */
    public EventsToChannel loggingRefusals() {
        return new EventsToChannel(type, channel, OnRefusal.LOG, when);
    }

    /**
     * The same with events that wait for the commit of their transaction.
     *
     * @return a copy.
     */
    public EventsToChannel afterCommit() {
        return new EventsToChannel(type, channel, onRefusal, When.AFTER_COMMIT);
    }
}
