package io.hermesmq.codec;

import static io.hermesmq.codec.Payloads.bytes;
import static io.hermesmq.codec.Payloads.decode;
import static io.hermesmq.codec.Payloads.encode;
import static io.hermesmq.codec.Payloads.hex;
import static io.hermesmq.codec.Payloads.length;
import static io.hermesmq.codec.Payloads.roundTrip;
import static java.lang.invoke.MethodType.methodType;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.annotation.MaxLength;
import java.util.List;
import java.util.stream.IntStream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordCodecTest {

    enum Side {
        BUY,
        SELL {
            @Override
            public String toString() {
                return "a constant with a class of its own";
            }
        }
    }

    enum NoConstants {}

    record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    record Enums(Side side, NoConstants none) {}

    record Texts(
            @MaxLength(12) String text,
            @MaxLength(6) CharSequence sequence,
            @MaxLength(3) byte[] bytes) {}

    record Empty() {}

    record Leg(@MaxLength(8) String venue, int ratio) {}

    record Legs(Leg near, Leg far) {}

    record Strategy(
            byte kind, Legs legs, Empty empty, @MaxLength(4) String note, Side side) {}

    private record Hidden(int value) {
        private Hidden {
            if (value < 0) {
                throw new IllegalArgumentException("value is negative");
            }
        }
    }

    private record Doubling(int value) {
        @Override
        public int value() {
            return 2 * value;
        }
    }

    static List<Record> messages() {
        return List.of(
                new Primitives(false, (byte) 0, (short) 0, '\0', 0, 0, 0, 0),
                new Primitives(true, (byte) -1, (short) -1, '\uffff', -1, -1, -1, -1),
                new Primitives(
                        true,
                        Byte.MAX_VALUE,
                        Short.MAX_VALUE,
                        Character.MAX_VALUE,
                        Integer.MAX_VALUE,
                        Long.MAX_VALUE,
                        Float.MAX_VALUE,
                        Double.MAX_VALUE),
                new Primitives(
                        false,
                        Byte.MIN_VALUE,
                        Short.MIN_VALUE,
                        Character.MIN_VALUE,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        Float.MIN_VALUE,
                        Double.MIN_VALUE),
                new Primitives(true, (byte) 1, (short) 2, '\u20ac', 4, 5, Float.NaN, Double.NaN),
                new Primitives(true, (byte) 1, (short) 2, 'd', 4, 5, -0.0f, Double.NEGATIVE_INFINITY),
                new Enums(Side.BUY, null),
                new Enums(Side.SELL, null),
                new Enums(null, null),
                new Empty(),
                new Leg("", 1),
                new Leg(null, 2),
                new Legs(new Leg("XETR", 1), new Leg("12345678", Integer.MIN_VALUE)),
                new Strategy((byte) 7, new Legs(new Leg("N", 1), new Leg(null, -1)), new Empty(), "\u20ac", Side.SELL),
                new Strategy((byte) 0, new Legs(new Leg(null, 1), new Leg("F", -1)), new Empty(), null, null),
                new Hidden(3));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldReadWhatItWrote(final Record message) throws Throwable {
        assertThat(roundTrip(RecordCodec.of(message.getClass()), message)).isEqualTo(message);
    }

    @Test
    void shouldKeepTheBitsOfNaN() throws Throwable {
        record Numbers(float f, double d) {}

        final float f = Float.intBitsToFloat(0x7fc01234);
        final double d = Double.longBitsToDouble(0x7ff8000012345678L);
        final Numbers numbers = (Numbers) roundTrip(RecordCodec.of(Numbers.class), new Numbers(f, d));

        assertThat(Float.floatToRawIntBits(numbers.f())).isEqualTo(0x7fc01234);
        assertThat(Double.doubleToRawLongBits(numbers.d())).isEqualTo(0x7ff8000012345678L);
    }

    @Test
    void shouldReadTextsAndBytesAsLongAsTheirMaximum() throws Throwable {
        final RecordCodec codec = RecordCodec.of(Texts.class);
        final StringBuilder sequence = new StringBuilder("\u20ac\u20ac");
        final byte[] key = {1, 2, 3};

        final Texts full = (Texts) roundTrip(codec, new Texts("\ud83d\ude00\ud83d\ude00\ud83d\ude00", sequence, key));
        assertThat(full.text()).isEqualTo("\ud83d\ude00\ud83d\ude00\ud83d\ude00");
        assertThat(full.sequence()).isEqualTo("\u20ac\u20ac").isInstanceOf(String.class);
        assertThat(full.bytes()).isEqualTo(key).isNotSameAs(key);

        final Texts empty = (Texts) roundTrip(codec, new Texts("", "", new byte[0]));
        assertThat(empty.text()).isEmpty();
        assertThat(empty.sequence()).isEmpty();
        assertThat(empty.bytes()).isEmpty();

        final Texts none = (Texts) roundTrip(codec, new Texts(null, null, null));
        assertThat(none).isEqualTo(new Texts(null, null, null));
    }

    @Test
    void shouldWriteGoldenBytes() throws Throwable {
        final byte[] primitives = encode(
                RecordCodec.of(Primitives.class),
                new Primitives(
                        true, (byte) 0x02, (short) 0x0403, (char) 0x0605, 0x0a090807, 0x1211100f0e0d0c0bL, 1.0f, -2.0));
        assertThat(hex(primitives))
                .isEqualTo("01" + "02" + "0304" + "0506" + "0708090a" + "0b0c0d0e0f101112" + "0000803f"
                        + "00000000000000c0");

        final byte[] strategy = encode(
                RecordCodec.of(Strategy.class),
                new Strategy(
                        (byte) 7, new Legs(new Leg("XE", 1), new Leg(null, -2)), new Empty(), "\u20ac", Side.SELL));
        assertThat(hex(strategy))
                .isEqualTo("07" + "01000000" + "feffffff" + "01" // fixed block
                        + "02000000" + "5845" + "ffffffff" + "03000000" + "e282ac");

        assertThat(hex(encode(RecordCodec.of(Enums.class), new Enums(null, null))))
                .isEqualTo("ffff");
    }

    @Test
    void shouldReadGoldenBytes() throws Throwable {
        assertThat(decode(
                        RecordCodec.of(Strategy.class), bytes("07 01000000 feffffff 00 00000000 01000000 46 ffffffff")))
                .isEqualTo(new Strategy(
                        (byte) 7, new Legs(new Leg("", 1), new Leg("F", -2)), new Empty(), null, Side.BUY));
    }

    @Test
    void shouldIgnoreBytesBehindTheLastValue() throws Throwable {
        assertThat(decode(RecordCodec.of(Leg.class), bytes("01000000 01000000 41 eeee")))
                .isEqualTo(new Leg("A", 1));
        assertThat(decode(RecordCodec.of(Hidden.class), bytes("01000000 eeee"))).isEqualTo(new Hidden(1));
    }

    @Test
    void shouldReadThroughAccessorsAndConstructThroughTheCanonicalConstructor() throws Throwable {
        assertThat(hex(encode(RecordCodec.of(Doubling.class), new Doubling(21))))
                .isEqualTo("2a000000");
        assertThatThrownBy(() -> decode(RecordCodec.of(Hidden.class), bytes("ffffffff")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("value is negative");
    }

    @Test
    void shouldTellItsProperties() {
        final RecordCodec fixed = RecordCodec.of(Primitives.class);
        assertThat(fixed.messageType()).isEqualTo(Primitives.class);
        assertThat(fixed.isFixedLength()).isTrue();
        assertThat(fixed.maxLength()).isEqualTo(30);
        assertThat(fixed.fingerprint()).isEqualTo(fixed.layout().fingerprint()).isNotZero();
        assertThat(fixed.describe()).isEqualTo(fixed.layout().describe());

        final RecordCodec variable = RecordCodec.of(Leg.class);
        assertThat(variable.isFixedLength()).isFalse();
        assertThat(variable.maxLength()).isEqualTo(16);
    }

    @Test
    void shouldGiveHandlesOfExactTypes() {
        final RecordCodec codec = RecordCodec.of(Leg.class);

        assertThat(codec.length().type()).isEqualTo(methodType(int.class, Leg.class));
        assertThat(codec.encode().type()).isEqualTo(methodType(void.class, UnsafeBuffer.class, int.class, Leg.class));
        assertThat(codec.decode().type()).isEqualTo(methodType(Leg.class, UnsafeBuffer.class, int.class, int.class));
        final RecordCodec empty = RecordCodec.of(Empty.class);
        assertThat(empty.length().type()).isEqualTo(methodType(int.class, Empty.class));
        assertThat(empty.encode().type()).isEqualTo(methodType(void.class, UnsafeBuffer.class, int.class, Empty.class));
    }

    @Test
    void shouldMeasureWhatItWrites() throws Throwable {
        assertThat(length(RecordCodec.of(Empty.class), new Empty())).isZero();
        assertThat(length(RecordCodec.of(Hidden.class), new Hidden(1))).isEqualTo(4);
        assertThat(length(RecordCodec.of(Leg.class), new Leg("\u00e4", 1))).isEqualTo(10);
    }

    @Test
    void shouldRefuseValuesOverTheirMaximum() {
        final RecordCodec codec = RecordCodec.of(Texts.class);

        assertThatThrownBy(() -> length(codec, new Texts("thirteen char", null, null)))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessage("component 'Texts.text' has 13 bytes, its maximum is 12; shorten the value or raise its"
                        + " @MaxLength");
        assertThatThrownBy(() -> length(codec, new Texts(null, "\u20ac\u20ac\u20ac", null)))
                .hasMessageStartingWith("component 'Texts.sequence' has 9 bytes, its maximum is 6;");
        assertThatThrownBy(() -> length(codec, new Texts(null, null, new byte[4])))
                .hasMessageStartingWith("component 'Texts.bytes' has 4 bytes, its maximum is 3;");
        assertThatThrownBy(
                        () -> length(RecordCodec.of(Legs.class), new Legs(new Leg("ok", 1), new Leg("123456789", 1))))
                .hasMessageStartingWith("component 'Legs.far.venue' has 9 bytes, its maximum is 8;");
    }

    @Test
    void shouldRefuseMissingMessagesAndNestedRecords() {
        assertThatThrownBy(() -> length(RecordCodec.of(Leg.class), null))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessage("message is null; publish a Leg");
        assertThatThrownBy(() -> length(
                        RecordCodec.of(Strategy.class),
                        new Strategy((byte) 0, new Legs(new Leg("", 0), null), new Empty(), null, null)))
                .isExactlyInstanceOf(MessageEncodingException.class)
                .hasMessage("component 'Strategy.legs.far' is null; a nested record is part of its message and must be"
                        + " given");
        assertThatThrownBy(() -> length(
                        RecordCodec.of(Strategy.class),
                        new Strategy((byte) 0, new Legs(new Leg("", 0), new Leg("", 0)), null, null, null)))
                .hasMessageStartingWith("component 'Strategy.empty' is null;");
    }

    @Test
    void shouldHandleAsManyComponentsAsALayoutMayHave() throws Throwable {
        final StringBuilder components = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            components.append(i == 0 ? "" : ", ").append("long l").append(i);
            components.append(", @io.hermesmq.annotation.MaxLength(4) String s").append(i);
        }
        final Class<?> wide = CompiledClasses.of("wide.Wide", "package wide; record Wide(" + components + ") {}")
                .load("wide.Wide");
        final Object[] arguments = IntStream.range(0, 120)
                .mapToObj(i -> i % 2 == 0 ? (Object) (long) i : Integer.toString(i))
                .toArray();
        final RecordCodec codec = RecordCodec.of(wide.asSubclass(Record.class));
        final Object message = RecordAccess.of(wide).constructor().invokeWithArguments(arguments);

        assertThat(roundTrip(codec, message)).isEqualTo(message);
        assertThat(Payloads.read(codec.component(119), encode(codec, message))).isEqualTo("119");
    }
}
