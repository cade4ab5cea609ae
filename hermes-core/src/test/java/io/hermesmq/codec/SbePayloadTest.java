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
import io.hermesmq.codec.sbe.wide.WideTradeDecoder;
import io.hermesmq.codec.sbe.wide.WideTradeEncoder;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.sbe.MessageDecoderFlyweight;
import org.junit.jupiter.api.Test;

final class SbePayloadTest {

    private static final String BODY = "2a00000000000000" + "e8030000" + "0200" + "6869";
    private static final String PAYLOAD = "0c00" + "0700" + "5b00" + "0300" + BODY;

    private final Codecs codecs = new Codecs(List.of());
    private final PayloadCodec publishing = codecs.forPublishing(TradeEncoder.class);
    private final PayloadCodec listening = codecs.forListening(TradeDecoder.class);
    private final TradeEncoder encoder = new TradeEncoder();

    private static <T extends TradeEncoder> T trade(final T encoder) {
        encoder.wrap(new ExpandableArrayBuffer(), 11).id(42).quantity(1000).note("hi");
        return encoder;
    }

    @Test
    void shouldWriteTheStandardHeaderAndTheBody() throws Throwable {
        assertThat(length(publishing, trade(encoder))).isEqualTo(8 + 16);
        assertThat(hex(encode(publishing, trade(encoder)))).isEqualTo(PAYLOAD);
    }

    @Test
    void shouldWrapTheDecoderOfTheListenerAroundTheBody() throws Throwable {
        final TradeDecoder decoder = (TradeDecoder) decode(listening, bytes(PAYLOAD));

        assertThat(decoder.id()).isEqualTo(42);
        assertThat(decoder.quantity()).isEqualTo(1000);
        assertThat(decoder.note()).isEqualTo("hi");
        assertThat(decoder.actingVersion()).isEqualTo(3);
        assertThat(decode(listening, bytes(PAYLOAD))).isSameAs(decoder);
        assertThat(decode(codecs.forListening(TradeDecoder.class), bytes(PAYLOAD)))
                .isNotSameAs(decoder);
    }

    @Test
    void shouldActOnTheVersionAndBlockLengthOfTheWriter() throws Throwable {
        final TradeDecoder decoder =
                (TradeDecoder) decode(listening, bytes("0e00 0700 5b00 0400 2a00000000000000 e8030000 eeee 0100 41"));

        assertThat(decoder.actingVersion()).isEqualTo(4);
        assertThat(decoder.note()).isEqualTo("A");
    }

    @Test
    void shouldUseTheHeaderInThePackageOfTheMessage() throws Throwable {
        final PayloadCodec wide = codecs.forPublishing(WideTradeEncoder.class);

        assertThat(hex(encode(wide, trade(new WideTradeEncoder()))))
                .startsWith("00000007" + "005b" + "000c" + "03")
                .endsWith(BODY)
                .hasSize(2 * (12 + 16));
        final byte[] payload = bytes("00000007 005b 000c 03 eeeeee" + BODY);
        assertThat(((TradeDecoder) decode(codecs.forListening(WideTradeDecoder.class), payload)).note())
                .isEqualTo("hi");
    }

    @Test
    void shouldRefuseOtherMessages() {
        assertThatThrownBy(() -> decode(listening, bytes("0c00 0800 5b00 0300" + BODY)))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage("payload is SBE template 8 of schema 91, but " + TradeDecoder.class.getName()
                        + " reads template 7 of schema 91; listen with the decoder of that message, or to another"
                        + " channel");
        assertThatThrownBy(() -> decode(listening, bytes("0c00 0700 5c00 0300" + BODY)))
                .hasMessageStartingWith("payload is SBE template 7 of schema 92, but");
    }

    @Test
    void shouldRefusePayloadsThatAreTooShort() {
        assertThatThrownBy(() -> decode(listening, bytes("0c00 0700 5b00 03")))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage("payload of 7 bytes is too short for " + TradeDecoder.class.getName()
                        + ", which needs at least 8 with its header; it is damaged, or was not written as SBE");
        assertThatThrownBy(() -> decode(listening, bytes("0c00 0700 5b00 0300 00000000 00000000 000000")))
                .hasMessageStartingWith("payload of 19 bytes is too short for")
                .hasMessageContaining("needs at least 20 with its header");
    }

    @Test
    void shouldKeepADecoderInsideItsPayload() throws Throwable {
        final byte[] two = bytes("0c00 0700 5b00 0300 2a00000000000000 e8030000 1000" + PAYLOAD);
        final UnsafeBuffer buffer = Payloads.bufferOf(two);
        final TradeDecoder decoder = (TradeDecoder) listening.decode().invoke(buffer, Payloads.OFFSET, 22);

        assertThatThrownBy(decoder::note).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldRefuseEncodersWithoutABuffer() {
        assertThatThrownBy(() -> length(publishing, encoder))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessage(TradeEncoder.class.getName()
                        + " is not wrapped around a buffer; call wrap(buffer, offset) and encode, then publish");
        assertThatThrownBy(() -> length(publishing, null))
                .hasMessage("message is null; publish an encoder that was wrapped around a buffer");
    }

    @Test
    void shouldTellItsProperties() {
        assertThat(publishing.messageType()).isEqualTo(TradeEncoder.class);
        assertThat(publishing.maxLength()).isEqualTo(PayloadCodec.UNBOUNDED);
        assertThat(publishing.isFixedLength()).isFalse();
        assertThat(publishing.fingerprint()).isZero();
        assertThat(publishing.describe()).isEqualTo("sbe " + TradeEncoder.class.getName());
        assertThat(listening.describe())
                .isEqualTo("sbe " + TradeDecoder.class.getName() + " (template 7, schema 91, version 3)");
        assertThat(publishing.encode().type())
                .isEqualTo(methodType(void.class, UnsafeBuffer.class, int.class, TradeEncoder.class));
        assertThat(listening.decode().type())
                .isEqualTo(methodType(TradeDecoder.class, UnsafeBuffer.class, int.class, int.class));
    }

    @Test
    void shouldRefuseDecodersThatCannotBeMade() {
        assertThatThrownBy(() -> codecs.forListening(MessageDecoderFlyweight.class))
                .isExactlyInstanceOf(UnsupportedMessageTypeException.class)
                .hasMessageStartingWith(
                        "cannot make a org.agrona.sbe.MessageDecoderFlyweight, which a listener would get")
                .hasMessageEndingWith("; it must be a class with a constructor without parameters");
    }
}
