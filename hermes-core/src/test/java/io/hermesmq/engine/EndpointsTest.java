package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.HermesException;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.MessageContext;
import io.hermesmq.MessageTooLargeException;
import io.hermesmq.Profile;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.elsewhere.DeskAccess;
import io.hermesmq.support.CopyingClassLoader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishers and listeners of all kinds, registered with a whole engine. */
final class EndpointsTest {

    private final Hermes hermes = Engines.create();

    @HermesPublisher("quotes")
    interface Quotes {
        long publish(Quote quote);

        long publish(long instrument, double bid, double ask, int size, Quote.Side side);
    }

    interface Unannotated {
        long publish(Quote quote);
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    @Test
    void shouldRefuseAnInterfaceThatNamesNoChannel() {
        assertThatThrownBy(() -> hermes.publisher(Unannotated.class))
                .isExactlyInstanceOf(HermesException.class)
                .hasMessage("io.hermesmq.engine.EndpointsTest$Unannotated has no @HermesPublisher; add it, or name"
                        + " the channel");
        assertThat(hermes.publisherOf("quotes", Unannotated.class).publish(Quote.of(1)))
                .isPositive();
    }

    @Test
    void shouldTakeTheChannelThatIsNamedBeforeThatOfTheAnnotation() {
        hermes.publisherOf("other", Quotes.class).publish(Quote.of(1));

        assertThat(hermes.snapshot().channels())
                .extracting(HermesSnapshot.Channel::name)
                .containsExactly("other");
    }

    record Wide(@MaxLength(100_000) String text) {}

    @Test
    void shouldRefuseAMessageThatMayNeverFitItsChannel() {
        assertThatThrownBy(() -> hermes.publisher("wide", Wide.class))
                .isExactlyInstanceOf(MessageTooLargeException.class)
                .hasMessage("channel 'wide': record Wide needs 100004 payload bytes, but its ring takes at most 8160;"
                        + " set its capacity to at least 1048576");
    }

    @Test
    void shouldNameTheNextCapacityWhereOneIsWrong() {
        assertThatThrownBy(() -> Profile.SMALL.channel().withCapacity(100_000))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("capacity 100000 is not a power of two from 4096 to 1073741824; use 131072");
    }

    static final class TwoChannels {
        final List<String> seen = new ArrayList<>();

        @HermesListener(channel = "quotes", id = "first", lane = "test")
        @HermesListener(channel = "others", id = "second", lane = "test")
        void on(final Quote quote, final MessageContext context) {
            seen.add(context.channel() + " " + quote.instrument());
        }
    }

    @Test
    void shouldReadSeveralChannelsWithOneMethod() {
        final TwoChannels listener = new TwoChannels();
        hermes.listen(listener);
        hermes.publisher("quotes", Quote.class).publish(Quote.of(1));
        hermes.publisher("others", Quote.class).publish(Quote.of(2));
        hermes.step("test");

        assertThat(listener.seen).containsExactlyInAnyOrder("quotes 1", "others 2");
    }

    /** As after a restart by DevTools: all classes of the application are loaded anew, Hermes is not. */
    @Test
    void shouldServeClassesOfAnotherClassLoader() {
        for (int restart = 0; restart < 2; restart++) {
            final DeskAccess desk = new DeskAccess(CopyingClassLoader.of("io.hermesmq.elsewhere"));
            try (Hermes restarted = HermesEngine.create(Engines.config().withLane("desk", Engines.STEPPED))) {
                restarted.listen(desk.listener());
                final Object orders = restarted.publisher(desk.ordersType());
                final Object spread = restarted.publisher(desk.spreadOrdersType());
                restarted.start();
                DeskAccess.call(desk.ordersType(), orders, "publish", desk.newOrder(1, 1.5, "BUY"));
                DeskAccess.call(desk.spreadOrdersType(), spread, "publish", null, 2L, 2.5);
                restarted.step("desk");

                assertThat(desk.listener().toString().split("; "))
                        .containsExactlyInAnyOrder(
                                "Order[id=1, price=1.5, side=BUY]",
                                "Order[id=2, price=2.5, side=null]",
                                "1 BUY #1",
                                "2 null #2",
                                "1 1.5 BUY",
                                "2 2.5 null");
            }
        }
    }
}
