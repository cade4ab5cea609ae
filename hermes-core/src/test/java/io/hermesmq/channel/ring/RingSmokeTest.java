package io.hermesmq.channel.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.ChannelConfig;
import io.hermesmq.OnFull;
import io.hermesmq.Producers;
import io.hermesmq.channel.ReadCursor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several publishers and readers at once; stress-tests/ goes deeper. */
final class RingSmokeTest {

    private static final int MESSAGES = 100_000;

    @Timeout(60)
    @ParameterizedTest
    @CsvSource({
        "SINGLE, 1, 1, 4096",
        "SINGLE, 1, 2, 65536",
        "MULTI, 2, 1, 4096",
        "MULTI, 3, 2, 65536",
        "MULTI, 4, 2, 4096"
    })
    void shouldCarryEveryMessageInTheOrderOfItsPublisher(
            final Producers producers, final int publishers, final int readers, final int capacity) throws Exception {
        final ChannelConfig config = TestRing.config(producers)
                .withCapacity(capacity)
                .withOnFull(OnFull.BLOCK)
                .withBlockTimeout(Duration.ofSeconds(50));
        final TestRing ring = TestRing.with(config);
        final int perPublisher = MESSAGES / publishers;
        final ExecutorService threads = Executors.newFixedThreadPool(publishers + readers);
        try {
            final List<CompletableFuture<Void>> running = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                final ReadCursor cursor = ring.open("reader " + i);
                running.add(CompletableFuture.runAsync(
                        () -> new Reader(ring, cursor, publishers, perPublisher).run(), threads));
            }
            for (int i = 0; i < publishers; i++) {
                final int publisher = i;
                running.add(CompletableFuture.runAsync(() -> publish(ring, publisher, perPublisher), threads));
            }
            CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).get(50, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        assertThat(ring.channel.counters().published().get()).isEqualTo((long) publishers * perPublisher);
        assertThat(ring.channel.openPosition()).isEqualTo(ring.channel.limit().get());
    }

    private static void publish(final TestRing ring, final int publisher, final int count) {
        for (int i = 0; i < count; i++) {
            final int length = 16 + 8 * (i % 13);
            final long position = ring.channel.claim(length);
            final int offset = ring.channel.payloadOffset(position);
            ring.channel.buffer().putLong(offset, publisher);
            for (int at = 8; at < length; at += 8) {
                ring.channel.buffer().putLong(offset + at, i);
            }
            if (i % 17 == 0) {
                Thread.yield();
            }
            ring.channel.commit(position);
            if (i % 101 == 0) {
                ring.channel.abort(ring.channel.claim(i % 50));
            }
        }
    }

    private static final class Reader {
        private final TestRing ring;
        private final ReadCursor cursor;
        private final long[] next;
        private final int perPublisher;
        private long sequence;

        Reader(final TestRing ring, final ReadCursor cursor, final int publishers, final int perPublisher) {
            this.ring = ring;
            this.cursor = cursor;
            this.perPublisher = perPublisher;
            next = new long[publishers];
        }

        void run() {
            while (sequence < (long) next.length * perPublisher) {
                for (final TestRing.Frame frame : ring.read(cursor)) {
                    if (frame.isMessage()) {
                        accept(frame);
                    }
                }
                Thread.yield();
            }
        }

        private void accept(final TestRing.Frame frame) {
            final UnsafeBuffer payload = new UnsafeBuffer(frame.payload());
            final int publisher = (int) payload.getLong(0);
            final long number = next[publisher]++;
            boolean intact = frame.sequence() == ++sequence && frame.payload().length == 16 + 8 * (number % 13);
            for (int at = 8; intact && at < frame.payload().length; at += 8) {
                intact = payload.getLong(at) == number;
            }
            if (!intact) {
                throw new AssertionError("message " + frame.sequence() + " of publisher " + publisher + ", after "
                        + (sequence - 1) + ": not whole, or not number " + number);
            }
        }
    }
}
