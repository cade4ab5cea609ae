package io.hermesmq.codec;

import static io.hermesmq.codec.Payloads.bytes;
import static io.hermesmq.codec.Payloads.decode;
import static io.hermesmq.codec.Payloads.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.annotation.MaxLength;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class CorruptRecordPayloadTest {

    private static final int ROUNDS = 20_000;

    enum Side {
        BUY,
        SELL
    }

    record Leg(@MaxLength(8) String venue, Side side) {}

    record Order(
            int id,
            Leg near,
            @MaxLength(16) byte[] key,
            Leg far,
            @MaxLength(4) CharSequence note) {}

    private final RecordCodec codec = RecordCodec.of(Order.class);
    private final List<MethodHandle> handles = handlesOf(codec);

    @Test
    void shouldRefusePayloadsShorterThanTheFixedBlock() {
        assertThatThrownBy(() -> decode(codec, new byte[5]))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage(
                        "payload of 5 bytes is too short for Order, which has at least 6; it is damaged, or was written"
                                + " with another layout");
    }

    @Test
    void shouldRefuseOrdinalsWithoutAConstant() {
        assertThatThrownBy(() -> decode(codec, bytes("01000000 00 02 ffffffff ffffffff ffffffff ffffffff")))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage("component 'Order.far.side' has ordinal 2, but " + Side.class.getName()
                        + " has 2 constants; the payload is damaged, or its writer knows a newer Side");
    }

    @Test
    void shouldRefuseImpossibleLengths() {
        final String fixed = "01000000 00 00";

        assertThatThrownBy(() -> decode(codec, bytes(fixed + "feffffff 00000000 00000000 00000000")))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage("component 'Order.near.venue' has length -2, its maximum is 8 and the payload has 12 bytes"
                        + " left; it is damaged, or was written with another layout");
        assertThatThrownBy(() -> decode(codec, bytes(fixed + "09000000 000000000000000000 00000000")))
                .hasMessageStartingWith("component 'Order.near.venue' has length 9, its maximum is 8 and");
        assertThatThrownBy(() -> decode(codec, bytes(fixed + "00000000 04000000 000000")))
                .hasMessageStartingWith(
                        "component 'Order.key' has length 4, its maximum is 16 and the payload has 3 bytes left");
        assertThatThrownBy(() -> decode(codec, bytes(fixed + "00000000 ffffff7f")))
                .hasMessageStartingWith("component 'Order.key' has length 2147483647,");
        assertThatThrownBy(() -> decode(codec, bytes(fixed + "00000000 000000")))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage(
                        "component 'Order.key' needs 4 bytes for its length, but the payload has 3 left; it is damaged,"
                                + " or was written with another layout");
    }

    @Test
    void shouldRefuseEveryPayloadThatWasCutOff() throws Throwable {
        final byte[] payload =
                encode(codec, new Order(7, new Leg("XETR", Side.BUY), new byte[] {1}, new Leg("", null), "ab"));

        for (int length = 0; length < payload.length; length++) {
            final byte[] cut = Arrays.copyOf(payload, length);
            assertThatThrownBy(() -> decode(codec, cut)).isExactlyInstanceOf(MessageDecodingException.class);
        }
    }

    @Test
    void shouldNeverLeaveAPayloadOfRandomBytes() throws Throwable {
        final Random random = new Random(1);
        int decoded = 0;
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] payload = new byte[random.nextInt(64)];
            random.nextBytes(payload);
            decoded += decodeInEveryWay(payload);
        }
        assertThat(decoded).isPositive();
    }

    @Test
    void shouldNeverLeaveADamagedPayload() throws Throwable {
        final Random random = new Random(2);
        final byte[] valid =
                encode(codec, new Order(7, new Leg("XETR", Side.BUY), new byte[] {1}, new Leg("", null), "ab"));
        int decoded = 0;
        for (int i = 0; i < ROUNDS; i++) {
            final byte[] payload = valid.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                payload[random.nextInt(payload.length)] = (byte) (random.nextInt(4) - 2);
            }
            decoded += decodeInEveryWay(payload);
        }
        assertThat(decoded).isBetween(ROUNDS / 100, ROUNDS * 6 - ROUNDS / 100);
    }

    /** Decodes in a buffer that ends where the payload ends; anything but a refusal fails the test. */
    private int decodeInEveryWay(final byte... payload) throws Throwable {
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(Payloads.OFFSET + payload.length));
        buffer.putBytes(Payloads.OFFSET, payload);
        int decoded = 0;
        for (final MethodHandle handle : handles) {
            try {
                handle.invoke(buffer, Payloads.OFFSET, payload.length);
                decoded++;
            } catch (final MessageDecodingException e) {
                assertThat(e).hasMessageContaining("Order");
            }
        }
        return decoded;
    }

    private static List<MethodHandle> handlesOf(final RecordCodec codec) {
        final List<MethodHandle> handles = new ArrayList<>(List.of(codec.decode()));
        for (int i = 0; i < codec.layout().components().size(); i++) {
            handles.add(codec.component(i));
        }
        return handles;
    }
}
