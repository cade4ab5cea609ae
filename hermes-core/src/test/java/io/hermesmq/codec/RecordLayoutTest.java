package io.hermesmq.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.annotation.MaxLength;
import io.hermesmq.codec.RecordLayout.Component;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordLayoutTest {

    enum Side {
        BUY,
        SELL
    }

    record Quote(long instrument, double bid, double ask, int size, Side side) {}

    record Leg(@MaxLength(8) String venue, short ratio) {}

    record Spread(byte kind, Leg near, @MaxLength(16) byte[] key, Leg far, char grade) {}

    record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    record Nothing() {}

    @Test
    void shouldPackFixedComponentsInOrder() {
        final RecordLayout layout = RecordLayout.of(Quote.class);

        assertThat(layout.type()).isEqualTo(Quote.class);
        assertThat(layout.components())
                .containsExactly(
                        new Component("instrument", long.class, 0, 8, 8, List.of()),
                        new Component("bid", double.class, 8, 8, 8, List.of()),
                        new Component("ask", double.class, 16, 8, 8, List.of()),
                        new Component("size", int.class, 24, 4, 4, List.of()),
                        new Component("side", Side.class, 28, 1, 1, List.of()));
        assertThat(layout.fixedLength()).isEqualTo(29);
        assertThat(layout.maxLength()).isEqualTo(29);
        assertThat(layout.isFixedLength()).isTrue();
    }

    @Test
    void shouldPutVariableValuesOfAllNestedRecordsBehindTheFixedBlock() {
        final RecordLayout layout = RecordLayout.of(Spread.class);

        final Component venue = new Component("venue", String.class, Component.NO_OFFSET, 0, 8, List.of());
        assertThat(layout.components())
                .containsExactly(
                        new Component("kind", byte.class, 0, 1, 1, List.of()),
                        new Component(
                                "near",
                                Leg.class,
                                1,
                                2,
                                14,
                                List.of(venue, new Component("ratio", short.class, 1, 2, 2, List.of()))),
                        new Component("key", byte[].class, Component.NO_OFFSET, 0, 16, List.of()),
                        new Component(
                                "far",
                                Leg.class,
                                3,
                                2,
                                14,
                                List.of(venue, new Component("ratio", short.class, 3, 2, 2, List.of()))),
                        new Component("grade", char.class, 5, 2, 2, List.of()));
        assertThat(layout.fixedLength()).isEqualTo(7);
        assertThat(layout.maxLength()).isEqualTo(7 + (4 + 8) + (4 + 16) + (4 + 8));
        assertThat(layout.isFixedLength()).isFalse();
    }

    @Test
    void shouldLayOutARecordWithoutComponents() {
        final RecordLayout layout = RecordLayout.of(Nothing.class);

        assertThat(layout.components()).isEmpty();
        assertThat(layout.fixedLength()).isZero();
        assertThat(layout.maxLength()).isZero();
        assertThat(layout.isFixedLength()).isTrue();
        assertThat(layout.describe()).isEqualTo("Nothing()");
    }

    @Test
    void shouldDescribeItselfOnOneLine() {
        assertThat(RecordLayout.of(Quote.class).describe())
                .isEqualTo("Quote(instrument:int64,bid:float64,ask:float64,size:int32,side:enum{BUY,SELL})");
        assertThat(RecordLayout.of(Spread.class))
                .hasToString("Spread(kind:int8,near:Leg(venue:utf8[8],ratio:int16),key:bytes[16],"
                        + "far:Leg(venue:utf8[8],ratio:int16),grade:char16)");
        assertThat(RecordLayout.of(Primitives.class).describe())
                .isEqualTo("Primitives(a:bool,b:int8,c:int16,d:char16,e:int32,f:int64,g:float32,h:float64)");
    }

    @Test
    void shouldKeepItsFingerprint() {
        // computed apart, by FNV-1a over the description
        assertThat(RecordLayout.of(Quote.class).fingerprint()).isEqualTo(0x6526A1E5BFE252C7L);
        assertThat(RecordLayout.of(Nothing.class).fingerprint()).isEqualTo(0xDE49E7AC9ED95C7DL);
    }

    @Test
    void shouldChangeItsFingerprintWithTheLayout() {
        record Order(
                long id, int size, Side side, @MaxLength(8) String note) {}

        final class Renamed {
            record Order(
                    long number,
                    int size,
                    Side side,
                    @MaxLength(8) String note) {}
        }
        final class Retyped {
            record Order(
                    long id,
                    long size,
                    Side side,
                    @MaxLength(8) String note) {}
        }
        final class Reordered {
            record Order(
                    int size,
                    long id,
                    Side side,
                    @MaxLength(8) String note) {}
        }
        final class Shortened {
            record Order(long id, int size, Side side) {}
        }
        final class Widened {
            record Order(
                    long id,
                    int size,
                    Side side,
                    @MaxLength(9) String note) {}
        }
        final class OtherConstants {
            enum Side {
                BUY,
                SELL,
                SELL_SHORT
            }

            record Order(
                    long id,
                    int size,
                    Side side,
                    @MaxLength(8) String note) {}
        }
        final class Same {
            record Order(
                    long id,
                    int size,
                    Side side,
                    @MaxLength(8) CharSequence note) {}
        }

        final long fingerprint = RecordLayout.of(Order.class).fingerprint();
        assertThat(List.of(
                        Renamed.Order.class,
                        Retyped.Order.class,
                        Reordered.Order.class,
                        Shortened.Order.class,
                        Widened.Order.class,
                        OtherConstants.Order.class))
                .extracting(
                        type -> RecordLayout.of(type.asSubclass(Record.class)).fingerprint())
                .doesNotHaveDuplicates()
                .doesNotContain(fingerprint);
        assertThat(RecordLayout.of(Same.Order.class).fingerprint()).isEqualTo(fingerprint);
    }
}
