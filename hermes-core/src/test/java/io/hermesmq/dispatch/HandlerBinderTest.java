package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.MessageHandler;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.elsewhere.DeskAccess;
import io.hermesmq.support.CopyingClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HandlerBinderTest {

    private static final List<String> SEEN = new ArrayList<>();

    private final TestChannel channel = TestChannel.blocking();
    private final Methods methods = new Methods();

    enum Side {
        BUY,
        SELL
    }

    record Quote(long instrument, double bid, double ask, int size, Side side) {}

    record Note(
            @MaxLength(16) String author,
            @MaxLength(64) String text,
            @MaxLength(8) byte[] key,
            boolean urgent) {}

    record Primitives(byte b, short s, char c, int i, long l, float f, double d, boolean z) {}

    record Nested(long id, Quote quote) {}

    private static final Quote QUOTE = new Quote(7, 1.5, 2.5, 100, Side.SELL);

    @BeforeEach
    void forget() {
        SEEN.clear();
    }

    @SuppressWarnings("unused")
    private static final class Methods {

        // whole messages

        void record(final Quote quote) {
            SEEN.add(quote.toString());
        }

        void recordAndContext(final Quote quote, final MessageContext context) {
            SEEN.add(context.sequence() + " " + quote);
        }

        void contextAndRecord(final MessageContext context, final Quote quote) {
            SEEN.add(context.sequence() + " " + quote);
        }

        void text(final String text) {
            SEEN.add("text " + text);
        }

        void charSequence(final CharSequence text) {
            SEEN.add("chars " + text);
        }

        void bytes(final byte[] bytes) {
            SEEN.add("bytes " + Arrays.toString(bytes));
        }

        void varargs(final byte... bytes) {
            SEEN.add("varargs " + Arrays.toString(bytes));
        }

        // raw bytes

        void raw(final DirectBuffer buffer, final int offset, final int length) {
            SEEN.add("raw " + buffer.getStringWithoutLengthUtf8(offset, length));
        }

        void rawAndContext(
                final DirectBuffer buffer, final MessageContext context, final int offset, final int length) {
            SEEN.add("raw " + context.sequence() + " " + buffer.getStringWithoutLengthUtf8(offset, length));
        }

        void view(final DirectBuffer buffer) {
            SEEN.add("view " + buffer.getStringWithoutLengthUtf8(0, buffer.capacity()));
        }

        // no payload

        void nothing() {
            SEEN.add("called");
        }

        void contextOnly(final MessageContext context) {
            SEEN.add("called for " + context.sequence());
        }

        // components

        void components(final long instrument, final double bid, final double ask, final int size, final Side side) {
            SEEN.add(instrument + " " + bid + " " + ask + " " + size + " " + side);
        }

        void subset(final Side side, final double ask) {
            SEEN.add(side + " " + ask);
        }

        void one(final int size) {
            SEEN.add("size " + size);
        }

        void oneEnum(final Side side) {
            SEEN.add("side " + side);
        }

        void contextInTheMiddle(final int size, final MessageContext context, final long instrument) {
            SEEN.add(size + " #" + context.sequence() + " " + instrument);
        }

        void contextLast(final int size, final long instrument, final MessageContext context) {
            SEEN.add(size + " " + instrument + " #" + context.sequence());
        }

        void primitives(
                final boolean z,
                final double d,
                final float f,
                final long l,
                final int i,
                final char c,
                final short s,
                final byte b) {
            SEEN.add(z + " " + d + " " + f + " " + l + " " + i + " " + c + " " + s + " " + b);
        }

        void textComponent(final String text) {
            SEEN.add("component " + text);
        }

        void bytesComponent(final byte[] key) {
            SEEN.add("component " + Arrays.toString(key));
        }

        void nestedComponent(final Quote quote) {
            SEEN.add("component " + quote);
        }

        // visibility and results

        private void privately(final Quote quote) {
            SEEN.add("private " + quote.instrument());
        }

        static void statically(final Quote quote) {
            SEEN.add("static " + quote.instrument());
        }

        private static void privatelyAndStatically(final int size, final MessageContext context) {
            SEEN.add("private static " + size + " #" + context.sequence());
        }

        public long withResult(final Quote quote) {
            SEEN.add("result ignored");
            return 5;
        }

        public Object withReference(final Quote quote) {
            SEEN.add("result ignored");
            return quote;
        }

        void throwing(final Quote quote) throws Exception {
            SEEN.add("throws nothing");
        }
    }

    private String deliver(final String method, final Class<? extends Record> channelRecord) {
        SEEN.clear();
        final Listener listener = channel.listen(methods, method, channelRecord);
        channel.publish("before");
        listener.loop().poll();
        return String.join("|", SEEN);
    }

    private String deliver(final String method, final Record message) {
        SEEN.clear();
        final Listener listener = channel.listen(methods, method, message.getClass());
        channel.publish(message);
        listener.loop().poll();
        assertThat(listener.counters().failed().get()).isZero();
        return String.join("|", SEEN);
    }

    @Test
    void shouldGiveAWholeRecord() {
        assertThat(deliver("record", QUOTE)).isEqualTo("Quote[instrument=7, bid=1.5, ask=2.5, size=100, side=SELL]");
    }

    @Test
    void shouldGiveTheContextWhereverItStandsBesideARecord() {
        assertThat(deliver("recordAndContext", QUOTE)).startsWith("1 Quote[instrument=7");
        assertThat(deliver("contextAndRecord", QUOTE)).startsWith("2 Quote[instrument=7");
    }

    @Test
    void shouldGiveAWholeRecordThatNobodyNamedBefore() {
        SEEN.clear();
        final Listener listener = channel.listen(methods, "record", null);
        channel.publish(QUOTE);
        listener.loop().poll();

        assertThat(SEEN).containsExactly(QUOTE.toString());
    }

    @Test
    void shouldGiveText() {
        assertThat(deliver("text", (Class<? extends Record>) null)).isEqualTo("text before");
        assertThat(deliver("charSequence", (Class<? extends Record>) null)).isEqualTo("chars before");
    }

    @Test
    void shouldGiveBytes() {
        assertThat(deliver("bytes", (Class<? extends Record>) null)).isEqualTo("bytes [98, 101, 102, 111, 114, 101]");
        assertThat(deliver("varargs", (Class<? extends Record>) null))
                .isEqualTo("varargs [98, 101, 102, 111, 114, 101]");
    }

    @Test
    void shouldGiveRawBytesWhereTheyLie() {
        assertThat(deliver("raw", (Class<? extends Record>) null)).isEqualTo("raw before");
        assertThat(deliver("rawAndContext", (Class<? extends Record>) null)).isEqualTo("raw 2 before");
        assertThat(deliver("view", (Class<? extends Record>) null)).isEqualTo("view before");
    }

    @Test
    void shouldCallAMethodThatWantsNoPayload() {
        assertThat(deliver("nothing", QUOTE)).isEqualTo("called");
        assertThat(deliver("contextOnly", QUOTE)).isEqualTo("called for 2");
    }

    @Test
    void shouldGiveTheComponents() {
        assertThat(deliver("components", QUOTE)).isEqualTo("7 1.5 2.5 100 SELL");
    }

    @Test
    void shouldGiveSomeComponentsInAnotherOrder() {
        assertThat(deliver("subset", QUOTE)).isEqualTo("SELL 2.5");
    }

    @Test
    void shouldGiveASingleComponent() {
        assertThat(deliver("one", QUOTE)).isEqualTo("size 100");
        assertThat(deliver("oneEnum", QUOTE)).isEqualTo("side SELL");
    }

    @Test
    void shouldGiveTheContextWhereverItStandsBetweenComponents() {
        assertThat(deliver("contextInTheMiddle", QUOTE)).isEqualTo("100 #1 7");
        assertThat(deliver("contextLast", QUOTE)).isEqualTo("100 7 #2");
    }

    @Test
    void shouldGiveEveryPrimitive() {
        final Primitives all = new Primitives((byte) -1, (short) -2, 'x', -3, Long.MIN_VALUE, 1.5f, -2.5, true);
        assertThat(deliver("primitives", all)).isEqualTo("true -2.5 1.5 -9223372036854775808 -3 x -2 -1");
    }

    @Test
    void shouldTakeATextOfTheNameOfAComponentForThatComponent() {
        final Note note = new Note("Ann", "héllo", new byte[] {1, 2}, true);
        assertThat(deliver("textComponent", note)).isEqualTo("component héllo");
        assertThat(deliver("bytesComponent", note)).isEqualTo("component [1, 2]");
    }

    @Test
    void shouldTakeARecordOfTheNameOfAComponentForThatComponent() {
        assertThat(deliver("nestedComponent", new Nested(1, QUOTE))).isEqualTo("component " + QUOTE);
    }

    @Test
    void shouldCallMethodsOfAnyVisibility() {
        assertThat(deliver("privately", QUOTE)).isEqualTo("private 7");
        assertThat(deliver("statically", QUOTE)).isEqualTo("static 7");
        assertThat(deliver("privatelyAndStatically", QUOTE)).isEqualTo("private static 100 #3");
        assertThat(deliver("throwing", QUOTE)).isEqualTo("throws nothing");
    }

    @Test
    void shouldIgnoreAResult() {
        assertThat(deliver("withResult", QUOTE)).isEqualTo("result ignored");
        assertThat(deliver("withReference", QUOTE)).isEqualTo("result ignored");
    }

    @Test
    void shouldCallAHandlerWithoutAnnotation() {
        final MessageHandler<Quote> handler = (quote, context) -> SEEN.add(context.sequence() + " " + quote.side());
        final Listener listener =
                channel.open(ListenerConfig.of("signals", "quotes"), channel.binder.bind(Quote.class, handler));
        channel.publish(QUOTE);
        listener.loop().poll();

        assertThat(SEEN).containsExactly("1 SELL");
    }

    @Test
    void shouldSayWhatAMethodListensTo() {
        final BoundHandler whole = bind("record", null);
        assertThat(whole.messageType()).isEqualTo(Quote.class);
        assertThat(whole.usesContext()).isFalse();
        assertThat(whole.codec().fingerprint()).isNotZero();

        final BoundHandler spread = bind("contextLast", Quote.class);
        assertThat(spread.messageType()).isEqualTo(Quote.class);
        assertThat(spread.usesContext()).isTrue();
        assertThat(spread.codec().fingerprint()).isEqualTo(whole.codec().fingerprint());

        final BoundHandler raw = bind("raw", null);
        assertThat(raw.messageType()).isEqualTo(DirectBuffer.class);
        assertThat(raw.codec()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"components", "one", "oneEnum", "subset"})
    void shouldWaitForARecordThatIsNotKnownYet(final String method) {
        assertThat(bind(method, null)).isNull();
    }

    private BoundHandler bind(final String method, final Class<? extends Record> record) {
        return channel.binder.bind(methods, TestChannel.methodOf(methods, method), record);
    }

    /** A class that was compiled without {@code -parameters}: all components in their order still tell themselves. */
    @Test
    void shouldTakeAllComponentsInOrderWithoutTheirNames() {
        final DeskAccess desk = new DeskAccess(CopyingClassLoader.withoutParameterNames("io.hermesmq.elsewhere"));
        final BoundHandler handler =
                channel.binder.bind(desk.listener(), desk.listenerMethod("ordered"), desk.recordType());
        final Listener listener = channel.open(ListenerConfig.of("ordered", "quotes"), handler);
        channel.publish(desk.newOrder(7, 1.5, "SELL"));
        listener.loop().poll();

        assertThat(desk.listener()).hasToString("7 1.5 SELL");
    }
}
