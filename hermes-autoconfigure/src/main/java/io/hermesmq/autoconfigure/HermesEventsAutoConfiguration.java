package io.hermesmq.autoconfigure;

import io.hermesmq.Hermes;
import io.hermesmq.spring.events.EventBridge;
import io.hermesmq.spring.events.EventBridgeRegistrar;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the bridges between application events and channels, in each context that declares some. */
@AutoConfiguration(after = HermesAutoConfiguration.class)
@ConditionalOnBean(Hermes.class)
public final class HermesEventsAutoConfiguration {

    HermesEventsAutoConfiguration() {}

    @Bean
    @ConditionalOnBean(value = EventBridge.class, search = SearchStrategy.CURRENT)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    EventBridgeRegistrar hermesEventBridgeRegistrar(final ConfigurableApplicationContext context, final Hermes hermes) {
        return new EventBridgeRegistrar(context, hermes);
    }
}
