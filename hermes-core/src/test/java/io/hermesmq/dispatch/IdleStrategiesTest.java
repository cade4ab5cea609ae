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
        assertThat(IdleStrategies.of(IdleMode.BUSY_SPIN, () -> Long.MAX_VALUE))
                .isInstanceOf(BusySpinIdleStrategy.class);
        assertThat(IdleStrategies.of(IdleMode.YIELD, () -> Long.MAX_VALUE)).isInstanceOf(YieldingIdleStrategy.class);
        assertThat(IdleStrategies.of(IdleMode.BACK_OFF, () -> Long.MAX_VALUE)).isInstanceOf(BackoffIdleStrategy.class);
        assertThat(IdleStrategies.of(IdleMode.AUTO, () -> Long.MAX_VALUE)).isInstanceOf(ParkingIdleStrategy.class);
        assertThat(IdleStrategies.of(IdleMode.PARK, () -> Long.MAX_VALUE)).isInstanceOf(ParkingIdleStrategy.class);
    }

    /** State of one lane must not be that of another. */
    @ParameterizedTest
    @EnumSource(
            value = IdleMode.class,
            names = {"AUTO", "BACK_OFF", "PARK"})
    void shouldMakeAStrategyForEachLane(final IdleMode mode) {
        assertThat(IdleStrategies.of(mode, () -> Long.MAX_VALUE))
                .isNotSameAs(IdleStrategies.of(mode, () -> Long.MAX_VALUE));
    }
}
