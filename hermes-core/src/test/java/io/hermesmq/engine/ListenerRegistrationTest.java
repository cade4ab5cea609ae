package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesmq.Hermes;
import io.hermesmq.HermesException;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.MaxLength;
import io.hermesmq.dispatch.ListenerBindingException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ListenerRegistrationTest {

    private static final String QUOTE_LAYOUT =
            "Quote(instrument:int64,bid:float64,ask:float64,size:int32,side:enum{BUY,SELL})";

    private final Hermes hermes = Engines.create();
    private final Methods methods = new Methods();

    record Trade(long id, @MaxLength(8) String symbol) {}

    static class Methods {
        final List<String> seen = new ArrayList<>();

        void whole(final Quote quote) {
            seen.add("whole " + quote.instrument());
        }

        void spread(final int size, final long instrument) {
            seen.add("spread " + size + " " + instrument);
        }

        void symbol(final String symbol) {
            seen.add("symbol " + symbol);
        }

        void trade(final Trade trade) {
            seen.add(trade.toString());
        }

        void raw(final DirectBuffer buffer, final int offset, final int length) {
            seen.add("raw " + length);
        }

        void wrong(final long price, final int size) {}

        void unknown(final Thread thread) {}
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    private void listen(final String method) {
        hermes.listen(config(method), methods, method(method));
    }

    private static ListenerConfig config(final String id) {
        return ListenerConfig.of(id, "quotes").onLane("test");
    }

    private static Method method(final String name) {
        return Arrays.stream(Methods.class.getDeclaredMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private void publishAndStep() {
        hermes.publisher("quotes", Quote.class).publish(Quote.of(7));
        hermes.step("test");
    }

    // ids

    @Test
    void shouldRefuseTwoListenersOfOneId() {
        listen("whole");

        final DuplicateListenerException e = catchThrowableOfType(
                DuplicateListenerException.class, () -> hermes.listen(config("whole"), methods, method("spread")));

        assertThat(e)
                .hasMessage("two listeners have the id 'whole': Methods.whole(Quote) and Methods.spread(int, long);"
                        + " give one of them another id");
        assertThat(e.id()).isEqualTo("whole");
        assertThat(e.first()).isEqualTo("Methods.whole(Quote)");
        assertThat(e.second()).isEqualTo("Methods.spread(int, long)");
        publishAndStep();
        assertThat(methods.seen).containsExactly("whole 7");
    }

    @Test
    void shouldTellIdsApartByCase() {
        hermes.listen(config("whole"), methods, method("whole"));
        hermes.listen(config("Whole"), methods, method("whole"));
        publishAndStep();

        assertThat(methods.seen).containsExactly("whole 7", "whole 7");
    }

    @Test
    void shouldGiveTheIdBackWhereTheRegistrationFails() {
        assertThatThrownBy(() -> hermes.listen(config("signals"), methods, method("unknown")))
                .isInstanceOf(ListenerBindingException.class);

        hermes.listen(config("signals"), methods, method("whole"));
        publishAndStep();
        assertThat(methods.seen).containsExactly("whole 7");
    }

    @Test
    void shouldGiveTheIdOfAHandlerBackWhereTheRegistrationFails() {
        assertThatThrownBy(() -> hermes.listen(config("signals"), Thread.class, (thread, context) -> {}))
                .isInstanceOf(HermesException.class);

        hermes.listen(config("signals"), Quote.class, (quote, context) -> methods.seen.add("handled"));
        publishAndStep();
        assertThat(methods.seen).containsExactly("handled");
    }

    // components of a record that is named by others

    @Test
    void shouldLearnTheRecordFromAPublisherThatComesLater() {
        listen("spread");
        publishAndStep();

        assertThat(methods.seen).containsExactly("spread 100 7");
    }

    @Test
    void shouldLearnTheRecordFromAListenerThatComesLater() {
        listen("spread");
        listen("whole");
        hermes.start();
        publishAndStep();

        assertThat(methods.seen).containsExactlyInAnyOrder("spread 100 7", "whole 7");
    }

    @Test
    void shouldLearnTheRecordFromAHandlerThatComesLater() {
        listen("spread");
        hermes.listen(config("handler"), Quote.class, (quote, context) -> {});
        hermes.start();
        publishAndStep();

        assertThat(methods.seen).containsExactly("spread 100 7");
    }

    @Test
    void shouldLearnTheRecordFromTheConfiguration() {
        hermes.listen(config("spread").ofMessage(Quote.class), methods, method("spread"));
        hermes.start();
        publishAndStep();

        assertThat(methods.seen).containsExactly("spread 100 7");
    }

    static final class Annotated {
        int size;

        @HermesListener(channel = "quotes", id = "annotated", lane = "test", message = Quote.class)
        void on(final int size) {
            this.size = size;
        }
    }

    @Test
    void shouldLearnTheRecordFromTheAnnotation() {
        final Annotated listener = new Annotated();
        hermes.listen(listener);
        hermes.start();
        publishAndStep();

        assertThat(listener.size).isEqualTo(100);
    }

    @Test
    void shouldDeliverOnceHoweverOftenOthersAreBound() {
        listen("spread");
        hermes.publisher("quotes", Quote.class);
        hermes.publisher("quotes", Quote.class);
        hermes.listen(config("handler"), Quote.class, (quote, context) -> {});
        publishAndStep();

        assertThat(methods.seen).containsExactly("spread 100 7");
    }

    @Test
    void shouldNotStartWhereNobodyNamesTheRecord() {
        listen("spread");

        assertThatThrownBy(hermes::start)
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageStartingWith(
                        "listener method io.hermesmq.engine.ListenerRegistrationTest$Methods.spread(int,"
                                + " long): its parameters [")
                .hasMessageContaining("no publisher or listener of channel 'quotes' says which record");
        publishAndStep();
        hermes.start();
        assertThat(methods.seen).containsExactly("spread 100 7");
    }

    @Test
    void shouldRefuseALateListenerWhereNobodyNamesTheRecord() {
        hermes.start();

        assertThatThrownBy(() -> listen("spread")).isExactlyInstanceOf(ListenerBindingException.class);
        publishAndStepAll();
        assertThat(methods.seen).isEmpty();
    }

    private void publishAndStepAll() {
        hermes.listen(config("other"), Quote.class, (quote, context) -> {});
        publishAndStep();
    }

    /** One wrong listener must not stand in the way of the others, nor make them be bound twice. */
    @Test
    void shouldForgetAListenerThatCannotBeBound() {
        listen("spread");
        listen("wrong");

        assertThatThrownBy(() -> hermes.publisher("quotes", Quote.class))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessageContaining("Methods.wrong(long, int)");
        publishAndStep();

        assertThat(methods.seen).containsExactly("spread 100 7");
    }

    // what a channel carries

    @Test
    void shouldRefuseAListenerOfAnotherRecord() {
        hermes.publisher("quotes", Quote.class);

        final ChannelTypeMismatchException e =
                catchThrowableOfType(ChannelTypeMismatchException.class, () -> listen("trade"));

        assertThat(e)
                .hasMessage("channel 'quotes' carries " + QUOTE_LAYOUT
                        + ", but listener 'trade' wants Trade(id:int64,symbol:utf8[8]);"
                        + " use the same record on both sides, or another channel, or declare that the channel carries"
                        + " several types: by a publisher interface with a method for each record, or a class with"
                        + " @HermesListener and a @HermesHandler for each");
        assertThat(e.channel()).isEqualTo("quotes");
        assertThat(e.expected()).isEqualTo(QUOTE_LAYOUT);
        assertThat(e.actual()).isEqualTo("Trade(id:int64,symbol:utf8[8])");
    }

    @Test
    void shouldRefuseAPublisherOfAnotherRecord() {
        listen("whole");

        assertThatThrownBy(() -> hermes.publisher("quotes", Trade.class))
                .isExactlyInstanceOf(ChannelTypeMismatchException.class)
                .hasMessage("channel 'quotes' carries " + QUOTE_LAYOUT
                        + ", but a publisher wants Trade(id:int64,symbol:utf8[8]);"
                        + " use the same record on both sides, or another channel, or declare that the channel carries"
                        + " several types: by a publisher interface with a method for each record, or a class with"
                        + " @HermesListener and a @HermesHandler for each");
    }

    /** Otherwise it would read the bytes of the record as text, or its component, depending on who comes first. */
    @Test
    void shouldRefuseTextOnAChannelOfRecords() {
        listen("symbol");

        assertThatThrownBy(() -> hermes.publisher("quotes", Trade.class))
                .isExactlyInstanceOf(ChannelTypeMismatchException.class)
                .hasMessageContaining("channel 'quotes' carries text, but a publisher wants Trade(");
    }

    @Test
    void shouldTakeATextForTheComponentWhereTheRecordIsKnown() {
        final Publisher<Trade> trades = hermes.publisher("quotes", Trade.class);
        listen("symbol");
        trades.publish(new Trade(1, "ABC"));
        hermes.step("test");

        assertThat(methods.seen).containsExactly("symbol ABC");
    }

    @Test
    void shouldLetRawListenersReadEveryChannel() {
        listen("raw");
        publishAndStep();

        assertThat(methods.seen).containsExactly("raw 29");
    }

    // whole objects

    static class Base {
        final List<String> seen = new ArrayList<>();

        @HermesListener(channel = "quotes", id = "inherited", lane = "test")
        private void inherited(final Quote quote) {
            seen.add("inherited");
        }

        @HermesListener(channel = "quotes", id = "overridden", lane = "test")
        void overridden(final Quote quote) {
            seen.add("never called");
        }
    }

    static final class Derived extends Base {
        @Override
        void overridden(final Quote quote) {
            seen.add("overriding");
        }
    }

    @Test
    void shouldRegisterInheritedMethods() {
        final Derived listener = new Derived();
        hermes.listen(listener);
        publishAndStep();

        assertThat(listener.seen).containsExactlyInAnyOrder("inherited", "overriding");
    }

    interface Handler<T> {
        void on(T message);
    }

    static final class QuoteHandler implements Handler<Quote> {
        int calls;

        @Override
        @HermesListener(channel = "quotes", lane = "test")
        public void on(final Quote quote) {
            calls++;
        }
    }

    /** The compiler copies the annotation to the bridge method {@code on(Object)}. */
    @Test
    void shouldNotRegisterBridgeMethods() {
        final QuoteHandler listener = new QuoteHandler();
        hermes.listen(listener);
        publishAndStep();

        assertThat(listener.calls).isEqualTo(1);
        assertThat(hermes.snapshot().listener("quoteHandler.on").delivered()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAnObjectWithoutListeners() {
        assertThatThrownBy(() -> hermes.listen(methods))
                .isExactlyInstanceOf(HermesException.class)
                .hasMessage("io.hermesmq.engine.ListenerRegistrationTest$Methods has no method with @HermesListener;"
                        + " annotate one, or do not register it");
    }
}
