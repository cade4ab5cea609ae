package io.hermesmq.test.autoconfigure;

import io.hermesmq.autoconfigure.HermesAutoConfiguration;
import io.hermesmq.spring.HermesConfigCustomizer;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;

/**
 * Guards the views of messages in every context that has this module on its class path: whoever keeps a context or a buffer beyond the
 * call is told so in the first test that does. {@code hermes-test.guard-views: false} switches it off.
 */
@AutoConfiguration(before = HermesAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "hermes-test.guard-views", matchIfMissing = true)
public final class GuardedViewsAutoConfiguration {

    GuardedViewsAutoConfiguration() {}

    @Bean
    HermesConfigCustomizer hermesGuardedViewsCustomizer() {
        return config -> config.withGuardedViews(true);
    }
}
