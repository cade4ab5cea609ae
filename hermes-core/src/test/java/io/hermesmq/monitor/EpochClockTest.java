package io.hermesmq.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class EpochClockTest {

    @Test
    void shouldNeverStepBack() {
        long last = EpochClock.INSTANCE.nanoTime();
        for (int i = 0; i < 10_000; i++) {
            final long next = EpochClock.INSTANCE.nanoTime();
            assertThat(next).isGreaterThanOrEqualTo(last);
            last = next;
        }
    }

    /** Not to be taken for a test of time: a wrong epoch or unit is off by years. */
    @Test
    void shouldCountNanosecondsSinceTheEpoch() {
        final Instant time = Instant.ofEpochSecond(0, EpochClock.INSTANCE.nanoTime());

        assertThat(Duration.between(time, Instant.now()).abs()).isLessThan(Duration.ofDays(1));
    }
}
