package io.hermesmq.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.MessageTooLargeException;
import io.hermesmq.OnFull;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.codec.MessageEncodingException;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class PublisherTest {

    private final TestChannel channel = new TestChannel();

    record Wide(@MaxLength(1_000) String text) {}

    @Test
    void shouldPublishARecord() {
        assertThat(channel.publisher(Quote.class).publish(Quote.EXAMPLE)).isEqualTo(64);

        assertThat(channel.records(Quote.class)).containsExactly(Quote.EXAMPLE_TEXT);
    }

    @Test
    void shouldPublishText() {
        channel.publisher(String.class).publish("héllo");
        channel.publisher(CharSequence.class).publish(new StringBuilder("wörld"));

        assertThat(channel.texts()).containsExactly("héllo", "wörld");
    }

    @Test
    void shouldPublishBytes() {
        channel.publisher(byte[].class).publish(new byte[] {1, 2});
        channel.publisher(ByteBuffer.class).publish(ByteBuffer.wrap(new byte[] {0, 3, 4, 0}, 1, 2));
        channel.publisher(DirectBuffer.class).publish(new UnsafeBuffer(new byte[] {5, 6}));

        assertThat(channel.payloads()).containsExactly(new byte[] {1, 2}, new byte[] {3, 4}, new byte[] {5, 6});
    }

    @Test
    void shouldPublishBytesAsTheyAre() {
        final UnsafeBuffer source = new UnsafeBuffer("say hello".getBytes(StandardCharsets.US_ASCII));

        assertThat(channel.publisher(Quote.class).publish(source, 4, 5)).isEqualTo(64);

        assertThat(channel.texts()).containsExactly("hello");
    }

    @Test
    void shouldReadNothingOutsideOfTheBufferItIsGiven() {
        final Publisher<Quote> publisher = channel.publisher(Quote.class);
        final UnsafeBuffer source = new UnsafeBuffer(new byte[8]);

        assertThatThrownBy(() -> publisher.publish(source, 4, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> publisher.publish(source, -1, 5)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> publisher.publish(source, 0, -1)).isInstanceOf(RuntimeException.class);
        assertThat(channel.isQuiet()).isTrue();
        assertThat(channel.payloads()).isEmpty();
    }

    @Test
    void shouldPublishAnEmptyMessage() {
        channel.publisher(String.class).publish("");
        channel.publisher(String.class).publish(new UnsafeBuffer(new byte[0]), 0, 0);

        assertThat(channel.texts()).containsExactly("", "");
    }

    @Test
    void shouldReturnTheRefusal() {
        final Publisher<Quote> publisher = channel.publisher(Quote.class);
        channel.fill();

        assertThat(publisher.publish(Quote.EXAMPLE)).isEqualTo(PublishStatus.BACK_PRESSURED.code());
        assertThat(publisher.publish(new UnsafeBuffer(new byte[8]), 0, 8))
                .isEqualTo(PublishStatus.BACK_PRESSURED.code());
    }

    @Test
    void shouldReturnTheRefusalOfAClosedChannel() {
        final Publisher<Quote> publisher = channel.publisher(Quote.class);
        channel.channel.close();

        assertThat(publisher.publish(Quote.EXAMPLE)).isEqualTo(PublishStatus.CLOSED.code());
    }

    @Test
    void shouldDropWhereTheChannelSaysSo() {
        final TestChannel dropping = new TestChannel(OnFull.DROP_NEWEST);
        final Publisher<Quote> publisher = dropping.publisher(Quote.class);
        dropping.fill();

        assertThat(publisher.publish(Quote.EXAMPLE)).isEqualTo(PublishStatus.DROPPED.code());
    }

    @Test
    void shouldRefuseATypeThatMayNeverFit() {
        assertThatThrownBy(() -> channel.publisher(Wide.class))
                .isExactlyInstanceOf(MessageTooLargeException.class)
                .hasMessage("channel 'quotes': record Wide needs 1004 payload bytes, but its ring takes at most 480;"
                        + " set its capacity to at least 16384");
    }

    @Test
    void shouldRefuseATextThatNeverFits() {
        final Publisher<String> publisher = channel.publisher(String.class);

        assertThatThrownBy(() -> publisher.publish("x".repeat(481)))
                .isExactlyInstanceOf(MessageTooLargeException.class)
                .hasMessage("channel 'quotes': a message needs 481 payload bytes, but its ring takes at most 480;"
                        + " set its capacity to at least 8192");
        assertThat(channel.channel.counters().failedEncodings().get()).isEqualTo(1);
        assertThat(channel.isQuiet()).isTrue();
        publisher.publish("next");
        assertThat(channel.texts()).containsExactly("next");
        assertThat(channel.lastSequence()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAMessageThatIsMissing() {
        final Publisher<Quote> publisher = channel.publisher(Quote.class);

        assertThatThrownBy(() -> publisher.publish(null))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessage("channel 'quotes': message is null; publish a Quote");
        assertThat(channel.channel.counters().failedEncodings().get()).isEqualTo(1);
        assertThat(channel.isQuiet()).isTrue();
    }

    @Test
    void shouldRefuseATypeThatNoCodecEncodes() {
        assertThatThrownBy(() -> channel.publisher(Thread.class))
                .isExactlyInstanceOf(UnsupportedMessageTypeException.class)
                .hasMessageStartingWith("cannot publish messages of type java.lang.Thread;");
    }

    @Test
    void shouldSayWhereItPublishesTo() {
        final Publisher<Quote> publisher = channel.publisher(Quote.class);

        assertThat(publisher.channel()).isEqualTo("quotes");
        assertThat(publisher).hasToString("publisher of channel 'quotes'");
    }

    /** So that the compiler sees one type in each. */
    @Test
    void shouldHaveAClassOfItsOwn() {
        assertThat(channel.publisher(Quote.class).getClass())
                .isNotEqualTo(channel.publisher(Quote.class).getClass());
    }
}
