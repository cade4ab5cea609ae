package io.hermesmq.codec;

import static io.hermesmq.codec.Payloads.bytes;
import static io.hermesmq.codec.Payloads.encode;
import static io.hermesmq.codec.Payloads.read;
import static io.hermesmq.codec.Payloads.written;
import static java.lang.invoke.MethodType.methodType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.annotation.MaxLength;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class RecordCodecSpreadTest {

    enum Side {
        BUY,
        SELL
    }

    record Leg(@MaxLength(8) String venue, int ratio) {}

    record Order(
            long id,
            @MaxLength(8) String account,
            Leg leg,
            Side side,
            @MaxLength(4) byte[] key) {}

    record Point(int x, int y) {}

    private static final Order ORDER = new Order(42, "abc", new Leg("XETR", 3), Side.SELL, new byte[] {9, 8});

    private final RecordCodec codec = RecordCodec.of(Order.class);

    @Test
    void shouldGiveSpreadHandlesOfExactTypes() {
        assertThat(codec.spreadLength().type())
                .isEqualTo(methodType(int.class, long.class, String.class, Leg.class, Side.class, byte[].class));
        assertThat(codec.spreadEncode().type())
                .isEqualTo(methodType(
                        void.class,
                        UnsafeBuffer.class,
                        int.class,
                        long.class,
                        String.class,
                        Leg.class,
                        Side.class,
                        byte[].class));
        assertThat(codec.component(2).type())
                .isEqualTo(methodType(Leg.class, UnsafeBuffer.class, int.class, int.class));
    }

    @Test
    void shouldWriteComponentsAsItWritesTheirRecord() throws Throwable {
        final int length =
                (int) codec.spreadLength().invoke(42L, "abc", new Leg("XETR", 3), Side.SELL, new byte[] {9, 8});
        final byte[] payload = written(
                length,
                (buffer, offset) -> codec.spreadEncode()
                        .invoke(buffer, offset, 42L, "abc", new Leg("XETR", 3), Side.SELL, new byte[] {9, 8}));

        assertThat(payload).isEqualTo(encode(codec, ORDER));
    }

    @Test
    void shouldWriteComponentsOfFixedLength() throws Throwable {
        final RecordCodec points = RecordCodec.of(Point.class);

        assertThat((int) points.spreadLength().invoke(1, 2)).isEqualTo(8);
        assertThat(written(8, (buffer, offset) -> points.spreadEncode().invoke(buffer, offset, 1, 2)))
                .isEqualTo(bytes("01000000 02000000"));
    }

    @Test
    void shouldRefuseComponentsBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> codec.spreadLength().invoke(1L, "123456789", new Leg("", 1), Side.BUY, new byte[0]))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessageStartingWith("component 'Order.account' has 9 bytes, its maximum is 8;");
        assertThatThrownBy(() -> codec.spreadLength().invoke(1L, "", (Leg) null, Side.BUY, new byte[0]))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessageStartingWith("component 'Order.leg' is null;");
    }

    @Test
    void shouldReadEachComponentAlone() throws Throwable {
        final byte[] payload = encode(codec, ORDER);

        assertThat(read(codec.component(0), payload)).isEqualTo(42L);
        assertThat(read(codec.component(1), payload)).isEqualTo("abc");
        assertThat(read(codec.component(2), payload)).isEqualTo(new Leg("XETR", 3));
        assertThat(read(codec.component(3), payload)).isEqualTo(Side.SELL);
        assertThat(read(codec.component(4), payload)).isEqualTo(new byte[] {9, 8});
    }

    @Test
    void shouldReadAComponentBehindNullsAndBeforeDamage() throws Throwable {
        final String fixed = "2a00000000000000 03000000 01";

        assertThat(read(codec.component(4), bytes(fixed + "ffffffff ffffffff 01000000 07")))
                .isEqualTo(new byte[] {7});
        assertThat(read(codec.component(1), bytes(fixed + "01000000 41 00ff00ff")))
                .isEqualTo("A");
        assertThat(read(codec.component(0), bytes(fixed))).isEqualTo(42L);
    }

    @Test
    void shouldCheckThePayloadOfAComponent() {
        assertThatThrownBy(() -> read(codec.component(0), bytes("2a00000000000000 03000000")))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage("payload of 12 bytes is too short for Order, which has at least 13; it is damaged, or was"
                        + " written with another layout");
        assertThatThrownBy(() -> read(codec.component(4), bytes("2a00000000000000 03000000 01 09000000")))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessageStartingWith("component 'Order.account' has length 9, its maximum is 8");
    }

    @Test
    void shouldFillTheFirstParametersOfAMethod() throws Throwable {
        final MethodHandle target = MethodHandles.lookup()
                .findStatic(
                        RecordCodecSpreadTest.class,
                        "describe",
                        methodType(String.class, byte[].class, Side.class, Leg.class, int.class, String.class));
        final MethodHandle handle = codec.spreadDecode(target, 4, 3, 2);

        assertThat(handle.type())
                .isEqualTo(methodType(String.class, UnsafeBuffer.class, int.class, int.class, int.class, String.class));
        final byte[] payload = encode(codec, ORDER);
        assertThat((String) handle.invoke(Payloads.bufferOf(payload), Payloads.OFFSET, payload.length, 5, "rest"))
                .isEqualTo("2 bytes, SELL, Leg[venue=XETR, ratio=3], 5, rest");
    }

    static String describe(final byte[] key, final Side side, final Leg leg, final int number, final String text) {
        return key.length + " bytes, " + side + ", " + leg + ", " + number + ", " + text;
    }

    @Test
    void shouldCallAMethodThatTakesNoComponent() throws Throwable {
        final MethodHandle handle = codec.spreadDecode(MethodHandles.constant(int.class, 1));

        assertThat(read(handle, encode(codec, ORDER))).isEqualTo(1);
        assertThatThrownBy(() -> read(handle, new byte[3])).isInstanceOf(MessageDecodingException.class);
    }

    @Test
    void shouldRefuseParametersOfOtherTypes() {
        assertThatThrownBy(() -> codec.spreadDecode(MethodHandles.identity(int.class), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("parameter 0 of (int)int is not of type long, as component 'id' of " + Order.class.getName()
                        + " is");
        assertThatThrownBy(() -> codec.spreadDecode(MethodHandles.identity(long.class), 0, 1))
                .hasMessageStartingWith("parameter 1 of (long)long is not of type java.lang.String");
        assertThatThrownBy(() -> codec.component(5)).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
