package io.hermesmq.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.annotation.JsonMessage;
import java.util.List;
import java.util.Map;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

/** Which types go to the JSON codec, as which type, and what is said where they cannot. */
final class JsonMessageTest {

    @JsonMessage
    private static class Order {}

    private static final class LimitOrder extends Order {}

    @JsonMessage
    private sealed interface Shape permits Circle, Square {}

    private record Circle(int radius) implements Shape {}

    private record Square(int side) implements Shape {}

    @JsonMessage
    private record Tagged(Map<String, String> tags) {}

    private record Untagged(Map<String, String> tags) {}

    @JsonMessage
    private interface First {}

    @JsonMessage
    private interface Second {}

    private static final class Both implements First, Second {}

    @JsonMessage
    private static final class Decided implements First, Second {}

    private record Codec<T>(Class<T> type) implements MessageCodec<T> {
        @Override
        public int encodedLength(final T message) {
            return 0;
        }

        @Override
        public void encode(final T message, final MutableDirectBuffer buffer, final int offset) {}

        @Override
        public T decode(final DirectBuffer buffer, final int offset, final int length) {
            throw new UnsupportedOperationException();
        }
    }

    private final Codecs codecs = new Codecs(List.of(), Codec::new);

    private String travelsAs(final Class<?> type) {
        return codecs.forPublishing(type).describe();
    }

    private static String json(final Class<?> type) {
        return type.getName() + " by " + Codec.class.getName();
    }

    @Test
    void shouldPublishSubtypesAsTheAnnotatedType() {
        assertThat(travelsAs(Order.class)).isEqualTo(json(Order.class));
        assertThat(travelsAs(LimitOrder.class)).isEqualTo(json(Order.class));
        assertThat(travelsAs(Shape.class)).isEqualTo(json(Shape.class));
        assertThat(travelsAs(Circle.class)).isEqualTo(json(Shape.class));
        assertThat(codecs.forPublishing(Circle.class).messageType()).isEqualTo(Circle.class);
        assertThat(travelsAs(Decided.class)).isEqualTo(json(Decided.class));
    }

    @Test
    void shouldPreferTheAnnotationToTheLayoutOfARecordAndMakeNoRecordJsonWithoutIt() {
        assertThat(travelsAs(Tagged.class)).isEqualTo(json(Tagged.class));
        assertThatThrownBy(() -> codecs.forPublishing(Untagged.class)).isExactlyInstanceOf(LayoutException.class);
    }

    @Test
    void shouldListenToTheAnnotatedTypeOnly() {
        assertThat(codecs.forListening(Shape.class).describe()).isEqualTo(json(Shape.class));
        assertThatThrownBy(() -> codecs.forListening(Circle.class))
                .isExactlyInstanceOf(UnsupportedMessageTypeException.class)
                .hasMessage("cannot listen to messages of type " + Circle.class.getTypeName()
                        + " alone: they travel as " + Shape.class.getTypeName()
                        + ", which has the @JsonMessage; listen with Shape");
    }

    @Test
    void shouldPreferACodecOfTheUser() {
        final Codecs own = new Codecs(List.of(new Codec<>(Shape.class)));

        assertThat(own.forPublishing(Circle.class).describe()).isEqualTo(json(Shape.class));
        assertThat(own.forListening(Shape.class).describe()).isEqualTo(json(Shape.class));
    }

    @Test
    void shouldSayWhatToAddWhereThereIsNoJson() {
        final Codecs none = new Codecs(List.of());

        assertThatThrownBy(() -> none.forPublishing(Tagged.class))
                .isInstanceOfSatisfying(UnsupportedMessageTypeException.class, e -> {
                    assertThat(e.description())
                            .isEqualTo(
                                    Tagged.class.getTypeName() + " is a @JsonMessage, but nothing here encodes JSON");
                    assertThat(e.action())
                            .isEqualTo(
                                    "add the dependency org.springframework.boot:spring-boot-starter-jackson, or without"
                                            + " Spring give Codecs a JsonCodecFactory");
                    assertThat(e).hasMessage(e.description() + "; " + e.action());
                });
        assertThatThrownBy(() -> none.forListening(Order.class)).hasMessageContaining("nothing here encodes JSON");
    }

    @Test
    void shouldRefuseATypeThatTravelsAsTwo() {
        assertThatThrownBy(() -> codecs.forPublishing(Both.class))
                .isExactlyInstanceOf(UnsupportedMessageTypeException.class)
                .hasMessage(Both.class.getTypeName() + " is a @JsonMessage by several of its interfaces: ["
                        + First.class.getTypeName() + ", " + Second.class.getTypeName()
                        + "]; annotate Both itself, or one of its interfaces only");
    }
}
