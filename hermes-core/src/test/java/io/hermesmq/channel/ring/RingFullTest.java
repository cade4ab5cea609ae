package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.support.Soon;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Producers.class)
@Timeout(30)
final class RingFullTest {

    private static final Duration LONG = Duration.ofSeconds(25);

    private final Producers producers;

    RingFullTest(final Producers producers) {
        this.producers = producers;
    }

    private TestRing full(final OnFull policy, final Duration timeout) {
        final TestRing ring =
                TestRing.with(TestRing.config(producers).withOnFull(policy).withBlockTimeout(timeout));
        ring.open("slow");
        for (int i = 0; i < TestRing.CAPACITY / 32; i++) {
            assertThat(ring.publish(0)).isPositive();
        }
        return ring;
    }

    private static void assertOnlyRefusal(final TestRing ring, final PublishStatus expected) {
        for (final PublishStatus status : PublishStatus.values()) {
            assertThat(ring.channel.counters().refused(status).get())
                    .as(status.name())
                    .isEqualTo(status == expected ? 1 : 0);
        }
    }

    @Test
    void shouldRefuseAtOnce() {
        final TestRing ring = full(OnFull.FAIL, LONG);

        assertThat(ring.publish(0)).isEqualTo(PublishStatus.BACK_PRESSURED.code());

        assertOnlyRefusal(ring, PublishStatus.BACK_PRESSURED);
    }

    @Test
    void shouldDropTheNewest() {
        final TestRing ring = full(OnFull.DROP_NEWEST, LONG);

        assertThat(ring.publish(0)).isEqualTo(PublishStatus.DROPPED.code());

        assertOnlyRefusal(ring, PublishStatus.DROPPED);
    }

    @Test
    void shouldRefuseWhenTheTimeToWaitIsOver() {
        final TestRing ring = full(OnFull.BLOCK, Duration.ofMillis(1));

        assertThat(ring.publish(0)).isEqualTo(PublishStatus.TIMED_OUT.code());

        assertOnlyRefusal(ring, PublishStatus.TIMED_OUT);
    }

    @Test
    void shouldNotWaitWithoutTimeToWait() {
        final TestRing ring = full(OnFull.BLOCK, Duration.ZERO);

        assertThat(ring.publish(0)).isEqualTo(PublishStatus.TIMED_OUT.code());
    }

    /** Whatever it would do later: before the start nobody reads, so that waiting would be in vain. */
    @ParameterizedTest
    @EnumSource(
            value = OnFull.class,
            names = {"BLOCK", "FAIL"})
    void shouldKeepEverythingUntilTheStartAndThenRefuseAtOnce(final OnFull policy) {
        final TestRing ring =
                TestRing.with(TestRing.config(producers).withOnFull(policy).withBlockTimeout(LONG));
        ring.holdUntilStart();
        int accepted = 0;
        long result = 0;
        while (result >= 0) {
            result = ring.publish(0);
            accepted += result >= 0 ? 1 : 0;
        }

        assertThat(accepted).isEqualTo(TestRing.CAPACITY / 32);
        assertThat(result).isEqualTo(PublishStatus.BACK_PRESSURED.code());
        assertOnlyRefusal(ring, PublishStatus.BACK_PRESSURED);
        final ReadCursor cursor = ring.openAtTheBeginning("reader");
        ring.channel.start();
        assertThat(ring.read(cursor)).hasSize(accepted);
        assertThat(ring.publish(0)).isPositive();
    }

    @Test
    void shouldWaitUntilAReaderMakesRoom() throws Exception {
        final TestRing ring = TestRing.with(
                TestRing.config(producers).withOnFull(OnFull.BLOCK).withBlockTimeout(LONG));
        final ReadCursor cursor = ring.open("slow");
        final AtomicLong published = new AtomicLong();
        final CompletableFuture<Long> last = CompletableFuture.supplyAsync(() -> {
            long position = 0;
            for (int i = 0; i < 3 * TestRing.CAPACITY / 32; i++) {
                position = ring.publish(0);
                published.incrementAndGet();
            }
            return position;
        });
        Soon.await(() -> published.get() == TestRing.CAPACITY / 32);

        while (!last.isDone()) {
            ring.read(cursor);
        }

        assertThat(last.get(20, TimeUnit.SECONDS)).isEqualTo(3L * TestRing.CAPACITY);
        assertOnlyRefusal(ring, null);
    }

    @Test
    void shouldRefuseAnInterruptedThreadThatWouldHaveToWait() {
        final TestRing ring = full(OnFull.BLOCK, LONG);

        Thread.currentThread().interrupt();
        final long result = ring.publish(0);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isEqualTo(PublishStatus.INTERRUPTED.code());
        assertOnlyRefusal(ring, PublishStatus.INTERRUPTED);
    }

    @Test
    void shouldEndTheWaitOfAThreadThatIsInterrupted() throws Exception {
        final TestRing ring = TestRing.with(
                TestRing.config(producers).withOnFull(OnFull.BLOCK).withBlockTimeout(LONG));
        ring.open("slow");
        final AtomicLong refusal = new AtomicLong();
        final Thread publisher = new Thread(() -> {
            long result = 0;
            while (result >= 0) {
                result = ring.publish(0);
            }
            refusal.set(result);
        });
        publisher.start();
        Soon.await(() -> ring.channel.limit().get() == TestRing.CAPACITY);
        publisher.interrupt();
        publisher.join(20_000);

        assertThat(refusal).hasValue(PublishStatus.INTERRUPTED.code());
    }

    @Test
    void shouldTakeAnInterruptedThreadThatNeedNotWait() {
        final TestRing ring = TestRing.of(producers);

        Thread.currentThread().interrupt();
        final long result = ring.publish(0);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isPositive();
    }

    @Test
    void shouldOverwriteWhatNobodyHasRead() {
        final TestRing ring = full(OnFull.OVERWRITE, Duration.ZERO);

        for (int i = 0; i < 10 * TestRing.CAPACITY / 32; i++) {
            assertThat(ring.publish(0)).isPositive();
        }

        assertOnlyRefusal(ring, null);
    }

    @Test
    void shouldWaitForTheSlowestReader() {
        final TestRing ring = TestRing.of(producers);
        final ReadCursor fast = ring.open("fast");
        final ReadCursor slow = ring.open("slow");
        for (int i = 0; i < TestRing.CAPACITY / 32; i++) {
            ring.publish(0);
            ring.read(fast);
        }

        assertThat(ring.publish(0)).isNegative();
        slow.position().setRelease(32);
        assertThat(ring.publish(0)).isPositive();
        assertThat(ring.publish(0)).isNegative();
    }

    @Test
    void shouldNotWaitForAReaderThatHasGone() {
        final TestRing ring = TestRing.of(producers);
        final ReadCursor slow = ring.open("slow");
        for (int i = 0; i < TestRing.CAPACITY / 32; i++) {
            ring.publish(0);
        }

        assertThat(ring.publish(0)).isNegative();
        ring.channel.closeCursor(slow);
        assertThat(ring.publish(0)).isPositive();
    }

    @Test
    void shouldNotWaitWhereThereIsNoReader() {
        final TestRing ring = TestRing.of(producers);
        for (int i = 0; i < 10 * TestRing.CAPACITY / 32; i++) {
            assertThat(ring.publish(0)).isPositive();
        }
    }

    @Test
    void shouldUseUpNoSequenceForARefusedMessage() {
        final TestRing ring = TestRing.of(producers);
        final ReadCursor cursor = ring.open("reader");
        for (int i = 0; i < 200; i++) {
            ring.publish("message " + i);
        }
        final int first = ring.texts(cursor).size();

        ring.publish("next");

        assertThat(ring.texts(cursor)).containsExactly((first + 1) + ":next");
        assertThat(ring.channel.counters().refused(PublishStatus.BACK_PRESSURED).get())
                .isEqualTo(200 - first);
    }

    /** Where the rest of the lap is free and the frame has no room behind it. */
    @Test
    void shouldGoOnAfterARefusalAtTheEndOfALap() {
        final TestRing ring = TestRing.of(producers);
        final ReadCursor cursor = ring.open("reader");
        ring.publish(0);
        ring.publish(TestRing.CAPACITY / 8 - 32);
        for (int i = 0; i < 6; i++) {
            ring.publish(480);
        }

        assertThat(ring.publish(480)).isEqualTo(PublishStatus.BACK_PRESSURED.code());
        assertThat(ring.texts(cursor)).hasSize(8);
        assertThat(ring.publish("again")).isPositive();
        assertThat(ring.texts(cursor)).containsExactly("9:again");
    }
}
