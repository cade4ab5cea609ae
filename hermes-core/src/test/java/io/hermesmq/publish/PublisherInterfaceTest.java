package io.hermesmq.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.MessageClaim;
import io.hermesmq.PublishRefusedException;
import io.hermesmq.PublishStatus;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.elsewhere.DeskAccess;
import io.hermesmq.publish.Quote.Side;
import io.hermesmq.support.CopyingClassLoader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class PublisherInterfaceTest {

    private final TestChannel channel = new TestChannel();

    @HermesPublisher("quotes")
    interface Everything {
        long publish(Quote quote);

        long publish(long instrument, double bid, int size, Side side);

        long reordered(Side side, int size, double bid, long instrument);

        void send(Quote quote);

        void send(long instrument, double bid, int size, Side side);

        long publish(DirectBuffer buffer, int offset, int length);

        MessageClaim claim(int length);

        String channel();

        default long publishTwice(final Quote quote) {
            publish(quote);
            return publish(quote);
        }

        static Quote example() {
            return Quote.EXAMPLE;
        }
    }

    @Test
    void shouldPublishARecord() {
        assertThat(channel.implement(Everything.class).publish(Quote.EXAMPLE)).isEqualTo(64);

        assertThat(channel.records(Quote.class)).containsExactly(Quote.EXAMPLE_TEXT);
    }

    @Test
    void shouldPublishTheComponentsOfARecord() {
        assertThat(channel.implement(Everything.class).publish(7, 1.5, 100, Side.SELL))
                .isEqualTo(64);

        assertThat(channel.records(Quote.class)).containsExactly(Quote.EXAMPLE_TEXT);
    }

    @Test
    void shouldTellComponentsByTheirNames() {
        channel.implement(Everything.class).reordered(Side.SELL, 100, 1.5, 7);

        assertThat(channel.records(Quote.class)).containsExactly(Quote.EXAMPLE_TEXT);
    }

    @Test
    void shouldPublishWithoutAResult() {
        final Everything publisher = channel.implement(Everything.class);
        publisher.send(Quote.EXAMPLE);
        publisher.send(7, 1.5, 100, Side.SELL);

        assertThat(channel.records(Quote.class)).containsExactly(Quote.EXAMPLE_TEXT, Quote.EXAMPLE_TEXT);
    }

    @Test
    void shouldReturnARefusalWhereThereIsAResult() {
        final Everything publisher = channel.implement(Everything.class);
        channel.fill();
        final long refusal = PublishStatus.BACK_PRESSURED.code();

        assertThat(publisher.publish(Quote.EXAMPLE)).isEqualTo(refusal);
        assertThat(publisher.publish(7, 1.5, 100, Side.SELL)).isEqualTo(refusal);
        assertThat(publisher.publish(new UnsafeBuffer(new byte[8]), 0, 8)).isEqualTo(refusal);
    }

    @Test
    void shouldThrowARefusalWhereThereIsNoResult() {
        final Everything publisher = channel.implement(Everything.class);
        channel.channel.close();

        assertThatThrownBy(() -> publisher.send(Quote.EXAMPLE))
                .isExactlyInstanceOf(PublishRefusedException.class)
                .hasMessage("channel 'quotes' refused a message: CLOSED;"
                        + " let the publisher method return long to handle refusals without an exception")
                .extracting(e -> ((PublishRefusedException) e).status())
                .isEqualTo(PublishStatus.CLOSED);
        assertThatThrownBy(() -> publisher.send(7, 1.5, 100, Side.SELL))
                .isExactlyInstanceOf(PublishRefusedException.class);
    }

    @Test
    void shouldPublishBytesAsTheyAre() {
        final UnsafeBuffer source = new UnsafeBuffer("say hello".getBytes(StandardCharsets.US_ASCII));
        channel.implement(Everything.class).publish(source, 4, 5);

        assertThat(channel.texts()).containsExactly("hello");
    }

    @Test
    void shouldClaim() {
        try (MessageClaim claim = channel.implement(Everything.class).claim(5)) {
            claim.buffer().putStringWithoutLengthAscii(claim.offset(), "hello");
            claim.commit();
        }

        assertThat(channel.texts()).containsExactly("hello");
    }

    @Test
    void shouldSayWhereItPublishesTo() {
        final Everything publisher = channel.implement(Everything.class);

        assertThat(publisher.channel()).isEqualTo("quotes");
        assertThat(publisher).hasToString("publisher of channel 'quotes'");
    }

    @Test
    void shouldLeaveDefaultAndStaticMethodsToTheInterface() {
        assertThat(channel.implement(Everything.class).publishTwice(Everything.example()))
                .isEqualTo(128);

        assertThat(channel.records(Quote.class)).hasSize(2);
    }

    @Test
    void shouldBeAPlainClassAndNoProxy() {
        final Class<?> type = channel.implement(Everything.class).getClass();

        assertThat(Proxy.isProxyClass(type)).isFalse();
        assertThat(type.getPackageName()).isEqualTo("io.hermesmq.publish");
        assertThat(type).isNotEqualTo(channel.implement(Everything.class).getClass());
    }

    @HermesPublisher("quotes")
    interface Generic extends Publisher<Quote> {
        long publish(long instrument, double bid, int size, Side side);
    }

    @Test
    void shouldExtendThePublisherOfItsMessages() {
        final Generic publisher = channel.implement(Generic.class);
        publisher.publish(Quote.EXAMPLE);
        publisher.publish(7, 1.5, 100, Side.SELL);
        publisher.publish(new UnsafeBuffer(new byte[1]), 0, 1);
        publisher.claim(0).commit();

        assertThat(channel.payloads()).hasSize(4);
        assertThat(publisher.channel()).isEqualTo("quotes");
    }

    @HermesPublisher("quotes")
    interface Redeclaring extends Publisher<Quote> {
        @Override
        long publish(Quote quote);
    }

    @Test
    void shouldTakeAMethodThatIsDeclaredAgain() {
        final Redeclaring publisher = channel.implement(Redeclaring.class);
        final Publisher<Quote> general = publisher;
        publisher.publish(Quote.EXAMPLE);
        general.publish(Quote.EXAMPLE);

        assertThat(channel.records(Quote.class)).hasSize(2);
    }

    interface Left {
        long publish(Quote quote);
    }

    interface Right {
        long publish(Quote quote);
    }

    @HermesPublisher("quotes")
    interface Both extends Left, Right {}

    @Test
    void shouldInheritFromTwoParents() {
        channel.implement(Both.class).publish(Quote.EXAMPLE);

        assertThat(channel.records(Quote.class)).hasSize(1);
    }

    @HermesPublisher(value = "quotes", message = Quote.class)
    private interface Secret {
        long publish(int size, long instrument, double bid, Side side);
    }

    @Test
    void shouldImplementAPrivateInterfaceThatNamesItsRecord() {
        channel.implement(Secret.class).publish(100, 7, 1.5, Side.SELL);

        assertThat(channel.records(Quote.class)).containsExactly(Quote.EXAMPLE_TEXT);
    }

    @HermesPublisher("texts")
    interface Texts {
        long publish(String text);

        void send(String text);
    }

    @Test
    void shouldPublishText() {
        final Texts texts = channel.implement(Texts.class);
        texts.publish("a");
        texts.send("b");

        assertThat(channel.texts()).containsExactly("a", "b");
    }

    record Line(@MaxLength(16) String text) {}

    @HermesPublisher("lines")
    interface Lines {
        long publish(Line line);

        long publish(String text);
    }

    @Test
    void shouldTakeTheOnlyComponentOfARecordForThat() {
        final Lines lines = channel.implement(Lines.class);
        lines.publish(new Line("a"));
        lines.publish("b");

        assertThat(channel.records(Line.class)).containsExactly("Line[text=a]", "Line[text=b]");
    }

    @HermesPublisher("quotes")
    interface WithObjectMethods {
        long publish(Quote quote);

        @Override
        String toString();

        @Override
        boolean equals(Object other);

        @Override
        int hashCode();
    }

    @Test
    void shouldLeaveMethodsOfEveryObjectAlone() {
        final WithObjectMethods publisher = channel.implement(WithObjectMethods.class);

        assertThat(publisher).hasToString("publisher of channel 'quotes'").isEqualTo(publisher);
        assertThat(publisher.publish(Quote.EXAMPLE)).isPositive();
    }

    // class loaders

    @Test
    void shouldImplementAPackagePrivateInterfaceOfAnotherClassLoader() {
        final DeskAccess desk = new DeskAccess(CopyingClassLoader.of("io.hermesmq.elsewhere"));
        final Object publisher = channel.implement(desk.ordersType());
        DeskAccess.call(desk.ordersType(), publisher, "publish", desk.newOrder(1, 1.5, "BUY"));
        DeskAccess.call(desk.ordersType(), publisher, "send", desk.newOrder(2, 2.5, "SELL"));
        DeskAccess.call(desk.ordersType(), publisher, "isOpen");

        assertThat(channel.records(desk.recordType()))
                .containsExactly(
                        "Order[id=1, price=1.5, side=BUY]",
                        "Order[id=2, price=2.5, side=SELL]",
                        "Order[id=0, price=0.0, side=null]");
        assertThat(publisher.getClass().getClassLoader())
                .isSameAs(desk.ordersType().getClassLoader());
    }

    @Test
    void shouldImplementAnInterfaceOncePerClassLoaderAndChannel() {
        for (int i = 0; i < 3; i++) {
            final DeskAccess desk = new DeskAccess(CopyingClassLoader.of("io.hermesmq.elsewhere"));
            assertThat(List.of(channel.implement(desk.ordersType()), channel.implement(desk.ordersType())))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldTakeAllComponentsInOrderWithoutTheirNames() {
        final DeskAccess desk = new DeskAccess(CopyingClassLoader.withoutParameterNames("io.hermesmq.elsewhere"));
        final Object publisher = channel.implement(desk.orderedOrdersType());
        DeskAccess.call(desk.orderedOrdersType(), publisher, "publish", 3L, 3.5, null);

        assertThat(channel.records(desk.recordType())).containsExactly("Order[id=3, price=3.5, side=null]");
    }

    @Test
    void shouldSayHowToCompileWhereNamesAreMissing() {
        final DeskAccess desk = new DeskAccess(CopyingClassLoader.withoutParameterNames("io.hermesmq.elsewhere"));

        assertThatThrownBy(() -> channel.implement(desk.spreadOrdersType()))
                .isExactlyInstanceOf(PublisherBindingException.class)
                .hasMessage("publisher method io.hermesmq.elsewhere.Desk$SpreadOrders.publish(Side, long, double): its"
                        + " parameters are not the components of record Order(long id, double price, Side side);"
                        + " compile with -parameters, or give it exactly these types in this order");
    }
}
