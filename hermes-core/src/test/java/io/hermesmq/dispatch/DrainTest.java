package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.MessageContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DrainTest {

    private final TestChannel channel = TestChannel.blocking();
    private final List<String> seen = new ArrayList<>();

    private void note(final String text, final MessageContext context) {
        seen.add(context.sequence() + ":" + text);
    }

    @Test
    void shouldDeliverInOrder() {
        final Listener listener = channel.listen(this::note);
        channel.publish("a");
        channel.publish("b");

        assertThat(listener.loop().poll()).isEqualTo(2);
        channel.publish("c");
        assertThat(listener.loop().poll()).isEqualTo(1);

        assertThat(seen).containsExactly("1:a", "2:b", "3:c");
        assertThat(listener.counters().delivered().get()).isEqualTo(3);
    }

    @Test
    void shouldDeliverNothingWhereThereIsNothing() {
        final Listener listener = channel.listen(this::note);

        assertThat(listener.loop().poll()).isZero();
        channel.publish("a");
        listener.loop().poll();
        assertThat(listener.loop().poll()).isZero();
        assertThat(seen).hasSize(1);
    }

    @Test
    void shouldKnowWhetherThereIsSomethingToRead() {
        final Listener listener = channel.listen(this::note);
        assertThat(listener.loop().hasPending()).isFalse();
        channel.publish("a");
        assertThat(listener.loop().hasPending()).isTrue();
        listener.loop().poll();
        assertThat(listener.loop().hasPending()).isFalse();
    }

    @Test
    void shouldTellTheContextOfEachMessage() {
        final List<String> contexts = new ArrayList<>();
        final Listener listener = channel.listen((text, context) -> contexts.add(String.join(
                " ",
                context.channel(),
                "#" + context.sequence(),
                "at " + context.timestamp(),
                "to " + context.position(),
                "missed " + context.missed(),
                "last " + context.endOfBatch())));
        channel.clock.set(1_000);
        final long first = channel.publish("a");
        channel.clock.set(1_001);
        final long second = channel.publish("b".repeat(100));
        listener.loop().poll();

        assertThat(contexts)
                .containsExactly(
                        "quotes #1 at 1000 to " + first + " missed 0 last false",
                        "quotes #2 at 1001 to " + second + " missed 0 last true");
    }

    @Test
    void shouldNameTheMessageInWords() {
        final List<String> words = new ArrayList<>();
        final Listener listener = channel.listen((text, context) -> words.add(context.toString()));
        channel.publish("a");
        listener.loop().poll();

        assertThat(words).containsExactly("message 1 of channel 'quotes'");
    }

    private List<Boolean> endsOfBatch(final Listener listener, final List<Boolean> ends) {
        listener.loop().poll();
        final List<Boolean> batch = List.copyOf(ends);
        ends.clear();
        return batch;
    }

    @Test
    void shouldEndEachBatchOnce() {
        final List<Boolean> ends = new ArrayList<>();
        final Listener listener = channel.listen((text, context) -> ends.add(context.endOfBatch()));
        channel.publish("a");
        assertThat(endsOfBatch(listener, ends)).containsExactly(true);
        channel.publish("b");
        channel.publish("c");
        channel.publish("d");
        assertThat(endsOfBatch(listener, ends)).containsExactly(false, false, true);
    }

    @Test
    void shouldEndTheBatchAtTheLastMessageWhenPaddingFollows() {
        final List<Boolean> ends = new ArrayList<>();
        final Listener listener = channel.listen((text, context) -> ends.add(context.endOfBatch()));
        channel.publish("a");
        channel.abort(10);
        channel.publish("b");
        channel.abort(300);
        channel.abort(0);

        assertThat(endsOfBatch(listener, ends)).containsExactly(false, true);
    }

    /** A publisher fills the rest of a lap and then waits for room: nothing comes that could end the batch later. */
    @Test
    void shouldEndTheBatchAtTheLastMessageWhenTheLapIsPadded() {
        final List<Boolean> ends = new ArrayList<>();
        final Listener listener = channel.listen((text, context) -> ends.add(context.endOfBatch()));
        for (int i = 0; i < 7; i++) {
            channel.publish("x".repeat(480));
        }
        channel.publish("x".repeat(400));
        assertThat(channel.publish("x".repeat(480))).isNegative();
        assertThat(channel.ring.limit().get()).isEqualTo(TestChannel.CAPACITY);
        while (ends.size() < 8) {
            listener.loop().poll();
        }

        assertThat(ends.get(7)).isTrue();
    }

    @Test
    void shouldNotCountPadding() {
        final Listener listener = channel.listen(this::note);
        channel.abort(10);
        assertThat(listener.loop().poll()).isZero();
        assertThat(listener.counters().position().get()).isEqualTo(64);
        assertThat(listener.loop().hasPending()).isFalse();
        assertThat(listener.counters().delivered().get()).isZero();
    }

    @Test
    void shouldGoRoundTheRing() {
        final Listener listener = channel.listen(this::note);
        for (int i = 1; i <= 1_000; i++) {
            channel.publish("x".repeat(i % 481));
            listener.loop().poll();
            assertThat(seen).containsExactly(i + ":" + "x".repeat(i % 481));
            seen.clear();
        }
    }

    /** So that the other listeners of its lane get their turn. */
    @Test
    void shouldLeaveTheChannelAfterAQuarterOfTheRing() {
        final Listener listener = channel.listen(this::note);
        for (int i = 0; i < TestChannel.CAPACITY / 64; i++) {
            channel.publish("a");
        }

        assertThat(listener.loop().poll()).isEqualTo(TestChannel.CAPACITY / 4 / 64);
        assertThat(listener.loop().hasPending()).isTrue();
    }

    @Test
    void shouldLeaveALargeChannelAfter64KiB() {
        final TestChannel large = TestChannel.blocking(1 << 20);
        final Listener listener = large.listen((text, context) -> {});
        for (int i = 0; i < (1 << 20) / 64; i++) {
            large.publish("a");
        }

        assertThat(listener.loop().poll()).isEqualTo((1 << 16) / 64);
    }

    /** So that a slow listener does not hold publishers for a whole batch. */
    @Test
    void shouldMoveItsCursorEvery4KiB() {
        final TestChannel large = TestChannel.blocking(1 << 20);
        final List<Long> lags = new ArrayList<>();
        final Listener[] self = new Listener[1];
        self[0] = large.listen((text, context) ->
                lags.add(context.position() - self[0].counters().position().get()));
        for (int i = 0; i < 1_000; i++) {
            large.publish("a");
        }
        self[0].loop().poll();

        assertThat(lags).hasSize(1_000).allMatch(lag -> lag <= 4_096);
    }

    @Test
    void shouldStartALateListenerWithTheNextMessage() {
        channel.publish("before");
        final Listener listener = channel.listen(this::note);
        channel.publish("after");
        listener.loop().poll();

        assertThat(seen).containsExactly("2:after");
    }

    @Test
    void shouldGiveEachListenerEveryMessage() {
        final Listener first = channel.listen(this::note);
        final Listener second = channel.listen(this::note);
        channel.publish("a");
        first.loop().poll();
        second.loop().poll();

        assertThat(seen).containsExactly("1:a", "1:a");
    }

    @Test
    void shouldNotHoldPublishersForAListenerThatIsClosed() {
        final Listener listener = channel.listen(this::note);
        while (channel.publish("a") > 0) {
            assertThat(channel.ring.limit().get()).isLessThanOrEqualTo(TestChannel.CAPACITY);
        }
        listener.close();

        assertThat(channel.publish("a")).isPositive();
    }

    @Test
    void shouldDeliverNothingAfterItWasStopped() {
        final Listener listener = channel.listen(this::note);
        channel.publish("a");
        listener.loop().stop();

        assertThat(listener.loop().poll()).isZero();
        assertThat(seen).isEmpty();
        assertThat(listener.counters().position().get()).isZero();
    }

    @Test
    void shouldStopInTheMiddleOfABatch() {
        final Listener[] self = new Listener[1];
        self[0] = channel.listen((text, context) -> {
            note(text, context);
            if (text.equals("b")) {
                self[0].stop();
            }
        });
        channel.publish("a");
        final long position = channel.publish("b");
        channel.publish("c");

        assertThat(self[0].loop().poll()).isEqualTo(2);
        assertThat(seen).containsExactly("1:a", "2:b");
        assertThat(self[0].counters().position().get()).isEqualTo(position);
    }
}
