package io.hermesmq.spring.events;

import io.hermesmq.ListenerConfig;
import java.util.Objects;

/**
 * A bridge from a channel to events; made by {@link EventBridge#fromChannel}.
 *
 * @param listener the settings of the listener that reads the channel.
 * @param type of the messages.
 */
public record ChannelToEvents(ListenerConfig listener, Class<?> type) implements EventBridge {

    /**
     * Checks that nothing is missing.
     *
     * @param listener the settings of the listener that reads the channel.
     * @param type of the messages.
     */
    public ChannelToEvents {
        Objects.requireNonNull(listener, "listener");
        Objects.requireNonNull(type, "type");
    }
}
