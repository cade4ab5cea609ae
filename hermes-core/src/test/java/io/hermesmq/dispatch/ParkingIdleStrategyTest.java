package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.channel.WakeUpSignal;
import io.hermesmq.support.Soon;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wake-up that is lost costs a second here; where all are, the tests run out of time. */
@Timeout(20)
final class ParkingIdleStrategyTest {

    private static final int ROUNDS = 1_000;

    private final WakeUpSignal signal = new WakeUpSignal();
    private final AtomicInteger looks = new AtomicInteger();

    private ParkingIdleStrategy strategy(final int spins, final int yields, final BooleanSupplier hasPending) {
        final ParkingIdleStrategy strategy = new ParkingIdleStrategy(
                spins,
                yields,
                () -> {
                    looks.incrementAndGet();
                    return hasPending.getAsBoolean() ? 0 : Hold.FOR_EVER;
                },
                ParkingIdleStrategy.LOOK_INTERVAL_NS);
        signal.register(strategy);
        strategy.follow(new WakeUpSignal[] {signal});
        return strategy;
    }

    @Test
    void shouldLookOnceMoreBeforeItParks() {
        final ParkingIdleStrategy strategy = strategy(0, 0, () -> true);
        for (int i = 0; i < ROUNDS; i++) {
            strategy.idle(0);
        }

        assertThat(looks).hasValue(ROUNDS);
    }

    @Test
    void shouldSpinAndYieldBeforeItParks() {
        final ParkingIdleStrategy strategy = strategy(10, 5, () -> true);
        for (int i = 0; i < 15; i++) {
            strategy.idle(0);
            assertThat(looks).hasValue(0);
        }
        strategy.idle(0);
        assertThat(looks).hasValue(1);
    }

    @Test
    void shouldStartAnewAfterWork() {
        final ParkingIdleStrategy strategy = strategy(2, 1, () -> true);
        for (int i = 0; i < 100; i++) {
            strategy.idle(0);
            strategy.idle(0);
            strategy.idle(0);
            strategy.idle(1);
        }

        assertThat(looks).hasValue(0);
    }

    /** A message that comes between the last look and the parking. */
    @Test
    void shouldNotParkWhereItIsWokenAfterItsLastLook() {
        final ParkingIdleStrategy strategy = strategy(0, 0, () -> {
            assertThat(signal.isAnyoneParked()).isTrue();
            signal.wake();
            return false;
        });
        for (int i = 0; i < ROUNDS; i++) {
            strategy.idle(0);
            assertThat(signal.isAnyoneParked()).isFalse();
        }
    }

    @Test
    void shouldWakeUp() throws InterruptedException {
        final ParkingIdleStrategy strategy = strategy(0, 0, () -> false);
        final AtomicInteger rounds = new AtomicInteger();
        final Thread lane = new Thread(() -> {
            while (rounds.get() < ROUNDS) {
                strategy.idle(0);
                rounds.incrementAndGet();
            }
        });
        lane.start();
        for (int i = 0; i < ROUNDS; i++) {
            final int before = rounds.get();
            while (lane.isAlive() && rounds.get() == before) {
                if (signal.isAnyoneParked()) {
                    signal.wake();
                }
                Thread.yield();
            }
        }
        lane.join();

        assertThat(rounds).hasValue(ROUNDS);
    }

    @Test
    void shouldNotParkOnceItIsStopped() {
        final ParkingIdleStrategy strategy = strategy(0, 0, () -> false);
        strategy.stop();
        for (int i = 0; i < ROUNDS; i++) {
            strategy.idle(0);
        }
    }

    @Test
    void shouldEndItsParkingWhenItIsStopped() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            final ParkingIdleStrategy strategy = strategy(0, 0, () -> false);
            final Thread lane = new Thread(() -> strategy.idle(0));
            lane.start();
            Soon.await(() -> lane.getState() == Thread.State.TIMED_WAITING);
            strategy.stop();
            lane.join();
        }
    }

    @Test
    void shouldEndItsParkingWhenItGetsAnotherChannel() throws InterruptedException {
        for (int i = 0; i < 50; i++) {
            final ParkingIdleStrategy strategy = strategy(0, 0, () -> false);
            final Thread lane = new Thread(() -> strategy.idle(0));
            lane.start();
            Soon.await(() -> lane.getState() == Thread.State.TIMED_WAITING);
            strategy.follow(new WakeUpSignal[] {signal, new WakeUpSignal()});
            lane.join();
        }
    }

    @Test
    void shouldLeaveEverySignalThatItEntered() {
        final WakeUpSignal second = new WakeUpSignal();
        final ParkingIdleStrategy strategy = strategy(0, 0, () -> {
            assertThat(signal.isAnyoneParked()).isTrue();
            assertThat(second.isAnyoneParked()).isTrue();
            return true;
        });
        strategy.follow(new WakeUpSignal[] {signal, second});
        strategy.idle(0);

        assertThat(looks).hasValue(1);
        assertThat(signal.isAnyoneParked()).isFalse();
        assertThat(second.isAnyoneParked()).isFalse();
    }
}
