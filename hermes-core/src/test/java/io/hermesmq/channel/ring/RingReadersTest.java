package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Producers;
import io.hermesmq.channel.ReadCursor;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Producers.class)
@Timeout(60)
final class RingReadersTest {

    private final TestRing ring;

    RingReadersTest(final Producers producers) {
        ring = TestRing.of(producers);
    }

    @Test
    void shouldGiveEachReaderEveryMessage() {
        final ReadCursor first = ring.open("first");
        final ReadCursor second = ring.open("second");
        ring.publish("a");
        assertThat(ring.texts(first)).containsExactly("1:a");
        ring.publish("b");

        assertThat(ring.texts(first)).containsExactly("2:b");
        assertThat(ring.texts(second)).containsExactly("1:a", "2:b");
    }

    @Test
    void shouldStartAReaderWithWhatIsPublishedFromNowOn() {
        ring.publish("before");
        final ReadCursor late = ring.open("late");
        ring.publish("after");

        assertThat(ring.texts(late)).containsExactly("2:after");
    }

    @Test
    void shouldShowALateReaderTheClaimThatWasOpenWhenItCame() {
        ring.publish("before");
        final long position = ring.claim("open");
        final ReadCursor late = ring.open("late");
        ring.channel.commit(position);

        assertThat(ring.texts(late)).containsExactly("2:open");
    }

    @Test
    void shouldHoldPublishersForALateReader() {
        for (int i = 0; i < 1_000; i++) {
            ring.publish(0);
        }
        ring.open("late");
        int accepted = 0;
        while (ring.publish(0) > 0) {
            accepted++;
        }

        assertThat(accepted).isEqualTo(TestRing.CAPACITY / 32);
    }

    @Test
    void shouldStartALateReaderAtItsCounter() {
        ring.publish(0);
        ring.publish(0);

        assertThat(ring.open("late").position().get()).isEqualTo(64);
    }

    /** Readers come and go while a publisher runs as fast as they let it: none is ever overrun. */
    @Test
    void shouldNotOverrunAReaderThatJoins() throws Exception {
        final AtomicBoolean stop = new AtomicBoolean();
        final CompletableFuture<Void> publisher = CompletableFuture.runAsync(() -> {
            while (!stop.get()) {
                ring.publish(0);
            }
        });
        long read = 0;
        try {
            for (int i = 0; i < 2_000 || read == 0; i++) {
                final ReadCursor cursor = ring.open("reader");
                Thread.yield();
                read += readDensely(cursor);
                ring.channel.closeCursor(cursor);
            }
        } finally {
            stop.set(true);
        }
        publisher.get(20, TimeUnit.SECONDS);
        assertThat(read).isPositive();
    }

    private int readDensely(final ReadCursor cursor) {
        final List<TestRing.Frame> frames = ring.read(cursor);
        for (int i = 1; i < frames.size(); i++) {
            if (frames.get(i).sequence() != frames.get(i - 1).sequence() + 1) {
                throw new AssertionError(frames.get(i) + " comes after " + frames.get(i - 1));
            }
        }
        return frames.size();
    }
}
