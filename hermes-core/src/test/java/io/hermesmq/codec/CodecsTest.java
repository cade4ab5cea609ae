package io.hermesmq.codec;

import static io.hermesmq.codec.Payloads.bytes;
import static io.hermesmq.codec.Payloads.decode;
import static io.hermesmq.codec.Payloads.encode;
import static io.hermesmq.codec.Payloads.hex;
import static io.hermesmq.codec.Payloads.length;
import static java.lang.invoke.MethodType.methodType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.codec.sbe.TradeDecoder;
import io.hermesmq.codec.sbe.TradeEncoder;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CodecsTest {

    record Quote(long id) {}

    private final Codecs codecs = new Codecs(List.of());

    @Test
    void shouldFindTheCodecOfARecord() {
        assertThat(codecs.forPublishing(Quote.class)).isInstanceOf(RecordCodec.class);
        assertThat(codecs.forListening(Quote.class)).isInstanceOf(RecordCodec.class);
        assertThatThrownBy(() -> {
                    record Boxed(Long id) {}
                    codecs.forPublishing(Boxed.class);
                })
                .isInstanceOf(LayoutException.class);
    }

    @Test
    void shouldCarryText() throws Throwable {
        final byte[] payload = bytes("68c3a420e282ac");

        assertThat(encode(codecs.forPublishing(String.class), "h\u00e4 \u20ac")).isEqualTo(payload);
        assertThat(encode(codecs.forPublishing(CharSequence.class), "h\u00e4 \u20ac"))
                .isEqualTo(payload);
        assertThat(encode(codecs.forPublishing(StringBuilder.class), new StringBuilder("h\u00e4 \u20ac")))
                .isEqualTo(payload);
        assertThat(encode(codecs.forPublishing(String.class), "")).isEmpty();
        assertThat(decode(codecs.forListening(String.class), payload)).isEqualTo("h\u00e4 \u20ac");
        assertThat(decode(codecs.forListening(CharSequence.class), payload)).isEqualTo("h\u00e4 \u20ac");
        assertThat(decode(codecs.forListening(String.class))).isEqualTo("");
    }

    @Test
    void shouldCarryByteArrays() throws Throwable {
        assertThat(encode(codecs.forPublishing(byte[].class), bytes("010203"))).isEqualTo(bytes("010203"));
        assertThat(decode(codecs.forListening(byte[].class), bytes("010203"))).isEqualTo(bytes("010203"));
        assertThat(decode(codecs.forListening(byte[].class))).isEqualTo(new byte[0]);
    }

    @Test
    void shouldPublishTheWholeCapacityOfABuffer() throws Throwable {
        final DirectBuffer buffer = new UnsafeBuffer(bytes("00010203"), 1, 3);

        assertThat(encode(codecs.forPublishing(DirectBuffer.class), buffer)).isEqualTo(bytes("010203"));
        assertThat(encode(codecs.forPublishing(ExpandableArrayBuffer.class), new ExpandableArrayBuffer(8)))
                .hasSize(8);
    }

    @Test
    void shouldListenWithOneViewPerCodec() throws Throwable {
        final PayloadCodec codec = codecs.forListening(DirectBuffer.class);

        final DirectBuffer view = (DirectBuffer) decode(codec, bytes("010203"));
        assertThat(view.capacity()).isEqualTo(3);
        assertThat(view.getByte(2)).isEqualTo((byte) 3);
        assertThat(decode(codec, bytes("04"))).isSameAs(view);
        assertThat(decode(codecs.forListening(DirectBuffer.class), bytes("04"))).isNotSameAs(view);
    }

    @Test
    void shouldPublishTheRemainingBytesOfAByteBufferAndKeepItsPosition() throws Throwable {
        final ByteBuffer heap = ByteBuffer.wrap(bytes("0001020304"))
                .position(1)
                .limit(4)
                .slice()
                .position(1);
        final ByteBuffer direct =
                ByteBuffer.allocateDirect(4).put(bytes("01020304")).position(2);

        assertThat(encode(codecs.forPublishing(ByteBuffer.class), heap)).isEqualTo(bytes("0203"));
        assertThat(heap.position()).isEqualTo(1);
        assertThat(heap.limit()).isEqualTo(3);
        assertThat(encode(codecs.forPublishing(ByteBuffer.class), direct)).isEqualTo(bytes("0304"));
        assertThat(encode(codecs.forPublishing(direct.getClass()), direct)).isEqualTo(bytes("0304"));
        assertThat(direct.position()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(classes = {String.class, CharSequence.class, byte[].class, DirectBuffer.class, ByteBuffer.class})
    void shouldRefuseNull(final Class<?> type) {
        assertThatThrownBy(() -> length(codecs.forPublishing(type), null))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessageStartingWith("message is null, which has no bytes; publish ");
    }

    @Test
    void shouldTellThePropertiesOfRawPayloads() {
        final PayloadCodec codec = codecs.forPublishing(String.class);

        assertThat(codec.messageType()).isEqualTo(String.class);
        assertThat(codec.maxLength()).isEqualTo(PayloadCodec.UNBOUNDED);
        assertThat(codec.isFixedLength()).isFalse();
        assertThat(codec.fingerprint()).isZero();
        assertThat(codec.describe()).isEqualTo("utf8");
        assertThat(codec.length().type()).isEqualTo(methodType(int.class, String.class));
        assertThat(codec.encode().type())
                .isEqualTo(methodType(void.class, UnsafeBuffer.class, int.class, String.class));
        assertThat(codecs.forListening(CharSequence.class).decode().type())
                .isEqualTo(methodType(CharSequence.class, UnsafeBuffer.class, int.class, int.class));
        assertThat(codecs.forListening(byte[].class).describe()).isEqualTo("bytes");
    }

    @Test
    void shouldRefuseTheDirectionThatACodecWasNotMadeFor() {
        assertThatThrownBy(() -> codecs.forPublishing(String.class).decode())
                .isExactlyInstanceOf(UnsupportedMessageTypeException.class)
                .hasMessage("this codec of java.lang.String was not made for messages to be listened to");
        assertThatThrownBy(() -> codecs.forListening(String.class).encode())
                .hasMessage("this codec of java.lang.String was not made for messages to be published");
    }

    @Test
    void shouldListWhatCanBePublished() {
        assertThatThrownBy(() -> codecs.forPublishing(Thread.class))
                .isExactlyInstanceOf(UnsupportedMessageTypeException.class)
                .hasMessage("cannot publish messages of type java.lang.Thread; make it a record, annotate it with"
                        + " @JsonMessage or register a MessageCodec for it. Possible are a record, String, CharSequence, byte[], DirectBuffer,"
                        + " ByteBuffer, an SBE encoder and the types of registered codecs (none)");
        assertThatThrownBy(() -> codecs.forPublishing(TradeDecoder.class))
                .hasMessageStartingWith("cannot publish messages of type " + TradeDecoder.class.getName()
                        + "; publish the encoder of this SBE message. Possible are");
        assertThatThrownBy(() -> codecs.forPublishing(int.class))
                .hasMessageStartingWith("cannot publish messages of type int; make it the component of a record. ");
    }

    @Test
    void shouldListWhatCanBeListenedTo() {
        final Codecs withPoint = new Codecs(List.of(new PointCodec()));

        assertThatThrownBy(() -> withPoint.forListening(Thread.class))
                .isExactlyInstanceOf(UnsupportedMessageTypeException.class)
                .hasMessage("cannot listen to messages of type java.lang.Thread; make it a record, annotate it with"
                        + " @JsonMessage or register a MessageCodec for it. Possible are a record, String, CharSequence, byte[],"
                        + " DirectBuffer, an SBE decoder and the types of"
                        + " registered codecs"
                        + " (" + Point.class.getName() + ")");
        assertThatThrownBy(() -> codecs.forListening(TradeEncoder.class))
                .hasMessageContaining("; listen with the decoder of this SBE message.");
        assertThatThrownBy(() -> codecs.forListening(ByteBuffer.class))
                .hasMessageContaining("; listen with DirectBuffer, which is a view of the channel.");
        assertThatThrownBy(() -> codecs.forListening(UnsafeBuffer.class))
                .hasMessageContaining("; listen with DirectBuffer, which is a view of the channel.");
        assertThatThrownBy(() -> codecs.forListening(CharBuffer.class)).hasMessageContaining("; listen with String.");
    }

    @Test
    void shouldSayHowToGenerateSbeThatIsRecognised() {
        final class PlainDecoder {
            public int sbeTemplateId() {
                return 1;
            }
        }

        assertThatThrownBy(() -> codecs.forListening(PlainDecoder.class))
                .hasMessageContaining("; generate the SBE code with -Dsbe.java.generate.interfaces=true.");
    }

    @Test
    void shouldUseRegisteredCodecsFirst() throws Throwable {
        final Codecs withPoint = new Codecs(List.of(new PointCodec(), new QuoteCodec()));

        final PayloadCodec publishing = withPoint.forPublishing(Point.class);
        assertThat(hex(encode(publishing, new Point(1, 2)))).isEqualTo("0102");
        assertThat(publishing.maxLength()).isEqualTo(2);
        assertThat(publishing.describe()).isEqualTo(Point.class.getName() + " by " + PointCodec.class.getName());
        assertThat(decode(withPoint.forListening(Point.class), bytes("0102"))).hasToString("1/2");
        assertThat(hex(encode(withPoint.forPublishing(NamedPoint.class), new NamedPoint())))
                .isEqualTo("0708");
        assertThat(withPoint.forPublishing(Quote.class)).isNotInstanceOf(RecordCodec.class);
    }

    @Test
    void shouldRefuseWhatARegisteredCodecCannotEncode() {
        final PayloadCodec codec = new Codecs(List.of(new PointCodec())).forPublishing(Point.class);

        assertThatThrownBy(() -> length(codec, null))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessage("message is null; publish a " + Point.class.getName());
        assertThatThrownBy(() -> length(codec, new Point(100, 2)))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessage("message " + Point.class.getName() + " has 3 bytes, the maximum of "
                        + PointCodec.class.getName() + " is 2");
    }

    @Test
    void shouldRefuseTwoCodecsForOneType() {
        assertThatThrownBy(() -> new Codecs(List.of(new PointCodec(), new PointCodec())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("two codecs are registered for " + Point.class.getName() + ": " + PointCodec.class.getName()
                        + " and " + PointCodec.class.getName() + "; remove one");
    }

    static class Point {
        final int x;
        final int y;

        Point(final int x, final int y) {
            this.x = x;
            this.y = y;
        }

        @Override
        public String toString() {
            return x + "/" + y;
        }
    }

    static final class NamedPoint extends Point {
        NamedPoint() {
            super(7, 8);
        }
    }

    static final class PointCodec implements MessageCodec<Point> {
        @Override
        public Class<Point> type() {
            return Point.class;
        }

        @Override
        public int maxLength() {
            return 2;
        }

        @Override
        public int encodedLength(final Point message) {
            return message.x < 100 ? 2 : 3;
        }

        @Override
        public void encode(final Point message, final MutableDirectBuffer buffer, final int offset) {
            buffer.putByte(offset, (byte) message.x);
            buffer.putByte(offset + 1, (byte) message.y);
        }

        @Override
        public Point decode(final DirectBuffer buffer, final int offset, final int length) {
            return new Point(buffer.getByte(offset), buffer.getByte(offset + 1));
        }
    }

    static final class QuoteCodec implements MessageCodec<Quote> {
        @Override
        public Class<Quote> type() {
            return Quote.class;
        }

        @Override
        public int encodedLength(final Quote message) {
            return 0;
        }

        @Override
        public void encode(final Quote message, final MutableDirectBuffer buffer, final int offset) {}

        @Override
        public Quote decode(final DirectBuffer buffer, final int offset, final int length) {
            return new Quote(0);
        }
    }
}
