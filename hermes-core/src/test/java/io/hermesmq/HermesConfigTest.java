package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HermesConfigTest {

    private static final HermesConfig CONFIG = HermesConfig.of(Profile.BALANCED);

    @Test
    void shouldGiveUndescribedChannelsAndLanesTheDefaultsOfTheProfile() {
        assertThat(CONFIG.channel("quotes")).isEqualTo(Profile.BALANCED.channel());
        assertThat(CONFIG.lane("trading")).isEqualTo(Profile.BALANCED.lane());
    }

    @Test
    void shouldGiveDescribedChannelsAndLanesTheirOwnSettings() {
        final ChannelConfig channel = Profile.SMALL.channel().withCapacity(8192);
        final LaneConfig lane = Profile.SMALL.lane().withCpu(1);
        final HermesConfig config = CONFIG.withChannel("quotes", channel).withLane("trading", lane);

        assertThat(config.channel("quotes")).isEqualTo(channel);
        assertThat(config.lane("trading")).isEqualTo(lane);
        assertThat(config.channel("orders")).isEqualTo(Profile.BALANCED.channel());
        assertThat(CONFIG.channels()).isEmpty();
        assertThat(CONFIG.lanes()).isEmpty();
    }

    @Test
    void shouldReplaceADescriptionByTheLatest() {
        final HermesConfig config =
                CONFIG.withChannel("quotes", Profile.SMALL.channel()).withChannel("quotes", Profile.BALANCED.channel());

        assertThat(config.channels()).containsExactly(Map.entry("quotes", Profile.BALANCED.channel()));
    }

    @Test
    void shouldKeepACopyOfItsMaps() {
        final Map<String, ChannelConfig> channels = new HashMap<>(Map.of("quotes", Profile.SMALL.channel()));
        final HermesConfig config = new HermesConfig(
                Profile.BALANCED,
                HermesConfig.DEFAULT_DIRECTORY,
                channels,
                Map.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                WatchLimits.DEFAULT,
                null,
                false);
        channels.clear();

        assertThat(config.channels()).containsOnlyKeys("quotes");
    }

    @Test
    void shouldGiveEveryLaneTheSameSettingsWhereItIsTold() {
        final LaneConfig stepped = Profile.SMALL.lane().withStepped(true);
        final HermesConfig config =
                CONFIG.withLane("trading", Profile.SMALL.lane().withCpu(1)).withEveryLane(stepped);

        assertThat(config.lane("trading")).isEqualTo(stepped);
        assertThat(config.lane("other")).isEqualTo(stepped);
        assertThat(config.withEveryLane(null).lane("trading").cpu()).isEqualTo(1);
    }

    @Test
    void shouldGuardViewsOnlyWhereItIsTold() {
        assertThat(CONFIG.guardViews()).isFalse();
        assertThat(CONFIG.withGuardedViews(true).withDrainTimeout(Duration.ZERO).guardViews())
                .isTrue();
    }

    @Test
    void shouldRefuseTimeLimitsThatCannotWork() {
        assertThatThrownBy(() -> CONFIG.withDrainTimeout(Duration.ofSeconds(-1)))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("drain-timeout PT-1S is not within 0 and 365 days;"
                        + " use 0s to close without draining, or a time up to that limit");
        assertThatThrownBy(() -> CONFIG.withStallTimeout(Duration.ofDays(366)))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("stall-timeout PT8784H is not within 0 and 365 days;"
                        + " use 2s, the default, or a time up to that limit");
    }

    @Test
    void shouldTakeTimeLimitsUpToAYear() {
        assertThat(CONFIG.withDrainTimeout(Duration.ZERO).drainTimeout()).isZero();
        assertThat(CONFIG.withDrainTimeout(Duration.ofDays(365)).drainTimeout()).hasDays(365);
        assertThat(CONFIG.withStallTimeout(Duration.ofMillis(1)).stallTimeout()).hasMillis(1);
    }
}
