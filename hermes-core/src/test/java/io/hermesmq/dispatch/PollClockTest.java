package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PollClockTest {

    private long nowNs = 1_000_000;
    private int readings;
    private final PollClock clock = new PollClock(() -> {
        readings++;
        return nowNs;
    });

    private void messages(final int count, final long eachNs) {
        for (int i = 0; i < count; i++) {
            clock.nowNs();
            nowNs += eachNs;
        }
    }

    @Test
    void shouldReadTheClockForEachMessageOfASlowListener() {
        clock.newPoll();
        messages(100, PollClock.FAST_NS);

        assertThat(readings).isEqualTo(100);
    }

    @Test
    void shouldReadTheClockNowAndThenForAFastListener() {
        clock.newPoll();
        messages(1 + 16 * 10 + 1, 10);

        assertThat(readings).isEqualTo(12);
    }

    @Test
    void shouldReadTheClockAnewWithEachPoll() {
        clock.newPoll();
        messages(5, 10);
        nowNs += 1_000_000_000;
        clock.newPoll();

        assertThat(clock.nowNs()).isEqualTo(nowNs);
    }
}
