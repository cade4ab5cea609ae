package io.hermesmq.autoconfigure;

import io.hermesmq.Hermes;
import io.hermesmq.spring.health.HermesHealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the health of Hermes; {@code management.health.hermes.enabled=false} leaves it out. */
@AutoConfiguration(after = HermesAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Hermes.class)
@ConditionalOnEnabledHealthIndicator("hermes")
public final class HermesHealthAutoConfiguration {

    HermesHealthAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean(name = "hermesHealthIndicator")
    HermesHealthIndicator hermesHealthIndicator(final Hermes hermes) {
        return new HermesHealthIndicator(hermes);
    }
}
