package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LaneConfigTest {

    private static final LaneConfig CONFIG = Profile.BALANCED.lane();

    @Test
    void shouldRefuseANumberThatIsNoCpu() {
        assertThatThrownBy(() -> CONFIG.withCpu(-2))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("cpu -2 is not the number of a CPU; use a number from 0, or leave it out");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000_001})
    void shouldRefuseALingerThatHelpsNobody(final long nanos) {
        assertThatThrownBy(() -> CONFIG.withLinger(Duration.ofNanos(nanos)))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("linger " + Duration.ofNanos(nanos)
                        + " is not within 0 and 1 ms; use 100ns for latency, 500ns for throughput, 0s for neither");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 500, 1_000_000})
    void shouldTakeALingerUpToAMillisecond(final long nanos) {
        assertThat(CONFIG.withLinger(Duration.ofNanos(nanos)).linger()).hasNanos(nanos);
    }

    @Test
    void shouldChangeOneSettingAtATime() {
        final LaneConfig changed = CONFIG.withIdle(IdleMode.BACK_OFF)
                .withCpu(3)
                .withLinger(Duration.ofNanos(500))
                .withStepped(true);

        assertThat(changed).isEqualTo(new LaneConfig(IdleMode.BACK_OFF, 3, Duration.ofNanos(500), true));
        assertThat(CONFIG.withCpu(LaneConfig.NO_CPU)).isEqualTo(CONFIG);
    }

    @Test
    void shouldRefuseWhatIsMissing() {
        assertThatThrownBy(() -> CONFIG.withIdle(null)).hasMessage("idle");
        assertThatThrownBy(() -> CONFIG.withLinger(null)).hasMessage("linger");
    }
}
