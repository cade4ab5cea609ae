package io.hermesmq.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WakeUpSignalTest {

    private final WakeUpSignal signal = new WakeUpSignal();
    private final List<String> woken = new ArrayList<>();
    private final ParkedLane first = () -> woken.add("first");
    private final ParkedLane second = () -> woken.add("second");

    @Test
    void shouldCostNothingUntilALaneIsRegistered() {
        assertThat(signal.isUsed()).isFalse();
        signal.register(first);
        assertThat(signal.isUsed()).isTrue();
    }

    @Test
    void shouldKnowWhetherAnyoneIsParked() {
        assertThat(signal.isAnyoneParked()).isFalse();
        signal.enter();
        signal.enter();
        assertThat(signal.isAnyoneParked()).isTrue();
        signal.leave();
        assertThat(signal.isAnyoneParked()).isTrue();
        signal.leave();
        assertThat(signal.isAnyoneParked()).isFalse();
    }

    @Test
    void shouldWakeEveryLane() {
        signal.register(first);
        signal.register(second);

        signal.wake();

        assertThat(woken).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void shouldWakeALaneOnceHoweverOftenItRegisters() {
        signal.register(first);
        signal.register(first);

        signal.wake();

        assertThat(woken).containsExactly("first");
    }

    @Test
    void shouldLeaveALaneAloneThatHasGone() {
        signal.register(first);
        signal.register(second);
        signal.unregister(first);

        signal.wake();

        assertThat(woken).containsExactly("second");
    }
}
