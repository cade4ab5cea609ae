package io.hermesmq.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.codec.MessageEncodingException;
import java.io.IOException;
import java.util.function.Consumer;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** Whatever throws while a message is encoded: nothing of it stays, it is counted, and the next message is as if it had not been. */
final class FailedEncodingTest {

    private static final IllegalStateException BROKEN = new IllegalStateException("broken accessor");

    record Reading(long id, double value) {
        @Override
        public double value() {
            if (value < 0) {
                throw BROKEN;
            }
            return value;
        }
    }

    /** Its length depends on its text. */
    record Remark(long id, @MaxLength(16) String text) {
        @Override
        public String text() {
            if (text.isEmpty()) {
                throw BROKEN;
            }
            return text;
        }
    }

    @HermesPublisher("quotes")
    interface Readings {
        long publish(Reading reading);

        void send(Reading reading);
    }

    @HermesPublisher("quotes")
    interface Remarks {
        long publish(Remark remark);

        long publish(long id, String text);
    }

    /** A class of the user with a codec of the user. */
    private static final class Legacy {
        final int length;
        final Consumer<MutableDirectBuffer> encoding;

        Legacy(final int length, final Consumer<MutableDirectBuffer> encoding) {
            this.length = length;
            this.encoding = encoding;
        }
    }

    private static final class LegacyCodec implements MessageCodec<Legacy> {
        @Override
        public Class<Legacy> type() {
            return Legacy.class;
        }

        @Override
        public int encodedLength(final Legacy message) {
            if (message.length == Integer.MIN_VALUE) {
                throw BROKEN;
            }
            return message.length;
        }

        @Override
        public void encode(final Legacy message, final MutableDirectBuffer buffer, final int offset) {
            message.encoding.accept(buffer);
            buffer.putStringWithoutLengthAscii(offset, "x".repeat(message.length));
        }

        @Override
        public Legacy decode(final DirectBuffer buffer, final int offset, final int length) {
            return new Legacy(length, unused -> {});
        }
    }

    private final TestChannel channel = new TestChannel(new LegacyCodec());

    private void assertFailures(final int encodings) {
        assertThat(channel.channel.counters().failedEncodings().get()).isEqualTo(encodings);
        assertThat(channel.channel.counters().published().get()).isZero();
        assertThat(channel.isQuiet()).isTrue();
        assertThat(channel.payloads()).isEmpty();
    }

    private void assertNextIsTheFirst() {
        assertThat(channel.payloads()).hasSize(1);
        assertThat(channel.lastSequence()).isEqualTo(1);
    }

    @Test
    void shouldLeaveNothingOfARecordWithABrokenAccessor() {
        final Publisher<Reading> publisher = channel.publisher(Reading.class);

        assertThatThrownBy(() -> publisher.publish(new Reading(1, -1))).isSameAs(BROKEN);

        assertFailures(1);
        publisher.publish(new Reading(2, 2));
        assertThat(channel.records(Reading.class)).containsExactly("Reading[id=2, value=2.0]");
        assertThat(channel.lastSequence()).isEqualTo(1);
    }

    @Test
    void shouldLeaveNothingOfARecordThatCannotBeMeasured() {
        final Publisher<Remark> publisher = channel.publisher(Remark.class);

        assertThatThrownBy(() -> publisher.publish(new Remark(1, ""))).isSameAs(BROKEN);

        assertFailures(1);
        publisher.publish(new Remark(2, "fine"));
        assertNextIsTheFirst();
    }

    @Test
    void shouldLeaveNothingOfATextOverItsMaximum() {
        final Remarks remarks = channel.implement(Remarks.class);

        assertThatThrownBy(() -> remarks.publish(1, "x".repeat(17)))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessageContaining("17");
        assertThatThrownBy(() -> remarks.publish(new Remark(1, "x".repeat(17))))
                .isExactlyInstanceOf(MessageEncodingException.class);

        assertFailures(2);
        remarks.publish(2, "fine");
        assertNextIsTheFirst();
    }

    @Test
    void shouldLeaveNothingInAPublisherInterfaceEither() {
        final Readings readings = channel.implement(Readings.class);

        assertThatThrownBy(() -> readings.publish(new Reading(1, -1))).isSameAs(BROKEN);
        assertThatThrownBy(() -> readings.send(new Reading(1, -1))).isSameAs(BROKEN);

        assertFailures(2);
        readings.send(new Reading(2, 2));
        assertNextIsTheFirst();
    }

    @Test
    void shouldAbortWhereACodecOfTheUserThrows() {
        final Publisher<Legacy> publisher = channel.publisher(Legacy.class);
        final Legacy broken = new Legacy(8, buffer -> {
            throw BROKEN;
        });

        assertThatThrownBy(() -> publisher.publish(broken)).isSameAs(BROKEN);

        assertFailures(1);
        assertThat(channel.channel.counters().aborted().get()).isEqualTo(1);
        publisher.publish(new Legacy(8, buffer -> {}));
        assertNextIsTheFirst();
    }

    @Test
    void shouldLeaveNothingWhereACodecOfTheUserCannotMeasure() {
        final Publisher<Legacy> publisher = channel.publisher(Legacy.class);

        assertThatThrownBy(() -> publisher.publish(new Legacy(Integer.MIN_VALUE, buffer -> {})))
                .isSameAs(BROKEN);
        assertThatThrownBy(() -> publisher.publish(new Legacy(-1, buffer -> {})))
                .isExactlyInstanceOf(MessageEncodingException.class);

        assertFailures(2);
    }

    /** What it writes behind its end is not in the next frame. */
    @Test
    void shouldAbortWhereACodecOfTheUserWritesMoreThanItSaid() {
        final Publisher<Legacy> publisher = channel.publisher(Legacy.class);

        assertThatThrownBy(() -> publisher.publish(new Legacy(8, buffer -> buffer.putLong(8, 42))))
                .isInstanceOf(IndexOutOfBoundsException.class);

        assertFailures(1);
        publisher.publish(new Legacy(3, buffer -> {}));
        assertThat(channel.texts()).containsExactly("xxx");
    }

    @Test
    void shouldAbortWhereAnErrorIsThrown() {
        final Publisher<Legacy> publisher = channel.publisher(Legacy.class);
        final Error error = new StackOverflowError();

        assertThatThrownBy(() -> publisher.publish(new Legacy(8, buffer -> {
                    throw error;
                })))
                .isSameAs(error);

        assertFailures(1);
    }

    @Test
    void shouldAbortWhereACheckedExceptionIsSneakedIn() {
        final Publisher<Legacy> publisher = channel.publisher(Legacy.class);
        final IOException checked = new IOException("sneaked in");

        assertThatThrownBy(() -> publisher.publish(new Legacy(8, buffer -> sneak(checked))))
                .hasRootCause(checked);

        assertFailures(1);
    }

    @SuppressWarnings("unchecked")
    private static <E extends Throwable> void sneak(final Throwable failure) throws E {
        throw (E) failure;
    }

    /** A message that publishes another one while it is encoded: that one comes behind it. */
    @Test
    void shouldPublishInsideAPublish() {
        final Publisher<Legacy> publisher = channel.publisher(Legacy.class);
        final Publisher<String> inner = channel.publisher(String.class);

        publisher.publish(new Legacy(5, buffer -> inner.publish("inner")));

        assertThat(channel.texts()).containsExactly("xxxxx", "inner");
    }
}
