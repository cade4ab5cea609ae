package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Producers;
import io.hermesmq.PublishStatus;
import io.hermesmq.channel.OpenClaim;
import io.hermesmq.channel.ReadCursor;
import io.hermesmq.support.Gate;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SingleProducerRingTest {

    private final TestRing ring = TestRing.of(Producers.SINGLE);

    @Test
    void shouldFindASecondProducer() throws Exception {
        final CountDownLatch published = new CountDownLatch(1);
        final CountDownLatch end = new CountDownLatch(1);
        final Thread first = new Thread(
                () -> {
                    ring.publish(0);
                    published.countDown();
                    try {
                        end.await();
                    } catch (final InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "feed");
        first.start();
        published.await();

        assertThatThrownBy(() -> ring.publish(0))
                .isInstanceOf(AssertionError.class)
                .hasMessage("channel 'quotes' is configured with producers: single, but thread '"
                        + Thread.currentThread().getName()
                        + "' publishes to it after thread 'feed'; use producers: multi");
        end.countDown();
        first.join();
    }

    @Test
    void shouldTakeAnotherProducerWhenTheFirstHasEnded() throws Exception {
        final Thread first = new Thread(() -> ring.publish(0));
        first.start();
        first.join();

        assertThat(ring.publish(0)).isEqualTo(64);
    }

    @Test
    void shouldRefuseASecondClaimOfTheSameThread() {
        final ReadCursor cursor = ring.open("reader");
        final long open = ring.claim("open");
        ring.channel.watch(new Claim(Thread.currentThread(), open));

        assertThatThrownBy(() -> ring.publish("second"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("channel 'quotes' is configured with producers: single and has an open claim of thread '"
                        + Thread.currentThread().getName()
                        + "'; commit or abort it before the next publish, or use producers: multi");
        assertThat(ring.texts(cursor)).isEmpty();
        ring.channel.commit(open);
        ring.publish("next");
        assertThat(ring.texts(cursor)).containsExactly("1:open", "2:next");
    }

    /** As by an accessor of a record that publishes itself. */
    @Test
    void shouldRefuseAPublishInsideAPublish() {
        ring.claim("outer");

        assertThatThrownBy(() -> ring.publish("inner"))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has an open claim of thread 'a thread inside publish'");
    }

    @Test
    void shouldGiveBackTheClaimOfADeadPredecessor() throws Exception {
        final ReadCursor cursor = ring.open("reader");
        final Thread first =
                new Thread(() -> ring.channel.watch(new Claim(Thread.currentThread(), ring.claim("never committed"))));
        first.start();
        first.join();

        ring.publish("next");

        assertThat(ring.texts(cursor)).containsExactly("1:next");
        assertThat(ring.channel.counters().recoveredClaims().get()).isEqualTo(1);
    }

    private record Claim(Thread owner, long framePosition) implements OpenClaim {}

    /** The one hole that closing leaves, because the publisher passes no fence: it is found at the commit. */
    @Test
    void shouldRefuseTheCommitOfAClaimThatSleptThroughTheClose() throws Exception {
        final ReadCursor cursor = ring.open("reader");
        final Gate gate = new Gate();
        ring.insiders(thread -> {
            gate.pass();
            return true;
        });
        ring.channel.drain();
        final CompletableFuture<Long> late = CompletableFuture.supplyAsync(() -> ring.publish("late"));
        gate.awaitStopped();

        final long end = ring.channel.close();
        gate.open();

        assertThat(late.get(20, TimeUnit.SECONDS)).isEqualTo(PublishStatus.CLOSED.code());
        assertThat(end).isZero();
        assertThat(ring.texts(cursor)).isEmpty();
        assertThat(ring.channel.counters().refused(PublishStatus.CLOSED).get()).isEqualTo(1);
        assertThat(ring.channel.counters().published().get()).isZero();
        assertThat(ring.channel.limit().get()).isEqualTo(ring.channel.openPosition());
    }
}
