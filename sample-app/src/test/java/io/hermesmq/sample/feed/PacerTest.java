package io.hermesmq.sample.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacerTest {

    private static final long START = -5_000;

    @Test
    void shouldLetTheFirstTradeThroughAtOnce() {
        assertThat(new Pacer(Speed.REALTIME).untilDue(1_000_000, START)).isZero();
    }

    @Test
    void shouldKeepTheTimesOfTheFeed() {
        final Pacer pacer = new Pacer(Speed.REALTIME);
        pacer.untilDue(1_000, START);

        assertThat(pacer.untilDue(1_700, START)).isEqualTo(700);
        assertThat(pacer.untilDue(1_700, START + 600)).isEqualTo(100);
        assertThat(pacer.untilDue(1_700, START + 900)).isEqualTo(-200);
        assertThat(pacer.untilDue(900, START + 900)).isNegative();
    }

    @Test
    void shouldDivideByTheFactor() {
        final Pacer pacer = new Pacer(Speed.valueOf("2.5"));
        pacer.untilDue(1_000, START);

        assertThat(pacer.untilDue(2_000, START + 100)).isEqualTo(300);
    }

    @Test
    void shouldNeverWaitAtMax() {
        final Pacer pacer = new Pacer(Speed.MAX);
        pacer.untilDue(0, START);

        assertThat(pacer.untilDue(Long.MAX_VALUE, START)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "0", "-1", "NaN", "1x"})
    void shouldRefuseOtherSpeeds(final String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Speed.valueOf(text))
                .withMessageEndingWith("use max, realtime or a factor");
    }
}
