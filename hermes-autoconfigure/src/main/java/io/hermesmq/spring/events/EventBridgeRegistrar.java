package io.hermesmq.spring.events;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import java.util.Collection;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.ClassUtils;

/** Sets up the {@link EventBridge} beans of one context, once its singletons exist. A bridge that cannot work ends the start. */
public final class EventBridgeRegistrar implements SmartInitializingSingleton {

    private static final String TRANSACTIONS =
            "org.springframework.transaction.support.TransactionSynchronizationManager";

    private final ConfigurableApplicationContext context;
    private final Hermes hermes;

    /**
     * Creates a registrar.
     *
     * @param context whose events and bridges are meant.
     * @param hermes the engine with the channels.
     */
    public EventBridgeRegistrar(final ConfigurableApplicationContext context, final Hermes hermes) {
        this.context = context;
        this.hermes = hermes;
    }

    /**
     * Sets up the bridges.
     *
     * @throws io.hermesmq.HermesException where one cannot work.
     */
    @Override
    public void afterSingletonsInstantiated() {
        final ListableBeanFactory beans = context.getBeanFactory();
        final Collection<EventBridge> bridges =
                beans.getBeansOfType(EventBridge.class).values();
        EventCircle.refuse(bridges);
        for (final EventBridge bridge : bridges) {
            if (bridge instanceof EventsToChannel toChannel) {
                forward(toChannel, toChannel.type());
            } else if (bridge instanceof ChannelToEvents fromChannel) {
                hermes.listen(
                        fromChannel.listener(), fromChannel.type(), (message, unused) -> context.publishEvent(message));
            }
        }
    }

    private <T> void forward(final EventsToChannel bridge, final Class<T> type) {
        if (bridge.when() == EventBridge.When.AFTER_COMMIT
                && !ClassUtils.isPresent(TRANSACTIONS, context.getClassLoader())) {
            throw new ConfigurationException(
                    "EventBridge to channel '" + bridge.channel() + "'",
                    "events of type " + type.getName()
                            + " are to wait for the commit of their transaction, but spring-tx is"
                            + " not on the class path",
                    "add the dependency org.springframework:spring-tx, or leave out afterCommit()");
        }
        context.addApplicationListener(new EventForwarder<>(bridge, type, hermes.publisher(bridge.channel(), type)));
    }
}
