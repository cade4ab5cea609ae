package io.hermesmq.spring.events;

import io.hermesmq.ListenerConfig;

/**
 * A bridge between the application events of a context and a channel. Declare beans of this type; the context sets them up once its
 * singletons exist, as it does with {@code @EventListener} methods.
 *
 * <pre>{@code
 * @Bean
 * EventBridge orders() {
 *     return EventBridge.toChannel(OrderPlaced.class, "orders");
 * }
 * }</pre>
 */
public sealed interface EventBridge permits EventsToChannel, ChannelToEvents {

    /** What happens to an event whose channel refuses it: because it is full, or closed. The channel counts it either way. */
    enum OnRefusal {
        /** Whoever published the event gets a {@link io.hermesmq.PublishRefusedException}: the default. */
        THROW,

        /** It is logged, at most once a second, and whoever published the event learns nothing. */
        LOG
    }

    /** When an event goes to its channel. */
    enum When {
        /** While it is published, whatever becomes of a transaction: the default. */
        AT_ONCE,

        /**
         * When the transaction that it is published in has committed; at once where there is none. The exception of a refusal
         * reaches the caller of the transaction, which stays committed. Needs {@code spring-tx}.
         */
        AFTER_COMMIT
    }

    /**
     * Publishes the events of a type to a channel too. Their other listeners get them as before.
     *
     * @param type of the events, which a codec encodes; its subtypes as well.
     * @param channel to publish to.
     * @return the bridge.
     */
    static EventsToChannel toChannel(final Class<?> type, final String channel) {
        return new EventsToChannel(type, channel, OnRefusal.THROW, When.AT_ONCE);
    }

    /**
     * Publishes the messages of a channel as events. A listener of events runs on the lane; where it throws, the message has failed.
     *
     * @param listener the settings of the listener that reads the channel.
     * @param type of the messages.
     * @return the bridge.
     */
    static ChannelToEvents fromChannel(final ListenerConfig listener, final Class<?> type) {
        return new ChannelToEvents(listener, type);
    }
}
