package io.hermesmq.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.annotation.JsonMessage;
import io.hermesmq.annotation.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TypeIdTest {

    record Quote(long id) {}

    @MessageType("order.placed")
    record OrderPlaced(long id) {}

    @JsonMessage
    @MessageType("shape")
    interface Shape {}

    record Circle(int radius) implements Shape {}

    /** Whoever tells types apart in another language gets these. */
    @Test
    void shouldHashTheNameAsItIsWritten() {
        assertThat(TypeId.of(Quote.class)).isEqualTo(0x5abe5677);
        assertThat(TypeId.of("Order")).isEqualTo(0x18e78237);
        assertThat(TypeId.of("costarring")).isEqualTo(TypeId.of("liquid")).isEqualTo(0x5e4daa9d);
    }

    @Test
    void shouldPreferTheNameOfTheAnnotation() {
        assertThat(TypeId.nameOf(OrderPlaced.class)).isEqualTo("order.placed");
        assertThat(TypeId.of(OrderPlaced.class)).isEqualTo(TypeId.of("order.placed"));
    }

    @Test
    void shouldNameWhatTravelsAsJsonOfAnotherTypeAsThat() {
        assertThat(TypeId.nameOf(Circle.class)).isEqualTo("shape");
    }

    @Test
    void shouldGiveBytesAndTextNoType() {
        final Codecs codecs = new Codecs(List.of());

        assertThat(TypeId.of(codecs.forListening(String.class))).isEqualTo(TypeId.NONE);
        assertThat(TypeId.of(codecs.forListening(byte[].class))).isEqualTo(TypeId.NONE);
        assertThat(TypeId.of(codecs.forListening(Quote.class))).isEqualTo(0x5abe5677);
    }
}
