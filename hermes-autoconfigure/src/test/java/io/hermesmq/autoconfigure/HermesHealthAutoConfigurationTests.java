package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.FailureAction;
import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.Quote;
import io.hermesmq.spring.health.HermesHealthIndicator;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HermesHealthAutoConfigurationTests {

    private final ApplicationContextRunner runner = HermesRunner.stepped()
            .withConfiguration(AutoConfigurations.of(
                    HermesHealthAutoConfiguration.class, HealthContributorAutoConfiguration.class));

    @Test
    void theHealthOfARunningEngineIsUp() {
        runner.withBean(Signals.class)
                .run(context -> assertThat(context.getBean(HermesHealthIndicator.class)
                                .health()
                                .getStatus())
                        .isEqualTo(Status.UP));
    }

    @Test
    void aHaltedListenerIsDown() {
        runner.withBean(Signals.class)
                .withBean(FailureHandler.class, () -> (listener, message, cause, attempt) -> FailureAction.HALT)
                .run(context -> {
                    final Hermes hermes = context.getBean(Hermes.class);
                    hermes.publisher("quotes", Quote.class).publish(Quote.of(-1));
                    hermes.step(HermesRunner.LANE);
                    final Health health =
                            context.getBean(HermesHealthIndicator.class).health();
                    assertThat(health.getStatus()).isEqualTo(Status.DOWN);
                    assertThat(health.getDetails().get("problems").toString())
                            .startsWith("[listener 'signals' halted after a failure, at position ");
                });
    }

    @Test
    void aListenerThatIsSwitchedOffIsUp() {
        runner.withBean(Signals.class)
                .withPropertyValues("hermes.listeners.signals.enabled=false")
                .run(context -> assertThat(context.getBean(HermesHealthIndicator.class)
                                .health()
                                .getStatus())
                        .isEqualTo(Status.UP));
    }

    @Test
    void theIndicatorOfTheUserWins() {
        final HealthIndicator own = () -> Health.up().build();
        runner.withBean("hermesHealthIndicator", HealthIndicator.class, () -> own)
                .run(context -> assertThat(context)
                        .doesNotHaveBean(HermesHealthIndicator.class)
                        .getBean("hermesHealthIndicator")
                        .isSameAs(own));
    }

    @Test
    void theIndicatorCanBeSwitchedOff() {
        runner.withPropertyValues("management.health.hermes.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HermesHealthIndicator.class));
    }

    @Test
    void thereIsNoIndicatorWithoutHermes() {
        runner.withPropertyValues("hermes.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean(HermesHealthIndicator.class));
    }

    @Test
    void hermesRunsWithoutTheHealthLibrary() {
        runner.withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .withBean(Signals.class)
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .hasSingleBean(Hermes.class)
                        .doesNotHaveBean("hermesHealthIndicator"));
    }

    static class Signals {
        @HermesListener(channel = "quotes", id = "signals")
        void on(final Quote quote) {
            if (quote.instrument() < 0) {
                throw new IllegalArgumentException("on purpose");
            }
        }
    }
}
