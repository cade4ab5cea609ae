package io.hermesmq.spring;

import io.hermesmq.autoconfigure.HermesAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Runs contexts with Hermes, also with a lane that tests step by hand. */
public final class HermesRunner {

    /** The lane of every listener that names none. */
    public static final String LANE = "shared";

    private HermesRunner() {}

    /** As an application without any property. */
    public static ApplicationContextRunner plain() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        HermesAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class));
    }

    /** All listeners on one lane, which only {@code hermes.step(LANE)} moves. */
    public static ApplicationContextRunner stepped() {
        return plain().withPropertyValues("hermes.profile=small")
                .withBean(
                        HermesConfigCustomizer.class,
                        () -> config -> config.withLane(LANE, config.lane(LANE).withStepped(true)));
    }
}
