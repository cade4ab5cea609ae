package io.hermesmq.dispatch;

import static io.hermesmq.frame.FrameLayout.HEADER_LENGTH;
import static io.hermesmq.frame.FrameLayout.LENGTH_OFFSET;
import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.FailurePolicy;
import io.hermesmq.HermesSnapshot.WaitReason;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.MessageHandler;
import io.hermesmq.PublishStatus;
import io.hermesmq.RetryPolicy;
import io.hermesmq.frame.DeadLetterLayout;
import io.hermesmq.support.CapturedLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Dead letters on their way into a channel. */
@ParameterizedClass
@ValueSource(booleans = {false, true})
@Timeout(30)
final class DeadLetterSinkTest {

    /** Made by hand from the table in {@code DeadLetterLayout}: "bad" of channel quotes, position 64, after 2 attempts. */
    private static final String GOLDEN_LETTER = "444c5452 01 01 0600 2a00000000000000 4000000000000000 0000000000000000"
            + " 02000000 23000000 0700 1f00 02000000"
            + " 534d5248 01 01 0000 0100000000000000 0700000000000000 03000000 00000000 626164"
            + " 71756f746573 7369676e616c73"
            + " 6a6176612e6c616e672e496c6c6567616c5374617465457863657074696f6e 6e6f";

    private static final String GOLDEN_MARK = "444c5452 01 02 0400 2a00000000000000 0500000000000000 03000000 06000000"
            + " 1f000000 02000000 6a6176612e6c616e672e496c6c6567616c5374617465457863657074696f6e 6e6f";

    private final TestChannel channel;
    private final TestChannel letters = TestChannel.blocking();
    private final CapturedLog log = CapturedLog.ofHermes();
    private final List<String> calls = new ArrayList<>();
    private final List<byte[]> written = new ArrayList<>();
    private String text = "no";
    private Listener listener;
    private Listener reader;

    DeadLetterSinkTest(final boolean isOverwriting) {
        channel = isOverwriting ? TestChannel.overwriting() : TestChannel.blocking();
    }

    @BeforeEach
    void listen() {
        final MessageHandler<byte[]> keeper = (payload, context) -> written.add(payload);
        reader = letters.open(ListenerConfig.of("reader", "letters"), letters.binder.bind(byte[].class, keeper), null);
        final MessageHandler<String> handler = this::handle;
        final ListenerConfig config = ListenerConfig.of("signals", "quotes")
                .onFailure(FailurePolicy.SKIP
                        .retrying(RetryPolicy.fixed(2, Duration.ZERO))
                        .deadLetteringTo("letters"));
        listener = channel.open(config, channel.binder.bind(String.class, handler), letters.ring);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    private void handle(final String message, final MessageContext context) {
        calls.add(message + context.attempt());
        if (message.startsWith("bad")) {
            throw new IllegalStateException(text);
        }
    }

    private static byte[] hex(final String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    @Test
    void shouldWriteTheWholeFrameWithWhatIsKnown() {
        channel.clock.set(7); // of the message
        channel.publish("bad");
        channel.clock.set(42); // of its last failure
        assertThat(listener.poll()).isEqualTo(1);
        reader.poll();

        assertThat(written).singleElement().isEqualTo(hex(GOLDEN_LETTER));
        assertThat(listener.counters().deadLettered().get()).isEqualTo(1);
        assertThat(listener.counters().delivered().get()).isEqualTo(1);
        assertThat(listener.counters().skipped().get()).isZero();
    }

    @Test
    void shouldWriteWhatBecameOfALetter() {
        channel.clock.set(42);
        final DeadLetterSink sink = new DeadLetterSink(letters.ring, channel.clock::get);

        assertThat(sink.mark(5, DeadLetterLayout.OUTCOME_PARKED, 3, 6, new IllegalStateException("no")))
                .isNull();
        reader.poll();
        assertThat(written).singleElement().isEqualTo(hex(GOLDEN_MARK));
    }

    @Test
    void shouldCutLongTextsBetweenTwoCharacters() {
        text = "x" + "ä".repeat(2_000);
        channel.publish("bad");
        listener.poll();
        reader.poll();

        final byte[] letter = written.get(0);
        final int length = new UnsafeBuffer(letter).getInt(DeadLetterLayout.MESSAGE_LENGTH_OFFSET, LITTLE_ENDIAN);
        assertThat(letter).hasSizeLessThanOrEqualTo(letters.ring.maxPayloadLength());
        final String cut = new String(letter, letter.length - length, length, UTF_8);
        assertThat(cut).matches("xä+");
    }

    @Test
    void shouldWaitInFrontOfTheMessageWhileTheChannelIsFull() {
        int room = 0;
        while (letters.ring.hasRoom(100)) {
            letters.publish(new byte[100]);
            room++;
        }
        channel.publish("bad");
        channel.publish("c");
        assertThat(listener.poll()).isZero();
        assertThat(listener.waiting().reason()).isEqualTo(WaitReason.DEAD_LETTER_CHANNEL);
        assertThat(listener.waiting().attempts()).isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            channel.clock.addAndGet(2_000_000_000L);
            assertThat(listener.poll()).isZero();
        }
        assertThat(calls).as("the listener is not called again").containsExactly("bad1", "bad2");
        assertThat(log.lines().stream().filter(line -> line.contains("does not take")))
                .containsExactly("ERROR listener 'signals' waits in front of message 1 of channel 'quotes', which has"
                        + " failed for the last time: dead-letter channel 'quotes' does not take it: there is no room in"
                        + " it; it is tried again until it does");
        assertThat(letters.ring.counters().refused(PublishStatus.BACK_PRESSURED).get())
                .isEqualTo(11);

        reader.poll();
        while (reader.hasPending()) {
            reader.poll();
        }
        channel.clock.addAndGet(2_000_000_000L);
        listener.poll();
        reader.poll();

        assertThat(calls).containsExactly("bad1", "bad2", "c1");
        assertThat(written).hasSize(room + 1);
        assertThat(listener.counters().deadLettered().get()).isEqualTo(1);
        assertThat(listener.counters().delivered().get()).isEqualTo(2);
        assertThat(listener.waiting()).isNull();
    }

    @Test
    void shouldWaitInFrontOfAMessageThatIsTooLarge() {
        channel.publish("bad" + "x".repeat(channel.ring.maxPayloadLength() - 3));
        listener.poll();

        assertThat(listener.counters().position().get()).isZero();
        assertThat(log.lines())
                .anySatisfy(line -> assertThat(line)
                        .endsWith("does not take it: this one takes 604 bytes there, and its largest message has 480;"
                                + " give it a capacity of 8192; it is tried again until it does"));
    }

    @Test
    void shouldWaitWhereTheChannelIsClosed() {
        letters.ring.close();
        channel.publish("bad");
        listener.poll();

        assertThat(listener.counters().position().get()).isZero();
        assertThat(log.lines()).anySatisfy(line -> assertThat(line).contains("does not take it: it answered CLOSED;"));
    }

    @Test
    void shouldKeepTheFrameOfALongMessageWhole() {
        final String message = "bad" + "x".repeat(300);
        channel.publish(message);
        listener.poll();
        reader.poll();

        final UnsafeBuffer letter = new UnsafeBuffer(written.get(0));
        final int frame = DeadLetterLayout.FRAME_OFFSET;
        assertThat(letter.getInt(frame + LENGTH_OFFSET, LITTLE_ENDIAN)).isEqualTo(303);
        assertThat(letter.getStringWithoutLengthAscii(frame + HEADER_LENGTH, 303))
                .isEqualTo(message);
    }
}
