package io.hermesmq.autoconfigure;

import io.hermesmq.Hermes;
import io.hermesmq.spring.metrics.HermesMeterBinder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Auto-configuration of the meters of Hermes, where there is a registry for them. */
@AutoConfiguration(
        after = HermesAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass({MeterRegistry.class, MeterBinder.class})
@ConditionalOnBean({Hermes.class, MeterRegistry.class})
public final class HermesMetricsAutoConfiguration {

    HermesMetricsAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    HermesMeterBinder hermesMeterBinder(final Hermes hermes) {
        return new HermesMeterBinder(hermes);
    }
}
