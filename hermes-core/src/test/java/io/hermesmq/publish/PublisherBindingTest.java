package io.hermesmq.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hermesmq.HermesException;
import io.hermesmq.MessageClaim;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.codec.UnsupportedMessageTypeException;
import io.hermesmq.publish.Quote.Side;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.Test;

final class PublisherBindingTest {

    private static final String COMPONENTS = "Quote(long instrument, double bid, int size, Side side)";

    private final TestChannel channel = new TestChannel();

    private PublisherBindingException refusal(final Class<?> type) {
        return catchThrowableOfType(PublisherBindingException.class, () -> channel.implement(type));
    }

    private static String inWords(final String rest) {
        return "io.hermesmq.publish.PublisherBindingTest$" + rest;
    }

    abstract static class NoInterface {
        abstract long publish(Quote quote);
    }

    @Test
    void shouldRefuseAClass() {
        assertThat(refusal(NoInterface.class))
                .hasMessage("publisher " + inWords("NoInterface: it is no interface; declare it as an interface"));
    }

    interface Nothing {}

    interface OnlyComponents {
        long publish(long instrument, double bid, int size, Side side);
    }

    @Test
    void shouldRefuseAnInterfaceThatDoesNotSayWhatItPublishes() {
        final String text = ": no method takes a whole message, so it is unknown which record its parameters are"
                + " components of; add message = YourRecord.class to its @HermesPublisher, or a method that takes the"
                + " record";

        assertThat(refusal(OnlyComponents.class)).hasMessage("publisher " + inWords("OnlyComponents" + text));
        assertThat(refusal(Nothing.class)).hasMessage("publisher " + inWords("Nothing" + text));
    }

    interface TextOrBytes {
        long publish(String text);

        long publish(byte[] bytes);
    }

    @Test
    void shouldRefuseTwoTypesThatAreNoRecords() {
        final PublisherBindingException e = refusal(TextOrBytes.class);

        assertThat(e.subject()).isEqualTo("publisher " + inWords("TextOrBytes"));
        assertThat(e.reason())
                .isIn(
                        "its methods take different messages: [String, byte[]]",
                        "its methods take different messages: [byte[], String]");
        assertThat(e.action())
                .isEqualTo(
                        "take records, which are told apart by their type, or declare one publisher interface and one channel"
                                + " for each");
        assertThat(e).hasMessage(e.subject() + ": " + e.reason() + "; " + e.action());
        assertThat(e).isInstanceOf(HermesException.class);
    }

    interface WrongResult {
        int publish(Quote quote);
    }

    @Test
    void shouldRefuseAnotherResult() {
        assertThat(refusal(WrongResult.class))
                .hasMessage("publisher method "
                        + inWords("WrongResult.publish(Quote): it returns int; return long, the position or the code of"
                                + " a PublishStatus, or void to have refusals thrown, or CompletableFuture<Reply> for a"
                                + " request"));
    }

    interface WrongClaim {
        void publish(Quote quote);

        MessageClaim claim(long length);
    }

    @Test
    void shouldRefuseAClaimOfAnotherShape() {
        assertThat(refusal(WrongClaim.class))
                .hasMessage("publisher method "
                        + inWords("WrongClaim.claim(long): it returns MessageClaim; return long, the position or the"
                                + " code of a PublishStatus, or void to have refusals thrown, or CompletableFuture<Reply> for"
                                + " a request"));
    }

    @HermesPublisher(value = "quotes", message = Quote.class)
    interface WrongName {
        long publish(long instrument, double price, int size, Side side);
    }

    @HermesPublisher(value = "quotes", message = Quote.class)
    interface WrongType {
        long publish(long instrument, float bid, int size, Side side);
    }

    @HermesPublisher(value = "quotes", message = Quote.class)
    interface TooFew {
        long publish(long instrument, double bid, int size);
    }

    @HermesPublisher(value = "quotes", message = Quote.class)
    interface TooMany {
        long publish(long instrument, double bid, int size, Side side, long extra);
    }

    @HermesPublisher(value = "quotes", message = Quote.class)
    interface None {
        long publish();
    }

    @Test
    void shouldRefuseParametersThatAreNotTheComponents() {
        final String text = ": its parameters are not the components of record " + COMPONENTS
                + "; give it exactly these parameters, or the record";

        assertThat(refusal(WrongName.class))
                .hasMessage("publisher method " + inWords("WrongName.publish(long, double, int, Side)" + text));
        assertThat(refusal(WrongType.class))
                .hasMessage("publisher method " + inWords("WrongType.publish(long, float, int, Side)" + text));
        assertThat(refusal(TooFew.class))
                .hasMessage("publisher method " + inWords("TooFew.publish(long, double, int)" + text));
        assertThat(refusal(TooMany.class))
                .hasMessage("publisher method " + inWords("TooMany.publish(long, double, int, Side, long)" + text));
        assertThat(refusal(None.class)).hasMessage("publisher method " + inWords("None.publish()" + text));
    }

    interface TextAndMore {
        long publish(String text);

        long publish(String text, int priority);
    }

    @Test
    void shouldRefuseSeveralParametersWhereTheMessageIsNoRecord() {
        assertThat(refusal(TextAndMore.class))
                .hasMessage("publisher method "
                        + inWords("TextAndMore.publish(String, int): its parameters are neither one message of type"
                                + " String nor (DirectBuffer, int, int); only the components of a record can be given"
                                + " one by one"));
    }

    @HermesPublisher(value = "texts", message = String.class)
    interface NoCodec {
        long publish(Thread thread);
    }

    @Test
    void shouldRefuseAMessageThatNoCodecEncodes() {
        assertThat(refusal(NoCodec.class))
                .hasMessage("publisher method "
                        + inWords("NoCodec.publish(Thread): no codec encodes java.lang.Thread; take a record, its"
                                + " components, String, byte[], an SBE encoder or (DirectBuffer, int, int)"))
                .hasCauseExactlyInstanceOf(UnsupportedMessageTypeException.class);
    }

    private static final class QuoteCodec implements MessageCodec<Quote> {
        @Override
        public Class<Quote> type() {
            return Quote.class;
        }

        @Override
        public int encodedLength(final Quote message) {
            return 0;
        }

        @Override
        public void encode(final Quote message, final MutableDirectBuffer buffer, final int offset) {}

        @Override
        public Quote decode(final DirectBuffer buffer, final int offset, final int length) {
            return Quote.EXAMPLE;
        }
    }

    @HermesPublisher(value = "quotes", message = Quote.class)
    interface Components {
        long publish(long instrument, double bid, int size, Side side);
    }

    @Test
    void shouldRefuseComponentsOfARecordThatACodecOfTheUserEncodes() {
        final TestChannel own = new TestChannel(new QuoteCodec());

        assertThat(catchThrowableOfType(PublisherBindingException.class, () -> own.implement(Components.class)))
                .hasMessage("publisher method "
                        + inWords("Components.publish(long, double, int, Side): messages of type Quote are encoded by a"
                                + " codec of yours; take the message whole; only a layout of Hermes has components"));
    }

    @Test
    void shouldLeaveNothingInTheChannel() {
        refusal(WrongName.class);
        refusal(NoCodec.class);

        assertThat(channel.isQuiet()).isTrue();
        assertThat(channel.payloads()).isEmpty();
    }
}
