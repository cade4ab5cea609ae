package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageClaim;
import io.hermesmq.MessageContext;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.codec.sbe.TradeDecoder;
import io.hermesmq.codec.sbe.TradeEncoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Views of messages that are used too late. */
final class GuardedViewsTest {

    private final Hermes hermes = HermesEngine.create(Engines.config().withGuardedViews(true));

    @AfterEach
    void close() {
        hermes.close();
    }

    @Test
    void shouldSayWhoseContextWasUsedTooLate() {
        final List<MessageContext> kept = new ArrayList<>();
        final List<Long> seen = new ArrayList<>();
        hermes.listen(ListenerConfig.of("signals", "quotes").onLane("test"), Quote.class, (quote, context) -> {
            kept.add(context);
            seen.add(context.sequence());
            assertThat(context.channel()).isEqualTo("quotes");
            assertThat(context.position()).isPositive();
            assertThat(context.missed()).isZero();
            assertThat(context).hasToString("message " + context.sequence() + " of channel 'quotes'");
        });
        final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
        hermes.start();
        quotes.publish(Quote.of(1));
        quotes.publish(Quote.of(2));
        hermes.step("test");

        assertThat(seen).containsExactly(1L, 2L);
        assertThatThrownBy(kept.get(0)::sequence)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "listener 'signals' has returned from message 1 of channel 'quotes'; its context must not be used"
                                + " any more, as the memory behind it is given to other messages: copy what you need of it before"
                                + " you return");
        assertThatThrownBy(kept.get(1)::endOfBatch).hasMessageContaining("has returned from message 2 of");
        assertThatThrownBy(kept.get(1)::timestamp).isExactlyInstanceOf(IllegalStateException.class);
    }

    @SuppressWarnings("unused")
    private static final class Raw {
        private final List<DirectBuffer> kept = new ArrayList<>();
        private final List<Long> seen = new ArrayList<>();
        private int offset;

        @HermesListener(channel = "bytes", id = "raw", lane = "test")
        private void on(final DirectBuffer buffer, final int at, final int length) {
            kept.add(buffer);
            seen.add(buffer.getLong(at));
            offset = at;
        }
    }

    @Test
    void shouldSayWhoseBufferWasUsedTooLate() {
        final Raw raw = new Raw();
        hermes.listen(raw);
        final Publisher<byte[]> bytes = hermes.publisher("bytes", byte[].class);
        hermes.start();
        bytes.publish(new byte[8]);
        bytes.publish(new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
        hermes.step("test");

        assertThat(raw.seen).containsExactly(0L, 1L);
        final String text =
                "listener 'raw' has returned from message 1 of channel 'bytes'; its buffer must not be used any"
                        + " more, as the memory behind it is given to other messages: copy what you need of it before you return";
        final DirectBuffer late = raw.kept.get(0);
        assertThatThrownBy(() -> late.getLong(raw.offset)).hasMessage(text);
        assertThatThrownBy(() -> late.getBytes(raw.offset, new byte[8])).hasMessage(text);
        assertThatThrownBy(() -> late.getStringAscii(raw.offset)).hasMessage(text);
        assertThatThrownBy(() -> new UnsafeBuffer(late, 0, 8)).hasMessage(text);
        assertThatThrownBy(late::capacity).hasMessage(text);
    }

    @Test
    void shouldGuardTheViewOfAWholePayload() {
        final List<DirectBuffer> kept = new ArrayList<>();
        final List<Byte> seen = new ArrayList<>();
        hermes.listen(ListenerConfig.of("views", "bytes").onLane("test"), DirectBuffer.class, (view, context) -> {
            seen.add(view.getByte(0));
            kept.add(view);
        });
        final Publisher<byte[]> bytes = hermes.publisher("bytes", byte[].class);
        hermes.start();
        bytes.publish(new byte[] {7});
        hermes.step("test");

        assertThat(seen).containsExactly((byte) 7);
        assertThatThrownBy(() -> kept.get(0).getByte(0)).hasMessageContaining("listener 'views' has returned");
    }

    @Test
    void shouldGuardWhatAnSbeDecoderReads() {
        final List<TradeDecoder> kept = new ArrayList<>();
        final List<Long> seen = new ArrayList<>();
        hermes.listen(ListenerConfig.of("fills", "trades").onLane("test"), TradeDecoder.class, (trade, context) -> {
            seen.add(trade.id());
            kept.add(trade);
        });
        final Publisher<TradeEncoder> trades = hermes.publisher("trades", TradeEncoder.class);
        hermes.start();
        final TradeEncoder trade = new TradeEncoder();
        trade.wrap(new ExpandableArrayBuffer(), 0);
        trade.id(4711);
        trades.publish(trade);
        hermes.step("test");

        assertThat(seen).containsExactly(4711L);
        assertThatThrownBy(() -> kept.get(0).id()).hasMessageContaining("listener 'fills' has returned from message 1");
    }

    @Test
    void shouldSayThatTheBufferOfAClaimWasUsedTooLate() {
        final Publisher<byte[]> bytes = hermes.publisher("bytes", byte[].class);
        final MessageClaim claim = bytes.claim(8);
        final MutableDirectBuffer buffer = claim.buffer();
        final int offset = claim.offset();
        buffer.putLong(offset, 1);
        claim.commit();

        assertThatThrownBy(() -> buffer.putLong(offset, 2))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the claim on channel 'bytes' was committed or aborted; its buffer must not be used any more, as the"
                                + " memory behind it is given to other messages: make a new claim");
        try (MessageClaim next = bytes.claim(8)) {
            next.buffer().putLong(next.offset(), 3);
        }
        assertThatThrownBy(() -> buffer.putLong(offset, 2)).hasMessageContaining("was committed or aborted");
    }

    @Test
    void shouldDeliverRecordsAndComponentsAsEver() {
        final List<Object> seen = new ArrayList<>();
        final class Listeners {
            @HermesListener(channel = "quotes", id = "record", lane = "test")
            @SuppressWarnings("unused")
            void onRecord(final Quote quote) {
                seen.add(quote);
            }

            @HermesListener(channel = "quotes", id = "spread", lane = "test")
            @SuppressWarnings("unused")
            void onComponents(final int size, final MessageContext context) {
                seen.add(size + context.sequence());
            }
        }
        hermes.listen(new Listeners());
        final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
        hermes.start();
        quotes.publish(Quote.of(5));
        hermes.step("test");

        assertThat(seen).containsExactlyInAnyOrder(Quote.of(5), Quote.of(5).size() + 1L);
    }
}
