package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.hermesmq.IdleMode;
import io.hermesmq.LaneConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.support.CapturedLog;
import io.hermesmq.support.Soon;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
final class LaneThreadTest {

    private static final LaneConfig PARKING = Profile.BALANCED.lane().withIdle(IdleMode.PARK);

    private final List<Lane> lanes = new ArrayList<>();
    private final TestChannel channel = TestChannel.blocking();

    private Lane lane(final LaneConfig config) {
        final Lane lane = new Lane("trading", config, this);
        lanes.add(lane);
        return lane;
    }

    @AfterEach
    void closeLanes() {
        lanes.forEach(Lane::close);
    }

    private static void await(final CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void shouldDeliverOnAThreadOfItsName() throws Exception {
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final CountDownLatch delivered = new CountDownLatch(1);
        final Lane lane = lane(PARKING);
        lane.add(channel.listen((text, context) -> {
            threads.add(Thread.currentThread());
            delivered.countDown();
        }));
        lane.start();
        lane.start();
        channel.publish("a");
        await(delivered);

        assertThat(threads).hasSize(1).allSatisfy(thread -> {
            assertThat(thread.getName()).isEqualTo("hermes-lane-trading");
            assertThat(LaneThread.isLaneOf(thread, this)).isTrue();
            assertThat(LaneThread.isLaneOf(thread, "another engine")).isFalse();
            assertThat(thread.isDaemon()).isFalse();
        });
        assertThat(LaneThread.isLaneOf(Thread.currentThread(), this)).isFalse();
        assertThat(lane.isAlive()).isTrue();
        lane.close();
        assertThat(lane.isAlive()).isFalse();
        assertThat(threads.get(0).isAlive()).isFalse();
    }

    /** One message after the other, each published while the lane parks or is about to. */
    @ParameterizedTest
    @EnumSource(names = {"AUTO", "PARK", "BACK_OFF"})
    @Timeout(20)
    void shouldWakeUpForEachMessage(final IdleMode mode) throws Exception {
        final Semaphore handled = new Semaphore(0);
        final Lane lane = lane(Profile.BALANCED.lane().withIdle(mode));
        lane.add(channel.listen((text, context) -> handled.release()));
        lane.start();
        for (int i = 0; i < 10_000; i++) {
            assertThat(channel.publish("a")).isPositive();
            assertThat(handled.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @Timeout(20)
    void shouldWakeUpForTheSingleProducerOfAChannel() throws Exception {
        final Semaphore handled = new Semaphore(0);
        final TestChannel single = TestChannel.singleProducer();
        final Lane lane = lane(PARKING);
        lane.add(single.listen((text, context) -> handled.release()));
        lane.start();
        for (int i = 0; i < 10_000; i++) {
            assertThat(single.publish("a")).isPositive();
            assertThat(handled.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    @Timeout(20)
    void shouldWakeUpForEachOfItsChannels() throws Exception {
        final Semaphore handled = new Semaphore(0);
        final TestChannel other = TestChannel.blocking();
        final Lane lane = lane(PARKING);
        lane.add(channel.listen((text, context) -> handled.release()));
        lane.add(other.listen((text, context) -> handled.release()));
        lane.start();
        for (int i = 0; i < 1_000; i++) {
            (i % 2 == 0 ? channel : other).publish("a");
            assertThat(handled.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Thread threadOf(final Lane lane, final TestChannel channel) throws InterruptedException {
        final List<Thread> threads = new CopyOnWriteArrayList<>();
        final CountDownLatch delivered = new CountDownLatch(1);
        final Listener probe = channel.listen(ListenerConfig.of("probe", "quotes"), (text, context) -> {
            threads.add(Thread.currentThread());
            delivered.countDown();
        });
        lane.add(probe);
        channel.publish("who are you");
        await(delivered);
        lane.remove(probe);
        probe.close();
        return threads.get(0);
    }

    private static void awaitParked(final Thread thread) {
        Soon.await(() -> thread.getState() == Thread.State.TIMED_WAITING);
    }

    @Test
    void shouldWakeUpForAListenerThatIsAddedWhileItIsParked() throws Exception {
        final CountDownLatch delivered = new CountDownLatch(1);
        final Lane lane = lane(PARKING);
        lane.start();
        final Thread thread = threadOf(lane, TestChannel.blocking());
        awaitParked(thread);
        channel.publish("before");
        final Listener late = channel.listen((text, context) -> delivered.countDown());
        channel.publish("after");
        lane.add(late);

        await(delivered);
    }

    @Test
    void shouldNotPollAListenerThatWasRemovedFromARunningLane() throws Exception {
        final List<String> seen = new CopyOnWriteArrayList<>();
        final Semaphore handled = new Semaphore(0);
        final Lane lane = lane(PARKING);
        final Listener removed = channel.listen((text, context) -> seen.add(text));
        lane.add(removed);
        lane.add(channel.listen(ListenerConfig.of("other", "quotes"), (text, context) -> handled.release()));
        lane.start();
        channel.publish("a");
        handled.acquire();
        lane.remove(removed);
        removed.close();
        awaitParked(threadNamed("hermes-lane-trading"));
        for (int i = 0; i < 1_000; i++) {
            channel.publish("b");
            handled.acquire();
        }

        assertThat(seen).containsExactly("a");
    }

    @Test
    void shouldDeliverWhileOtherListenersComeAndGo() throws Exception {
        final Semaphore handled = new Semaphore(0);
        final Lane lane = lane(PARKING);
        lane.add(channel.listen((text, context) -> handled.release()));
        lane.start();
        final AtomicBoolean stop = new AtomicBoolean();
        final CompletableFuture<Void> coming = CompletableFuture.runAsync(() -> {
            final TestChannel other = TestChannel.blocking();
            while (!stop.get()) {
                final Listener guest = other.listen((text, context) -> {});
                lane.add(guest);
                lane.remove(guest);
                guest.close();
            }
        });
        try {
            for (int i = 0; i < 5_000; i++) {
                channel.publish("a");
                assertThat(handled.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            stop.set(true);
        }
        coming.get(20, TimeUnit.SECONDS);
    }

    private static Thread threadNamed(final String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldGoOnAfterAListenerLeftItsThreadInterrupted() throws Exception {
        final Semaphore handled = new Semaphore(0);
        try (CapturedLog log = CapturedLog.ofHermes()) {
            final Lane lane = lane(PARKING);
            lane.add(channel.listen((text, context) -> {
                Thread.currentThread().interrupt();
                handled.release();
            }));
            lane.start();
            for (int i = 0; i < 10; i++) {
                channel.publish("a");
                assertThat(handled.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
                awaitParked(threadNamed("hermes-lane-trading"));
            }
            assertThat(log.texts(Level.WARN))
                    .contains("lane 'trading' was interrupted, by a listener or a library that it uses; it goes on");
            assertThat(lane.isAlive()).isTrue();
        }
    }

    @Test
    void shouldGoOnAfterAnInterruptWhileItIsParked() throws Exception {
        final CountDownLatch delivered = new CountDownLatch(1);
        try (CapturedLog log = CapturedLog.ofHermes()) {
            final Lane lane = lane(PARKING);
            lane.start();
            final Thread thread = threadOf(lane, TestChannel.blocking());
            awaitParked(thread);
            thread.interrupt();
            Soon.await(() -> !log.lines().isEmpty());
            lane.add(channel.listen((text, context) -> delivered.countDown()));
            channel.publish("a");

            await(delivered);
            assertThat(lane.isAlive()).isTrue();
        }
    }
}
