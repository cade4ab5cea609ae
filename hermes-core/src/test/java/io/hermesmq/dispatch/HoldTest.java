package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class HoldTest {

    private long nowNs = -5; // clocks may be negative, and pass zero
    private final Hold hold = new Hold(() -> nowNs);

    @Test
    void shouldHoldNothingAtFirst() {
        assertThat(hold.holds()).isFalse();
        assertThat(hold.isHolding()).isFalse();
        assertThat(hold.remainingNs()).isZero();
    }

    @Test
    void shouldHoldUntilTheTimeIsThere() {
        hold.until(5);

        assertThat(hold.holds()).isTrue();
        assertThat(hold.isHolding()).isTrue();
        assertThat(hold.remainingNs()).isEqualTo(10);

        nowNs = 4;
        assertThat(hold.holds()).isTrue();
        nowNs = 5;
        assertThat(hold.isHolding()).isFalse();
        assertThat(hold.remainingNs()).isZero();
        assertThat(hold.holds()).isFalse();
        nowNs = 3;
        assertThat(hold.holds()).as("it has ended").isFalse();
    }

    @Test
    void shouldHoldUntilItIsReleased() {
        hold.until(Hold.FOR_EVER);
        nowNs = Long.MAX_VALUE - 1;

        assertThat(hold.holds()).isTrue();
        assertThat(hold.isHolding()).isTrue();
        assertThat(hold.remainingNs()).isEqualTo(Hold.FOR_EVER);

        hold.release();
        assertThat(hold.holds()).isFalse();
    }

    @Test
    void shouldKeepItsTimeWhilePaused() {
        hold.until(5);
        hold.pause();
        nowNs = 6;

        assertThat(hold.isPaused()).isTrue();
        assertThat(hold.holds()).isTrue();
        assertThat(hold.isHolding()).isTrue();
        assertThat(hold.remainingNs()).isEqualTo(Hold.FOR_EVER);

        hold.resume();
        assertThat(hold.holds()).isFalse();
        assertThat(hold.remainingNs()).isZero();
    }
}
