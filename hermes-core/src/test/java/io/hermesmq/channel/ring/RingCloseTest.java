package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.support.Soon;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Producers.class)
@Timeout(60)
final class RingCloseTest {

    private static final long CLOSED = PublishStatus.CLOSED.code();

    private final Producers producers;
    private final TestRing ring;

    RingCloseTest(final Producers producers) {
        this.producers = producers;
        ring = TestRing.of(producers);
    }

    private long refused() {
        return ring.channel.counters().refused(PublishStatus.CLOSED).get();
    }

    @Test
    void shouldRefuseClaimsOnceItIsClosed() {
        ring.publish(0);
        ring.channel.close();

        assertThat(ring.publish(0)).isEqualTo(CLOSED);
        assertThat(ring.publish(480)).isEqualTo(CLOSED);
        assertThat(refused()).isEqualTo(2);
    }

    @Test
    void shouldRefuseInsidersOnceItIsClosed() {
        ring.insiders(thread -> thread == Thread.currentThread());
        ring.channel.drain();
        ring.channel.close();

        assertThat(ring.publish(0)).isEqualTo(CLOSED);
    }

    @Test
    void shouldRefuseThreadsFromOutsideWhileItDrains() {
        ring.channel.drain();

        assertThat(ring.publish(0)).isEqualTo(CLOSED);
        assertThat(refused()).isEqualTo(1);
    }

    @Test
    void shouldTakeMessagesOfInsidersWhileItDrains() {
        final ReadCursor cursor = ring.open("reader");
        ring.insiders(thread -> thread == Thread.currentThread());
        ring.publish("before");
        ring.channel.drain();

        for (int i = 0; i < 1_000; i++) {
            assertThat(ring.publish(i % 400)).isPositive();
            ring.read(cursor);
        }
    }

    @Test
    void shouldHoldInsidersAtTheSlowestReaderWhileItDrains() {
        ring.open("slow");
        ring.insiders(thread -> thread == Thread.currentThread());
        ring.channel.drain();
        int accepted = 0;
        while (ring.publish(0) > 0) {
            accepted++;
        }

        assertThat(accepted).isEqualTo(TestRing.CAPACITY / 32);
        assertThat(refused()).isZero();
    }

    @Test
    void shouldReturnTheFinalPosition() {
        ring.publish(0);
        ring.publish(0);

        assertThat(ring.channel.close()).isEqualTo(64);
        assertThat(ring.channel.close()).isEqualTo(64);
        assertThat(ring.channel.openPosition()).isEqualTo(64);
    }

    @Test
    void shouldCountClaimsThatAreOpenWhenItIsClosed() {
        final ReadCursor cursor = ring.open("reader");
        final long position = ring.claim("in time");

        final long end = ring.channel.close();

        assertThat(end).isEqualTo(64);
        assertThat(ring.channel.limit().get()).isZero();
        assertThat(ring.channel.commit(position)).isEqualTo(64);
        assertThat(ring.texts(cursor)).containsExactly("1:in time");
        assertThat(ring.channel.limit().get()).isEqualTo(end);
    }

    @Test
    void shouldReachItsFinalPositionThroughAbortsToo() {
        final long position = ring.claim("never seen");
        final long end = ring.channel.close();

        ring.channel.abort(position);

        assertThat(ring.channel.limit().get()).isEqualTo(end);
        assertThat(ring.channel.counters().published().get()).isZero();
    }

    @Test
    void shouldWakePublishersThatWaitForRoom() throws Exception {
        final TestRing blocking = TestRing.with(
                TestRing.config(producers).withOnFull(OnFull.BLOCK).withBlockTimeout(Duration.ofSeconds(50)));
        blocking.open("slow");
        final CompletableFuture<Long> refusal = CompletableFuture.supplyAsync(() -> {
            long result = 0;
            while (result >= 0) {
                result = blocking.publish(0);
            }
            return result;
        });
        Soon.await(() -> blocking.channel.limit().get() == TestRing.CAPACITY);

        blocking.channel.drain();

        assertThat(refusal.get(20, TimeUnit.SECONDS)).isEqualTo(CLOSED);
    }

    /** What publishers were told counts, is visible up to the final position, and nothing else is. */
    @Test
    void shouldCloseExactlyUnderLoad() throws Exception {
        final int threads = producers == Producers.SINGLE ? 1 : 3;
        for (int round = 0; round < 20; round++) {
            final TestRing target = TestRing.of(producers);
            final List<CompletableFuture<Long>> accepted = new ArrayList<>();
            IntStream.range(0, threads)
                    .forEach(i -> accepted.add(CompletableFuture.supplyAsync(() -> {
                        long count = 0;
                        for (long result = 0; result != CLOSED; ) {
                            result = target.publish(0);
                            count += result > 0 ? 1 : 0;
                        }
                        return count;
                    })));
            Soon.await(() -> target.channel.limit().get() > 10 * TestRing.CAPACITY);

            final long end = target.channel.close();

            long sum = 0;
            for (final CompletableFuture<Long> each : accepted) {
                sum += each.get(20, TimeUnit.SECONDS);
            }
            assertThat(target.channel.counters().published().get()).isEqualTo(sum);
            assertThat(target.channel.limit().get()).isEqualTo(end);
            assertThat(end).isEqualTo(sum * 32);
        }
    }
}
