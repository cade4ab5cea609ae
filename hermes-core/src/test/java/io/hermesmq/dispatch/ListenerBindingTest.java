package io.hermesmq.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesmq.HermesException;
import io.hermesmq.MessageContext;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import io.hermesmq.elsewhere.DeskAccess;
import io.hermesmq.support.CopyingClassLoader;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** Listener methods that cannot be called, and what their users are told. */
final class ListenerBindingTest {

    private final HandlerBinder binder = new HandlerBinder(new Codecs(List.of()));
    private final Methods methods = new Methods();

    enum Side {
        BUY,
        SELL
    }

    record Quote(long instrument, double bid, double ask, int size, Side side) {}

    @SuppressWarnings("unused")
    private static final class Methods {

        void subset(final Side side, final double ask) {}

        void record(final Quote quote) {}

        void wrongName(final long instrument, final double price) {}

        void wrongType(final long instrument, final float bid) {}

        void boxed(final Long instrument, final double bid) {}

        void unknownType(final Thread thread) {}

        CompletableFuture<Void> later(final Quote quote) {
            return new CompletableFuture<>();
        }

        void twoContexts(final MessageContext first, final Quote quote, final MessageContext second) {}

        void otherBuffer(final UnsafeBuffer buffer, final int offset, final int length) {}
    }

    private ListenerBindingException refusal(final String method) {
        return catchThrowableOfType(
                ListenerBindingException.class,
                () -> binder.bind(methods, TestChannel.methodOf(methods, method), Quote.class));
    }

    private static String inWords(final String method) {
        return "listener method io.hermesmq.dispatch.ListenerBindingTest$Methods." + method + ": ";
    }

    @Test
    void shouldRefuseAParameterThatIsNoComponent() {
        final ListenerBindingException e = refusal("wrongName");

        assertThat(e)
                .hasMessage(inWords("wrongName(long, double)")
                        + "parameter double price: record Quote has no such component, only long instrument, double bid,"
                        + " double ask, int size, Side side; name the parameter as a component, or take the record"
                        + " itself");
        assertThat(e.method()).isEqualTo("io.hermesmq.dispatch.ListenerBindingTest$Methods.wrongName(long, double)");
        assertThat(e.parameter()).isEqualTo("double price");
        assertThat(e.reason()).startsWith("record Quote has no such component, only long instrument");
        assertThat(e.action()).isEqualTo("name the parameter as a component, or take the record itself");
        assertThat(e).isInstanceOf(HermesException.class);
    }

    @Test
    void shouldRefuseAParameterOfAnotherType() {
        assertThat(refusal("wrongType"))
                .hasMessage(inWords("wrongType(long, float)")
                        + "parameter float bid: component 'bid' of record Quote is of type double;"
                        + " give the parameter that type");
    }

    @Test
    void shouldRefuseABoxedParameter() {
        assertThat(refusal("boxed"))
                .hasMessage(inWords("boxed(Long, double)")
                        + "parameter Long instrument: component 'instrument' of record Quote is of type long;"
                        + " give the parameter that type");
    }

    @Test
    void shouldRefuseAMessageThatNoCodecDecodes() {
        assertThat(refusal("unknownType"))
                .hasMessage(inWords("unknownType(Thread)")
                        + "parameter Thread thread: no codec decodes it; take a record, String, byte[], an SBE decoder,"
                        + " components of a record, or (DirectBuffer buffer, int offset, int length)")
                .hasCauseExactlyInstanceOf(UnsupportedMessageTypeException.class);
    }

    @Test
    void shouldRefuseTwoContexts() {
        assertThat(refusal("twoContexts"))
                .hasMessage(inWords("twoContexts(MessageContext, Quote, MessageContext)")
                        + "it takes the context twice; take one MessageContext");
        assertThat(refusal("twoContexts").parameter()).isNull();
    }

    /** Its failure would be lost. */
    @Test
    void shouldRefuseAResultThatIsToCome() {
        assertThat(refusal("later"))
                .hasMessage(inWords("later(Quote)")
                        + "it returns CompletableFuture, whose failure nobody would see; return void and handle the"
                        + " failure of what it starts");
    }

    @Test
    void shouldSayWhatToDoWhereNobodyNamesTheRecord() {
        assertThat(binder.unknownRecord(methods, TestChannel.methodOf(methods, "subset"), "quotes"))
                .hasMessage(inWords("subset(Side, double)")
                        + "its parameters [final io.hermesmq.dispatch.ListenerBindingTest$Side side, final double ask]"
                        + " are no message that a codec decodes, and no publisher or listener of channel 'quotes' says"
                        + " which record they are components of; add message = YourRecord.class to its @HermesListener,"
                        + " or take a record, String, byte[], an SBE decoder or (DirectBuffer buffer, int offset, int"
                        + " length)");
    }

    @Test
    void shouldRefuseAMethodOfAnotherObject() {
        final var method = TestChannel.methodOf(methods, "record");
        assertThatThrownBy(() -> binder.bind("not its target", method, null))
                .isInstanceOf(HermesException.class)
                .hasMessageContaining("java.lang.String");
    }

    @Test
    void shouldSayHowToCompileWhereNamesAreMissing() {
        final DeskAccess desk = new DeskAccess(CopyingClassLoader.withoutParameterNames("io.hermesmq.elsewhere"));

        assertThatThrownBy(() -> binder.bind(desk.listener(), desk.listenerMethod("spread"), desk.recordType()))
                .isExactlyInstanceOf(ListenerBindingException.class)
                .hasMessage("listener method io.hermesmq.elsewhere.Desk.spread(Side, MessageContext, long): parameter"
                        + " Side arg0: record Order has no such component, only long id, double price, Side side;"
                        + " compile with -parameters, so that parameter names are in the class file");
    }
}
