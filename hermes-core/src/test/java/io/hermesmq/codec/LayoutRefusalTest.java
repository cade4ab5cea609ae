package io.hermesmq.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesmq.annotation.MaxLength;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LayoutRefusalTest {

    private static final String PREFIX = "record " + LayoutRefusalTest.class.getName() + "$";

    record Boxed(long id, Integer size) {}

    record Leg(BigDecimal price) {}

    record Quote(long id, Leg leg) {}

    record Package(Quote quote) {}

    record Ints(int[] values) {}

    record Listed(List<String> values) {}

    record Mapped(Map<String, String> values) {}

    record Timed(Instant at) {}

    record Lasting(Duration time) {}

    record Identified(UUID id) {}

    record Maybe(Optional<String> value) {}

    record Any(Object value) {}

    record Generic<T extends Record>(T value) {}

    record Chain(int value, Chain next) {}

    record Ping(Pong pong) {}

    record Pong(Ping ping) {}

    record Unlimited(String note) {}

    record UnlimitedBytes(byte[] key) {}

    record NestedUnlimited(Unlimited inner) {}

    record Zero(@MaxLength(0) String note) {}

    record Misplaced(@MaxLength(8) long id) {}

    record Huge(
            @MaxLength(Integer.MAX_VALUE) String a,
            @MaxLength(Integer.MAX_VALUE) String b) {}

    private static LayoutException refusalOf(final Class<? extends Record> type) {
        return catchThrowableOfType(LayoutException.class, () -> RecordLayout.of(type));
    }

    private static String textOf(final Class<? extends Record> type) {
        return refusalOf(type).getMessage();
    }

    @Test
    void shouldNameRecordAndPathOfTheComponent() {
        final LayoutException refusal = refusalOf(Package.class);

        assertThat(refusal.type()).isEqualTo(Package.class);
        assertThat(refusal.component()).isEqualTo("quote.leg.price");
        assertThat(refusal)
                .hasMessage(PREFIX + "Package cannot be a message: component 'quote.leg.price' is of type"
                        + " java.math.BigDecimal; use a long in the smallest unit (a price in 1/10000, say) or a String"
                        + " with @MaxLength");
    }

    @Test
    void shouldProposeThePrimitiveInsteadOfABox() {
        assertThat(textOf(Boxed.class))
                .isEqualTo(PREFIX + "Boxed cannot be a message: component 'size' is of type java.lang.Integer;"
                        + " use int, as a message has no place for null here");
    }

    @Test
    void shouldRefuseArraysAndCollections() {
        assertThat(textOf(Ints.class))
                .isEqualTo(
                        PREFIX + "Ints cannot be a message: component 'values' is of type int[]; of arrays only byte[]"
                                + " with @MaxLength is possible; use one component per element, a nested record, or a"
                                + " registered MessageCodec");
        assertThat(textOf(Listed.class))
                .isEqualTo(PREFIX + "Listed cannot be a message: component 'values' is of type java.util.List; publish"
                        + " one message per element, encode the elements into a byte[] with @MaxLength, or"
                        + " register a MessageCodec");
        assertThat(textOf(Mapped.class)).contains("component 'values' is of type java.util.Map; publish one message");
    }

    @Test
    void shouldProposeNumbersForTimesAndIds() {
        assertThat(textOf(Timed.class))
                .isEqualTo(
                        PREFIX + "Timed cannot be a message: component 'at' is of type java.time.Instant; use a long,"
                                + " such as nanoseconds since the epoch for a time and nanoseconds for a duration");
        assertThat(textOf(Lasting.class)).contains("component 'time' is of type java.time.Duration; use a long");
        assertThat(textOf(Identified.class))
                .isEqualTo(PREFIX + "Identified cannot be a message: component 'id' is of type java.util.UUID; use two"
                        + " long components, the most and the least significant bits");
        assertThat(textOf(Maybe.class))
                .isEqualTo(
                        PREFIX + "Maybe cannot be a message: component 'value' is of type java.util.Optional; use the"
                                + " type inside; texts, byte[] and enums may be null, numbers may have a value that"
                                + " says none");
    }

    @Test
    void shouldRefuseOtherClasses() {
        assertThat(textOf(Any.class))
                .isEqualTo(
                        PREFIX + "Any cannot be a message: component 'value' is of type java.lang.Object; possible are"
                                + " primitives, enums, records, and String, CharSequence or byte[] with @MaxLength;"
                                + " make it one of these, or register a MessageCodec for the whole message");
    }

    @Test
    void shouldRefuseTypeVariables() {
        assertThat(textOf(Generic.class))
                .isEqualTo(
                        PREFIX + "Generic cannot be a message: component 'value' has the type variable T as its type,"
                                + " whose size is not known; use a concrete type");
    }

    @Test
    void shouldRefuseRecordsInsideThemselves() {
        assertThat(textOf(Chain.class))
                .isEqualTo(PREFIX + "Chain cannot be a message: component 'next' is of type "
                        + Chain.class.getName()
                        + ", which it is part of, so a message would never end; refer to the other message by an id");
        assertThat(refusalOf(Ping.class).component()).isEqualTo("pong.ping");
    }

    @Test
    void shouldGiveTheAnnotationThatIsMissing() {
        assertThat(textOf(Unlimited.class))
                .isEqualTo(PREFIX
                        + "Unlimited cannot be a message: component 'note' is of type java.lang.String and has no"
                        + " maximum length; write `@MaxLength(64) String note` with the most bytes it may take"
                        + " (io.hermesmq.annotation.MaxLength)");
        assertThat(textOf(UnlimitedBytes.class))
                .contains("component 'key' is of type byte[]", "`@MaxLength(64) byte[] key`");
        assertThat(refusalOf(NestedUnlimited.class).component()).isEqualTo("inner.note");
    }

    @Test
    void shouldRefuseAnnotationsThatMakeNoSense() {
        assertThat(textOf(Zero.class))
                .isEqualTo(
                        PREFIX + "Zero cannot be a message: component 'note' has @MaxLength(0); the maximum must be at"
                                + " least 1");
        assertThat(textOf(Misplaced.class))
                .isEqualTo(PREFIX + "Misplaced cannot be a message: component 'id' is of type long and has @MaxLength,"
                        + " which is for String, CharSequence and byte[]; remove the annotation");
    }

    @Test
    void shouldRefuseRecordsLargerThanABuffer() {
        final LayoutException refusal = refusalOf(Huge.class);

        assertThat(refusal.component()).isEmpty();
        assertThat(refusal)
                .hasMessage(PREFIX + "Huge cannot be a message: it takes up to 4294967302 bytes, at most 2147483646 are"
                        + " possible; lower @MaxLength");
    }

    @Test
    void shouldRefuseMoreComponentsThanAMethodCanTake() {
        final StringBuilder components = new StringBuilder("long c0");
        for (int i = 1; i < 121; i++) {
            components.append(", long c").append(i);
        }
        final Class<?> wide = CompiledClasses.of("wide.Wide", "package wide; record Wide(" + components + ") {}")
                .load("wide.Wide");

        assertThat(textOf(wide.asSubclass(Record.class)))
                .isEqualTo("record wide.Wide cannot be a message: it takes 242 argument words (one per component of"
                        + " its widest record, two for long and double, one more per text or byte[]), at most"
                        + " 240 are possible; group components into nested records or split the message");
    }
}
