package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hermesmq.Hermes;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.Quote;
import io.hermesmq.spring.metrics.HermesMeterBinder;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class HermesMetricsAutoConfigurationTests {

    private final ApplicationContextRunner runner = HermesRunner.stepped()
            .withConfiguration(AutoConfigurations.of(
                    HermesMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class));

    @Test
    void theCountersOfTheEngineAreMeters() {
        runner.withBean(Signals.class).run(context -> {
            final MeterRegistry registry = context.getBean(MeterRegistry.class);
            final Hermes hermes = context.getBean(Hermes.class);
            hermes.publisher("quotes", Quote.class).publish(Quote.of(1));
            hermes.step(HermesRunner.LANE);
            // Meters show a snapshot, which lives for a moment.
            await().untilAsserted(() -> assertThat(registry.get("hermes.delivered")
                            .tags("channel", "quotes", "listener", "signals")
                            .functionCounter()
                            .count())
                    .isEqualTo(1));
        });
    }

    @Test
    void theBinderOfTheUserWins() {
        runner.withUserConfiguration(OwnBinder.class)
                .run(context -> assertThat(context)
                        .hasSingleBean(HermesMeterBinder.class)
                        .hasBean("own"));
    }

    @Test
    void thereIsNoBinderWithoutARegistry() {
        HermesRunner.stepped()
                .withConfiguration(AutoConfigurations.of(HermesMetricsAutoConfiguration.class))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(HermesMeterBinder.class));
    }

    @Test
    void aRegistryOfTheUserIsEnough() {
        HermesRunner.stepped()
                .withConfiguration(AutoConfigurations.of(HermesMetricsAutoConfiguration.class))
                .withBean(SimpleMeterRegistry.class)
                .run(context -> assertThat(context).hasSingleBean(HermesMeterBinder.class));
    }

    @Test
    void thereIsNoBinderWithoutHermes() {
        runner.withPropertyValues("hermes.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HermesMeterBinder.class));
    }

    @Test
    void hermesRunsWithoutMicrometer() {
        HermesRunner.stepped()
                .withConfiguration(AutoConfigurations.of(HermesMetricsAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader(MeterRegistry.class, MeterBinder.class))
                .withBean(Signals.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Hermes.class)
                        .doesNotHaveBean("hermesMeterBinder"));
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnBinder {
        @Bean
        HermesMeterBinder own(final Hermes hermes) {
            return new HermesMeterBinder(hermes);
        }
    }

    static class Signals {
        @HermesListener(channel = "quotes", id = "signals")
        void on(final Quote quote) {}
    }
}
