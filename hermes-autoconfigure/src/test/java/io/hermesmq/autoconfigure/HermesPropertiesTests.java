package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Acknowledge;
import io.hermesmq.ChannelConfig;
import io.hermesmq.HermesConfig;
import io.hermesmq.IdleMode;
import io.hermesmq.JournalConfig;
import io.hermesmq.LaneConfig;
import io.hermesmq.OnFull;
import io.hermesmq.OnLag;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.RollCycle;
import io.hermesmq.Timestamps;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.spring.HermesRunner;
import io.hermesmq.spring.Quote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

class HermesPropertiesTests {

    private final ApplicationContextRunner runner = HermesRunner.plain();

    @Test
    void withoutPropertiesTheDefaultsOfTheCoreApply() {
        runner.run(context ->
                assertThat(context.getBean(HermesConfig.class)).isEqualTo(HermesConfig.of(Profile.BALANCED)));
    }

    @Test
    void theProfileGivesTheDefaults() {
        runner.withPropertyValues("hermes.profile=low-latency").run(context -> {
            final HermesConfig config = context.getBean(HermesConfig.class);
            assertThat(config).isEqualTo(HermesConfig.of(Profile.LOW_LATENCY));
        });
    }

    @Test
    void everySettingOfAChannelIsTakenOver() {
        yaml("""
                hermes:
                  channels:
                    quotes:
                      capacity: 16MB
                      on-full: drop-newest
                      block-timeout: 250ms
                      producers: single
                      timestamps: every
                """)
                .run(context -> assertThat(
                                context.getBean(HermesConfig.class).channels().get("quotes"))
                        .isEqualTo(new ChannelConfig(
                                16 << 20,
                                OnFull.DROP_NEWEST,
                                Duration.ofMillis(250),
                                Producers.SINGLE,
                                Timestamps.EVERY)));
    }

    @Test
    void whatAChannelDoesNotSayComesFromTheProfile() {
        yaml("""
                hermes:
                  profile: small
                  channels:
                    quotes: { on-full: fail }
                """)
                .run(context -> assertThat(
                                context.getBean(HermesConfig.class).channels().get("quotes"))
                        .isEqualTo(Profile.SMALL.channel().withOnFull(OnFull.FAIL)));
    }

    @Test
    void aChannelMayBeListedWithoutSettings() {
        yaml("""
                hermes:
                  channels:
                    quotes: {}
                """)
                .run(context -> assertThat(context.getBean(HermesConfig.class).channels())
                        .containsEntry("quotes", Profile.BALANCED.channel()));
    }

    @Test
    void everySettingOfAJournalIsTakenOver() {
        yaml("""
                hermes:
                  channels:
                    orders:
                      journal:
                        enabled: true
                        acknowledge: synced
                        roll-cycle: ten-minutely
                        retention: { max-age: 7d, max-size: 20GB, keep-unread: false }
                        min-free-space: 1GB
                        on-lag: block
                """)
                .run(context -> assertThat(context.getBean(HermesConfig.class)
                                .channels()
                                .get("orders")
                                .journal())
                        .isEqualTo(new JournalConfig(
                                Acknowledge.SYNCED,
                                RollCycle.TEN_MINUTELY,
                                Duration.ofDays(7),
                                20L << 30,
                                false,
                                1L << 30,
                                OnLag.BLOCK)));
    }

    @Test
    void oneSwitchGivesAJournalWithTheDefaultsOfTheCore() {
        runner.withPropertyValues("hermes.channels.orders.journal.enabled=true")
                .run(context -> assertThat(
                                context.getBean(HermesConfig.class).channels().get("orders"))
                        .isEqualTo(Profile.BALANCED.channel().withJournal(JournalConfig.DEFAULT)));
    }

    @Test
    void aJournalThatIsSwitchedOffKeepsItsSettingsToItself() {
        yaml("hermes.channels.orders.journal: { enabled: false, acknowledge: synced }")
                .run(context -> assertThat(
                                context.getBean(HermesConfig.class).channels().get("orders"))
                        .isEqualTo(Profile.BALANCED.channel()));
    }

    @Test
    void journalsLieWhereThePropertiesSay() {
        runner.withPropertyValues("hermes.directory=/var/lib/desk 1/hermes")
                .run(context -> assertThat(context.getBean(HermesConfig.class).directory())
                        .isEqualTo(Path.of("/var/lib/desk 1/hermes")));
    }

    @Test
    void everySettingOfALaneIsTakenOver() {
        yaml("""
                hermes:
                  lanes:
                    trading: { idle: busy-spin, cpu: 1, linger: 500ns }
                """)
                .run(context -> assertThat(
                                context.getBean(HermesConfig.class).lanes().get("trading"))
                        .isEqualTo(new LaneConfig(IdleMode.BUSY_SPIN, 1, Duration.ofNanos(500), false)));
    }

    @Test
    void whatALaneDoesNotSayComesFromTheProfile() {
        yaml("""
                hermes:
                  profile: throughput
                  lanes:
                    trading: { cpu: 0 }
                """)
                .run(context -> assertThat(
                                context.getBean(HermesConfig.class).lanes().get("trading"))
                        .isEqualTo(Profile.THROUGHPUT.lane().withCpu(0)));
    }

    @Test
    void theTimeBudgetsAreTakenOver() {
        runner.withPropertyValues("hermes.drain-timeout=3s", "hermes.stall-timeout=500ms")
                .run(context -> {
                    final HermesConfig config = context.getBean(HermesConfig.class);
                    assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(3));
                    assertThat(config.stallTimeout()).isEqualTo(Duration.ofMillis(500));
                });
    }

    @Test
    void namesWithDotsAreWrittenInBrackets() {
        yaml("""
                hermes:
                  channels:
                    "[market.Quotes]": { capacity: 4KB }
                """)
                .run(context -> assertThat(context.getBean(HermesConfig.class).channels())
                        .containsOnlyKeys("market.Quotes"));
    }

    private ApplicationContextRunner yaml(final String text) {
        return runner.withInitializer(context -> {
            try {
                final PropertySource<?> source = new YamlPropertySourceLoader()
                        .load("application.yml", new ByteArrayResource(text.getBytes(), "application.yml"))
                        .get(0);
                context.getEnvironment().getPropertySources().addFirst(source);
            } catch (final IOException ex) {
                throw new UncheckedIOException(ex);
            }
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Starts {
        @HermesListener(channel = "quotes", id = "early")
        @HermesListener(channel = "quotes", id = "late")
        @HermesListener(channel = "quotes", id = "middle")
        @HermesListener(channel = "quotes", id = "morning")
        void on(final Quote quote) {}
    }
}
