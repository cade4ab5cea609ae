package io.hermesmq.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.ConfigurationException;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.annotation.MessageKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class KeyHashTest {

    enum Side {
        BUY,
        SELL
    }

    record Account(long number, @MaxLength(16) String owner) {}

    record Order(
            long id,
            int number,
            double price,
            Side side,
            Account account,
            @MaxLength(40) String symbol,
            @MaxLength(40) byte[] tag,
            boolean live,
            char letter,
            float rate) {

        static Order of(final String symbol) {
            return new Order(1, 1, 1, Side.BUY, new Account(7, "somebody"), symbol, new byte[] {1, 2}, true, 'a', 1);
        }

        Order withId(final long other) {
            return new Order(other, number, price, side, account, symbol, tag, live, letter, rate);
        }
    }

    record Narrow(int id, float price) {}

    record Keyed(long id, @MessageKey int customer) {}

    record TwoKeys(@MessageKey long id, @MessageKey int customer) {}

    private final Map<Class<? extends Record>, RecordCodec> codecs = new HashMap<>();
    private final Map<String, KeyHash> keys = new HashMap<>();
    private final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(512));

    private long hash(final Record message, final String component) throws Throwable {
        final RecordCodec codec = codecs.computeIfAbsent(message.getClass(), RecordCodec::of);
        final int length = (int) codec.length().invoke(message);
        codec.encode().invoke(buffer, 24, message);
        return keys.computeIfAbsent(
                        message.getClass().getName() + component, name -> KeyHash.of(codec, component, "listener 'x'"))
                .of(buffer, 24, length);
    }

    @Test
    void shouldHashEqualValuesEquallyWhateverElseTheMessageHas() throws Throwable {
        final Order order = Order.of("HRMS");
        final Order other =
                new Order(2, 2, 1, Side.BUY, new Account(8, "somebody else"), "HRMS", new byte[] {1, 2}, true, 'a', 1);

        for (final String same : new String[] {"price", "side", "symbol", "tag", "live", "letter", "rate"}) {
            assertThat(hash(other, same)).as(same).isEqualTo(hash(order, same));
        }
        assertThat(hash(other, "id")).isNotEqualTo(hash(order, "id"));
        assertThat(hash(other, "number")).isNotEqualTo(hash(order, "number"));
    }

    @Test
    void shouldHashANumberEquallyAsAnotherType() throws Throwable {
        final Order order = Order.of("HRMS");

        assertThat(hash(order, "number")).isEqualTo(hash(order, "id"));
        assertThat(hash(new Narrow(1, 1), "id")).isEqualTo(hash(order, "id"));
        assertThat(hash(new Narrow(1, 1), "price")).isEqualTo(hash(order, "price"));
        assertThat(hash(new Narrow(1, -0.0f), "price")).isEqualTo(hash(new Narrow(1, 0.0f), "price"));
    }

    @Test
    void shouldTellTextsOfAnyLengthApart() throws Throwable {
        final String text = "abcdefghijklmnopqrstuvwxyz";
        for (int i = 0; i < text.length(); i++) {
            assertThat(hash(Order.of(text.substring(0, i)), "symbol"))
                    .as("%s", i)
                    .isEqualTo(hash(Order.of(text.substring(0, i)), "symbol"))
                    .isNotEqualTo(hash(Order.of(text.substring(0, i + 1)), "symbol"));
        }
        assertThat(hash(Order.of("a\0"), "symbol")).isNotEqualTo(hash(Order.of("a"), "symbol"));
        assertThat(hash(Order.of("äöü€"), "symbol")).isNotEqualTo(hash(Order.of("äöü$"), "symbol"));
        assertThat(hash(Order.of(null), "symbol")).isNotEqualTo(hash(Order.of(""), "symbol"));
    }

    @Test
    void shouldStayTheSameForEverAsPositionsOnDiskRelyOnIt() throws Throwable {
        final Order order = Order.of("HRMS/EUR 2026");

        assertThat(new long[] {
                    hash(order, "id"),
                    hash(order, "price"),
                    hash(order, "side"),
                    hash(order, "symbol"),
                    hash(order, "tag")
                })
                .containsExactly(GOLDEN);
    }

    private static final long[] GOLDEN = {
        -7995527694508729151L, -8586179365795795475L, -2152535657050944081L, 8017307539839938687L, 8652172594655404756L
    };

    @Test
    void shouldSpreadSequentialNumbersAndSymbolsEvenly() throws Throwable {
        requireEven(i -> Order.of("x").withId(i), "id");
        requireEven(i -> Order.of("x").withId(1000L * i), "id");
        requireEven(i -> Order.of("SYM" + i), "symbol");
        requireEven(
                i -> Order.of("" + (char) ('A' + i % 26) + (char) ('A' + i / 26 % 26) + (char) ('A' + i / 676)),
                "symbol");
    }

    private void requireEven(final IntFunction<Order> messages, final String component) throws Throwable {
        for (final int members : new int[] {2, 3, 4, 7, 16}) {
            final int[] counts = new int[members];
            final int keys = 1000 * members;
            for (int i = 0; i < keys; i++) {
                counts[KeyHash.memberOf(hash(messages.apply(i), component), members)]++;
            }
            // over four standard deviations
            assertThat(Arrays.stream(counts).min().getAsInt())
                    .as("%s members by %s", members, component)
                    .isGreaterThan(850);
            assertThat(Arrays.stream(counts).max().getAsInt())
                    .as("%s members by %s", members, component)
                    .isLessThan(1150);
        }
    }

    @Test
    void shouldGiveWhatCannotBeReadToTheFirstMember() throws Throwable {
        final KeyHash key = KeyHash.of(RecordCodec.of(Order.class), "symbol", "listener 'x'");
        hash(Order.of("HRMS"), "symbol");

        assertThat(key.of(buffer, 24, 10)).isEqualTo(KeyHash.UNREADABLE);
        assertThat(KeyHash.memberOf(KeyHash.UNREADABLE, 5)).isZero();
    }

    @Test
    void shouldSayWhichComponentsCouldBeAKey() {
        assertThatThrownBy(() -> KeyHash.of(RecordCodec.of(Order.class), "simbol", "listener 'x'"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "listener 'x' shares messages by key 'simbol', but Order has no such component; use one of [id, number,"
                                + " price, side, symbol, tag, live, letter, rate]");
        assertThatThrownBy(() -> KeyHash.of(RecordCodec.of(Order.class), "account", "listener 'x'"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "listener 'x' shares messages by key 'account', which is a record itself; use one of [id, number, price,"
                                + " side, symbol, tag, live, letter, rate] of Order, or add a component that tells the Account apart");
    }

    @Test
    void shouldFindTheKeyOfARecord() {
        assertThat(KeyHash.defaultKey(Keyed.class)).isEqualTo("customer");
        assertThat(KeyHash.defaultKey(Order.class)).isNull();
        assertThatThrownBy(() -> KeyHash.defaultKey(TwoKeys.class))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "TwoKeys has @MessageKey on id and customer; leave one; for a key of several values, add a component that"
                                + " has them all");
    }
}
