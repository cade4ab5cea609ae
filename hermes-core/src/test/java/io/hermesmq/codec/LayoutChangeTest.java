package io.hermesmq.codec;

import static io.hermesmq.codec.Payloads.OFFSET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.annotation.DefaultValue;
import io.hermesmq.annotation.MaxLength;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LayoutChangeTest {

    enum Side {
        BUY,
        SELL
    }

    record Leg(int a, @MaxLength(8) String b) {}

    record DefaultedLeg(
            @DefaultValue("7") int a,
            @DefaultValue("seven") @MaxLength(8) String b) {}

    /** The record as it was. */
    interface Old {
        record Order(
                long id,
                @MaxLength(8) String account,
                Leg leg,
                @MaxLength(4) byte[] key) {}
    }

    /** With one component of every type added. */
    interface New {
        record Order(
                long id,
                @MaxLength(8) String account,
                Leg leg,
                @MaxLength(4) byte[] key,
                @DefaultValue("true") boolean flag,
                @DefaultValue("-1") byte tiny,
                @DefaultValue("0x7F") short small,
                @DefaultValue("€") char letter,
                @DefaultValue("-70000") int size,
                @DefaultValue("9000000000") long big,
                @DefaultValue("1.5") float ratio,
                @DefaultValue("-2.5e10") double price,
                @DefaultValue("SELL") Side side,
                @DefaultValue(DefaultValue.NULL) Side noSide,
                @DefaultValue("EUR") @MaxLength(3) String currency,

                @DefaultValue(DefaultValue.NULL) @MaxLength(3)
                String noText,

                @DefaultValue("") @MaxLength(3) CharSequence empty,
                @DefaultValue("00ff") @MaxLength(2) byte[] tag,
                DefaultedLeg extra) {}
    }

    private static LayoutChange change(final Class<? extends Record> from, final Class<? extends Record> to) {
        return LayoutChange.between(RecordLayout.of(from).describe(), RecordLayout.of(to));
    }

    private static byte[] upgraded(final PayloadUpgrade upgrade, final byte... payload) {
        final UnsafeBuffer target =
                new UnsafeBuffer(ByteBuffer.allocateDirect(3 + payload.length + upgrade.addedLength()));
        final int length = upgrade.upgrade(Payloads.bufferOf(payload), OFFSET, payload.length, target, 3);
        assertThat(length).isEqualTo(payload.length + upgrade.addedLength());
        final byte[] bytes = new byte[length];
        target.getBytes(3, bytes);
        return bytes;
    }

    @Test
    void shouldReadAnOldMessageWithTheDefaultsOfWhatWasAdded() throws Throwable {
        final LayoutChange change = change(Old.Order.class, New.Order.class);
        assertThat(change.isCompatible()).isTrue();
        assertThat(change.isSamePayload()).isFalse();

        final RecordCodec old = RecordCodec.of(Old.Order.class);
        final RecordCodec now = RecordCodec.of(New.Order.class);
        for (final String account : Arrays.asList("Zoë", "", null)) {
            final byte[] payload =
                    Payloads.encode(old, new Old.Order(5, account, new Leg(6, "leg"), new byte[] {1, 2}));
            final New.Order order = (New.Order) Payloads.decode(now, upgraded(change.upgrade(), payload));

            assertThat(order)
                    .usingRecursiveComparison()
                    .isEqualTo(new New.Order(
                            5,
                            account,
                            new Leg(6, "leg"),
                            new byte[] {1, 2},
                            true,
                            (byte) -1,
                            (short) 127,
                            '€',
                            -70_000,
                            9_000_000_000L,
                            1.5f,
                            -2.5e10,
                            Side.SELL,
                            null,
                            "EUR",
                            null,
                            "",
                            new byte[] {0, -1},
                            new DefaultedLeg(7, "seven")));
            assertThat(Payloads.encode(now, order)).isEqualTo(upgraded(change.upgrade(), payload));
        }
    }

    @Test
    void shouldRefuseAnOldPayloadThatIsTooShort() {
        final PayloadUpgrade upgrade = change(Old.Order.class, New.Order.class).upgrade();
        assertThatThrownBy(() -> upgraded(upgrade, new byte[11]))
                .isExactlyInstanceOf(MessageDecodingException.class)
                .hasMessage(
                        "payload of 11 bytes is too short for an older Order, which had at least 12; it is damaged, or"
                                + " was written with another layout");
    }

    // compatible without any change of payloads

    interface A {
        record Order(long id, Side side, @MaxLength(8) String note, Leg leg) {}
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Order(id:int64,side:enum{BUY,SELL},note:utf8[8],leg:Leg(a:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{BUY},note:utf8[8],leg:Leg(a:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{BUY,SELL},note:utf8[7],leg:Leg(a:int32,b:utf8[1]))"
            })
    void shouldReadMessagesOfTheSamePayloadAsTheyAre(final String old) {
        final LayoutChange change = LayoutChange.between(old, RecordLayout.of(A.Order.class));
        assertThat(change.isCompatible()).isTrue();
        assertThat(change.isSamePayload()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "Other(id:int64,side:enum{BUY,SELL},note:utf8[8],leg:Leg(a:int32,b:utf8[8]))",
                "Order(id:int32,side:enum{BUY,SELL},note:utf8[8],leg:Leg(a:int32,b:utf8[8]))",
                "Order(side:enum{BUY,SELL},id:int64,note:utf8[8],leg:Leg(a:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{SELL,BUY},note:utf8[8],leg:Leg(a:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{BUY,SELL,HOLD},note:utf8[8],leg:Leg(a:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{BUY,SELL},note:utf8[9],leg:Leg(a:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{BUY,SELL},note:bytes[8],leg:Leg(a:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{BUY,SELL},note:utf8[8],leg:Leg(a:int32))",
                "Order(id:int64,side:enum{BUY,SELL},note:utf8[8],leg:Leg(b:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{BUY,SELL},note:utf8[8],leg:Limb(a:int32,b:utf8[8]))",
                "Order(id:int64,side:enum{BUY,SELL},note:utf8[8],leg:Leg(a:int32,b:utf8[8]),more:int32)",
                "Order(id:int64,side:enum{BUY,SELL},note:utf8[8])",
                "Order()"
            })
    void shouldRefuseWhatCannotBeRead(final String old) {
        final LayoutChange change = LayoutChange.between(old, RecordLayout.of(A.Order.class));
        assertThat(change.isCompatible()).isFalse();
        assertThat(change.diff()).contains("Order");
        assertThatThrownBy(change::upgrade)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("no upgrade: [");
    }

    @Test
    void shouldShowOldAndNewSideBySide() {
        final String old = "Order(id:int32,gone:int64,side:enum{BUY,SELL},note:utf8[8])";
        assertThat(LayoutChange.between(old, RecordLayout.of(A.Order.class)).diff())
                .isEqualTo(String.join(
                        "\n",
                        "  old Order            | new Order",
                        "  id: int32            | id: int64                   | 'id' changed its type",
                        "  gone: int64          | -                           | 'gone' was removed",
                        "  side: enum{BUY,SELL} | side: enum{BUY,SELL}",
                        "  note: utf8[8]        | note: utf8[8]",
                        "  -                    | leg: Leg(a:int32,b:utf8[8]) | 'leg' was added without a default; give it"
                                + " @DefaultValue"));
    }

    @Test
    void shouldShowWhatChangedPlaces() {
        final String old = "Order(side:enum{BUY,SELL},id:int64,more:int8,leg:Leg(a:int32,b:utf8[8]))";
        assertThat(LayoutChange.between(old, RecordLayout.of(A.Order.class)).diff())
                .isEqualTo(String.join(
                        "\n",
                        "  old Order                   | new Order",
                        "  side: enum{BUY,SELL}        | id: int64                   | 'id' is in the place of 'side'",
                        "  id: int64                   | side: enum{BUY,SELL}        | 'side' is in the place of 'id'",
                        "  more: int8                  | note: utf8[8]               | 'note' is in the place of 'more'",
                        "  leg: Leg(a:int32,b:utf8[8]) | leg: Leg(a:int32,b:utf8[8])"));
    }

    // defaults that cannot be

    record BadInt(@DefaultValue("1.5") int x) {}

    record BadByte(@DefaultValue("300") byte x) {}

    record BadBoolean(@DefaultValue("yes") boolean x) {}

    record BadChar(@DefaultValue("ab") char x) {}

    record BadEnum(@DefaultValue("HOLD") Side x) {}

    record BadText(@DefaultValue("abcd") @MaxLength(3) String x) {}

    record BadBytes(@DefaultValue("xyz") @MaxLength(3) byte[] x) {}

    record NullInt(@DefaultValue(DefaultValue.NULL) int x) {}

    record OnRecord(@DefaultValue("x") Leg x) {}

    private static void assertRefused(final Class<? extends Record> type, final String reason) {
        assertThatThrownBy(() -> RecordLayout.of(type))
                .isExactlyInstanceOf(LayoutException.class)
                .hasMessage("record " + type.getTypeName() + " cannot be a message: component 'x' " + reason);
    }

    @Test
    void shouldRefuseADefaultThatItsTypeCannotHave() {
        assertRefused(BadInt.class, "has @DefaultValue(\"1.5\"), which is no int (For input string: \"1.5\")");
        assertRefused(
                BadByte.class, "has @DefaultValue(\"300\"), which is no byte (Value 300 out of range from input 300)");
        assertRefused(BadBoolean.class, "has @DefaultValue(\"yes\"), which is no boolean (use true or false)");
        assertRefused(BadChar.class, "has @DefaultValue(\"ab\"), which is no char (use one character)");
        assertRefused(BadEnum.class, "has @DefaultValue(\"HOLD\"), which is no Side (use the name of a constant)");
        assertRefused(BadText.class, "has @DefaultValue(\"abcd\"), which is no String (4 bytes, its maximum is 3)");
        assertThatThrownBy(() -> RecordLayout.of(BadBytes.class))
                .isExactlyInstanceOf(LayoutException.class)
                .hasMessageContaining("component 'x' has @DefaultValue(\"xyz\"), which is no byte[] (");
        assertRefused(NullInt.class, "has @DefaultValue(\"\\0null\"), which is no int (For input string: \"\0null\")");
        assertRefused(OnRecord.class, "is a record and has @DefaultValue; give the components of Leg defaults instead");
    }

    @Test
    void shouldNotChangeTheLayoutByADefault() {
        record Plain(int x) {}
        assertThat(RecordLayout.of(Plain.class).describe()).isEqualTo("Plain(x:int32)");
        assertThat(RecordLayout.fingerprintOf("Plain(x:int32)"))
                .isEqualTo(RecordLayout.of(Plain.class).fingerprint());
    }
}
