package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.MessageContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class OverrunDrainTest {

    private static final int PER_LAP = TestChannel.CAPACITY / 64;

    private final TestChannel channel = TestChannel.overwriting();
    private final List<String> seen = new ArrayList<>();

    private void note(final String text, final MessageContext context) {
        seen.add(context.sequence() + ":" + text + (context.missed() == 0 ? "" : " missed " + context.missed()));
    }

    private void publish(final int from, final int to) {
        for (int i = from; i <= to; i++) {
            channel.publish("m" + i);
        }
    }

    private static void drain(final Listener listener) {
        while (listener.loop().hasPending()) {
            listener.loop().poll();
        }
    }

    @Test
    void shouldDeliverEveryMessageToAListenerThatKeepsUp() {
        final Listener listener = channel.listen(this::note);
        for (int i = 1; i <= 1_000; i++) {
            channel.publish("m" + i);
            listener.loop().poll();
        }

        assertThat(seen).hasSize(1_000).startsWith("1:m1", "2:m2").endsWith("1000:m1000");
        assertThat(listener.counters().missed().get()).isZero();
    }

    @Test
    void shouldReadAWholeLapThatWasNotYetOverwritten() {
        final Listener listener = channel.listen(this::note);
        publish(1, PER_LAP);
        drain(listener);

        assertThat(seen).hasSize(PER_LAP).startsWith("1:m1");
    }

    @Test
    void shouldGoOnWithTheNewestAndTellWhatItMissed() {
        final Listener listener = channel.listen(this::note);
        publish(1, 2);
        drain(listener);
        publish(3, 2 + PER_LAP + 1);
        drain(listener);
        publish(2 + PER_LAP + 2, 2 + PER_LAP + 2);
        drain(listener);

        assertThat(seen).containsExactly("1:m1", "2:m2", "67:m67 missed 64", "68:m68");
        assertThat(listener.counters().missed().get()).isEqualTo(64);
        assertThat(listener.counters().delivered().get()).isEqualTo(4);
    }

    @Test
    void shouldCountWhatItMissedBeforeItsFirstMessage() {
        final Listener listener = channel.listen(this::note);
        publish(1, 200);
        drain(listener);

        assertThat(seen).containsExactly("200:m200 missed 199");
        assertThat(listener.counters().missed().get()).isEqualTo(199);
    }

    @Test
    void shouldCountWhatALateListenerMissedBeforeItsFirstMessage() {
        publish(1, 10);
        final Listener listener = channel.listen(this::note);
        publish(11, 200);
        drain(listener);

        assertThat(seen).containsExactly("200:m200 missed 189");
    }

    @Test
    void shouldNotCountWhatWasPublishedBeforeALateListenerCame() {
        publish(1, 10);
        final Listener listener = channel.listen(this::note);
        publish(11, 11);
        drain(listener);

        assertThat(seen).containsExactly("11:m11");
    }

    @Test
    void shouldJoinWhereNothingWasPublishedButPadding() {
        channel.abort(0);
        final Listener listener = channel.listen(this::note);
        publish(1, 200);
        drain(listener);

        assertThat(seen).containsExactly("200:m200 missed 199");
    }

    @Test
    void shouldJoinBehindALapOfAbortedClaims() {
        publish(1, 3);
        for (int i = 0; i < 3 * PER_LAP; i++) {
            channel.abort(32);
        }
        final Listener listener = channel.listen(this::note);
        publish(4, 4);
        drain(listener);

        assertThat(seen).containsExactly("4:m4");
    }

    @Test
    void shouldNotCountAbortedClaimsAsMissed() {
        final Listener listener = channel.listen(this::note);
        publish(1, 1);
        for (int i = 0; i < 3 * PER_LAP; i++) {
            channel.abort(32);
        }
        publish(2, 2);
        drain(listener);

        assertThat(seen).containsExactly("2:m2 missed 1");
    }

    /** Newest and all are gone, and only aborted claims followed. */
    @Test
    void shouldCountWhatItMissedWithTheNextMessage() {
        final Listener listener = channel.listen(this::note);
        publish(1, 5);
        for (int i = 0; i < 3 * PER_LAP; i++) {
            channel.abort(32);
        }
        drain(listener);
        assertThat(seen).isEmpty();
        publish(6, 6);
        drain(listener);

        assertThat(seen).containsExactly("6:m6 missed 5");
    }

    /** What stands where the listener goes on reading may be any payload of a later lap. */
    @Test
    void shouldSurviveAnAbsurdLengthInWhatItsPositionHasBecome() {
        for (final int absurd :
                new int[] {Integer.MAX_VALUE, 0x7FFFFFE0, 0x7FFFFFDF, -1, -32, -33, Integer.MIN_VALUE, 481}) {
            final TestChannel fresh = TestChannel.overwriting();
            final Listener listener = fresh.listen((text, context) -> {});
            fresh.publish("a");
            listener.loop().poll();
            final UnsafeBuffer payload = new UnsafeBuffer(new byte[480]);
            for (int at = 0; at < 480; at += 4) {
                payload.putInt(at, absurd);
            }
            for (int i = 0; i < 10; i++) {
                fresh.publish(payload.byteArray());
            }
            drain(listener);

            assertThat(listener.counters().delivered().get()).isEqualTo(2);
            assertThat(listener.counters().missed().get()).isEqualTo(9);
        }
    }

    @Test
    void shouldHandOutACopyThatStaysWholeWhileThePublisherGoesOn() {
        final List<String> texts = new ArrayList<>();
        final Object target = new Object() {
            void on(final DirectBuffer buffer, final int offset, final int length, final MessageContext context) {
                publish(100, 300);
                texts.add(buffer.getStringWithoutLengthUtf8(offset, length) + " #" + context.sequence());
            }
        };
        final Listener listener = channel.listen(target, "on", null);
        channel.publish("first");
        listener.loop().poll();

        assertThat(texts).containsExactly("first #1");
    }

    @Test
    void shouldReadTheRestOfAClosedChannel() {
        final Listener listener = channel.listen(this::note);
        publish(1, 3);
        channel.ring.close();
        drain(listener);

        assertThat(seen).containsExactly("1:m1", "2:m2", "3:m3");
    }

    @Test
    void shouldFindThatItWasOverrunOnAClosedChannel() {
        final Listener listener = channel.listen(this::note);
        publish(1, 100);
        channel.ring.close();
        drain(listener);

        assertThat(seen).containsExactly("100:m100 missed 99");
    }

    @Test
    void shouldEndEachBatchOnce() {
        final List<Boolean> ends = new ArrayList<>();
        final Listener listener = channel.listen((text, context) -> ends.add(context.endOfBatch()));
        publish(1, 3);
        channel.abort(10);
        listener.loop().poll();

        assertThat(ends).containsExactly(false, false, true);
    }

    @Test
    void shouldAnswerWhetherABatchEndsWhileItIsOverrun() {
        final List<Boolean> ends = new ArrayList<>();
        final UnsafeBuffer payload = new UnsafeBuffer(new byte[480]);
        for (int at = 0; at < 480; at += 4) {
            payload.putInt(at, at % 32 == 24 ? -32 : 0);
        }
        final Listener listener = channel.listen((text, context) -> {
            for (int i = 0; i < 20; i++) {
                channel.publish(payload.byteArray());
            }
            ends.add(context.endOfBatch());
        });
        publish(1, 3);
        listener.loop().poll();

        assertThat(ends).isNotEmpty();
    }

    /** Whatever the pace, each message is delivered or counted as missed. */
    @Test
    void shouldAccountForEveryMessage() {
        final Random random = new Random(5);
        final long[] expected = {1};
        final Listener listener = channel.listen((text, context) -> {
            assertThat(context.sequence()).isEqualTo(expected[0] + context.missed());
            assertThat(text).startsWith("m" + context.sequence() + " ");
            expected[0] = context.sequence() + 1;
        });
        int published = 0;
        for (int round = 0; round < 5_000; round++) {
            final int burst = random.nextInt(random.nextBoolean() ? 5 : 150);
            for (int i = 0; i < burst; i++) {
                if (random.nextInt(10) == 0) {
                    channel.abort(random.nextInt(400));
                }
                channel.publish("m" + ++published + " " + "x".repeat(random.nextInt(100)));
            }
            listener.loop().poll();
        }
        drain(listener);

        final ListenerCounters counters = listener.counters();
        assertThat(counters.failed().get()).isZero();
        assertThat(counters.missed().get()).isPositive();
        assertThat(counters.delivered().get() + counters.missed().get()).isEqualTo(published);
    }

    /** A publisher on another thread, so that frames are overwritten while they are copied. */
    @Test
    void shouldNeverDeliverATornMessage() throws Exception {
        final List<String> torn = new ArrayList<>();
        final long[] last = {0};
        final Object target = new Object() {
            void on(final DirectBuffer buffer, final int offset, final int length, final MessageContext context) {
                boolean whole = context.sequence() == last[0] + 1 + context.missed();
                last[0] = context.sequence();
                final long number = buffer.getLong(offset);
                for (int at = 8; at < length; at += 8) {
                    whole &= buffer.getLong(offset + at) == number;
                }
                if (!whole || number != context.sequence()) {
                    torn.add(context + ": " + number);
                }
            }
        };
        final Listener listener = channel.listen(target, "on", null);
        final AtomicBoolean stop = new AtomicBoolean();
        final CompletableFuture<Long> publisher = CompletableFuture.supplyAsync(() -> {
            long number = 0;
            while (!stop.get()) {
                final int length = 8 * (1 + (int) (++number % 50));
                final long position = channel.ring.claim(length);
                for (int at = 0; at < length; at += 8) {
                    channel.ring.buffer().putLong(channel.ring.payloadOffset(position) + at, number);
                }
                channel.ring.commit(position);
            }
            return number;
        });
        try {
            while (listener.counters().delivered().get() < 50_000 && torn.isEmpty()) {
                listener.loop().poll();
            }
        } finally {
            stop.set(true);
        }
        final long published = publisher.get(20, TimeUnit.SECONDS);
        drain(listener);

        assertThat(torn).isEmpty();
        assertThat(listener.counters().delivered().get()
                        + listener.counters().missed().get())
                .isEqualTo(published);
    }
}
