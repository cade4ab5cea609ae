package io.hermesmq.test.autoconfigure;

import io.hermesmq.Hermes;
import io.hermesmq.IdleMode;
import io.hermesmq.LaneConfig;
import io.hermesmq.autoconfigure.HermesAutoConfiguration;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.test.HermesProbe;
import io.hermesmq.test.LaneMode;
import io.hermesmq.test.TestClock;
import java.time.Duration;
import org.agrona.concurrent.EpochNanoClock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The engine of a test: its lanes, its clock, its directory, and the probe. For contexts of {@link AutoConfigureHermesTest} only. */
@AutoConfiguration(before = HermesAutoConfiguration.class)
@EnableConfigurationProperties(HermesTestProperties.class)
public final class HermesTestAutoConfiguration {

    HermesTestAutoConfiguration() {}

    @Bean
    TestDirectory hermesTestDirectory() {
        return new TestDirectory();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    HermesConfigCustomizer hermesTestConfigCustomizer(
            final HermesTestProperties properties, final TestDirectory directory) {
        return config -> config.withDirectory(directory.path())
                .withEveryLane(lane(config.profile().lane(), properties.lanes()));
    }

    /** Whatever the application says of spinning and of CPUs: tests share a machine. */
    private static LaneConfig lane(final LaneConfig defaults, final LaneMode mode) {
        return defaults.withIdle(IdleMode.BACK_OFF).withLinger(Duration.ZERO).withStepped(mode == LaneMode.STEPPED);
    }

    @Bean
    @ConditionalOnMissingBean(EpochNanoClock.class)
    TestClock hermesTestClock() {
        return new TestClock();
    }

    @Bean
    @ConditionalOnMissingBean
    HermesProbe hermesProbe(final Hermes hermes, final HermesTestProperties properties) {
        return new HermesProbe(hermes, properties.lanes(), properties.timeout());
    }
}
