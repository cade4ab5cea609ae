package io.hermesmq.codec;

import static io.hermesmq.codec.Payloads.bytes;
import static io.hermesmq.codec.Payloads.decode;
import static io.hermesmq.codec.Payloads.encode;
import static io.hermesmq.codec.Payloads.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.invoke.MethodHandle;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RecordCodecClassLoaderTest {

    private static final String ORDERS = """
        package elsewhere;

        import io.hermesmq.annotation.MaxLength;

        final class Orders {
            private enum Side { BUY, SELL }

            private record Leg(@MaxLength(8) String venue, Side side) {}

            private record Order(long id, Leg leg, @MaxLength(4) byte[] key) {}
        }
        """;

    @Test
    void shouldServePrivateRecordsOfAnotherClassLoader() throws Throwable {
        final CompiledClasses classes = CompiledClasses.of("elsewhere.Orders", ORDERS);
        final Class<?> type = classes.load("elsewhere.Orders$Order");
        final RecordCodec codec = RecordCodec.of(type.asSubclass(Record.class));

        assertThat(type.getClassLoader()).isSameAs(classes);
        final byte[] payload = bytes("0100000000000000 01 02000000 5845 ffffffff");
        final Object order = decode(codec, payload);
        assertThat(order).isInstanceOf(type).hasToString("Order[id=1, leg=Leg[venue=XE, side=SELL], key=null]");
        assertThat(encode(codec, order)).isEqualTo(payload);

        final MethodHandle leg = codec.component(1);
        assertThat(Payloads.read(leg, payload)).hasToString("Leg[venue=XE, side=SELL]");
    }

    @Test
    void shouldKeepTheLayoutWhenARecordIsLoadedAgain() {
        final RecordCodec first = RecordCodec.of(CompiledClasses.of("elsewhere.Orders", ORDERS)
                .load("elsewhere.Orders$Order")
                .asSubclass(Record.class));
        final RecordCodec second = RecordCodec.of(CompiledClasses.of("elsewhere.Orders", ORDERS)
                .load("elsewhere.Orders$Order")
                .asSubclass(Record.class));

        assertThat(first.messageType()).isNotEqualTo(second.messageType());
        assertThat(first.fingerprint()).isEqualTo(second.fingerprint());
    }

    @Test
    void shouldWriteLargeEnumsInTwoBytes() throws Throwable {
        final RecordCodec codec = codecOfEnumWith(256);
        final Object[] constants = codec.layout().components().get(0).type().getEnumConstants();
        final MethodHandle constructor = RecordAccess.of(codec.messageType()).constructor();

        assertThat(codec.maxLength()).isEqualTo(2);
        assertThat(hex(encode(codec, constructor.invoke(constants[255])))).isEqualTo("ff00");
        assertThat(hex(encode(codec, constructor.invoke((Object) null)))).isEqualTo("ffff");
        assertThat(decode(codec, bytes("ff00"))).hasToString("Holder[value=C255]");
        assertThat(decode(codec, bytes("ffff"))).hasToString("Holder[value=null]");
        assertThatThrownBy(() -> decode(codec, bytes("0001")))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessageStartingWith(
                        "component 'Holder.value' has ordinal 256, but large.Holder$Large has 256 constants");
    }

    @Test
    void shouldWriteEnumsOf255ConstantsInOneByte() throws Throwable {
        final RecordCodec codec = codecOfEnumWith(255);

        assertThat(codec.maxLength()).isEqualTo(1);
        assertThat(decode(codec, bytes("fe"))).hasToString("Holder[value=C254]");
        assertThat(decode(codec, bytes("ff"))).hasToString("Holder[value=null]");
    }

    private static RecordCodec codecOfEnumWith(final int count) {
        final String constants =
                IntStream.range(0, count).mapToObj(i -> "C" + i).collect(Collectors.joining(", "));
        return RecordCodec.of(CompiledClasses.of(
                        "large.Holder",
                        "package large; record Holder(Large value) { enum Large { " + constants + " } }")
                .load("large.Holder")
                .asSubclass(Record.class));
    }
}
