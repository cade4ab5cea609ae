package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.IdleMode;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class IdleStrategiesTest {

    @Test
    void shouldMakeWhatTheModeSays() {
        assertThat(IdleStrategies.of(IdleMode.BUSY_SPIN, () -> false)).isInstanceOf(BusySpinIdleStrategy.class);
        assertThat(IdleStrategies.of(IdleMode.YIELD, () -> false)).isInstanceOf(YieldingIdleStrategy.class);
        assertThat(IdleStrategies.of(IdleMode.BACK_OFF, () -> false)).isInstanceOf(BackoffIdleStrategy.class);
        assertThat(IdleStrategies.of(IdleMode.AUTO, () -> false)).isInstanceOf(ParkingIdleStrategy.class);
        assertThat(IdleStrategies.of(IdleMode.PARK, () -> false)).isInstanceOf(ParkingIdleStrategy.class);
    }

    /** State of one lane must not be that of another. */
    @ParameterizedTest
    @EnumSource(
            value = IdleMode.class,
            names = {"AUTO", "BACK_OFF", "PARK"})
    void shouldMakeAStrategyForEachLane(final IdleMode mode) {
        assertThat(IdleStrategies.of(mode, () -> false)).isNotSameAs(IdleStrategies.of(mode, () -> false));
    }
}
