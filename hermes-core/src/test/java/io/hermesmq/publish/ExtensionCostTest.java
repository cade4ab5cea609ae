package io.hermesmq.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Publisher;
import org.junit.jupiter.api.Test;

/** Channels that need no extension pay nothing for it: not a byte in the frame, no look at it in the listener. */
final class ExtensionCostTest {

    private final TestChannel channel = new TestChannel();

    @Test
    void shouldWriteNoExtensionWhereNobodyAskedForIt() {
        final Publisher<Quote> quotes = channel.publisher(Quote.class);
        quotes.publish(Quote.EXAMPLE);

        assertThat(channel.payloads())
                .singleElement()
                .satisfies(payload -> assertThat(payload).hasSize(21));
        assertThat(channel.channel.extensions().isBegun()).isFalse();
    }

    @Test
    void shouldLetListenersLookBeforeTheFirstExtensionIsPublished() {
        final Publisher<Quote> quotes = channel.publisher(Quote.class);
        channel.channel
                .extensions()
                .onBegin(() -> assertThat(channel.payloads()).isEmpty());
        quotes.publishFor(Quote.EXAMPLE, 1_000);

        assertThat(channel.channel.extensions().isBegun()).isTrue();
        assertThat(channel.payloads())
                .singleElement()
                .satisfies(payload -> assertThat(payload).hasSize(21 + 16));
    }

    @Test
    void shouldWriteTheTypeAndNothingElseWhereThereAreSeveral() {
        final Publisher<Quote> quotes = channel.factory.create(channel.channel, Quote.class, true);
        quotes.publish(Quote.EXAMPLE);

        assertThat(channel.payloads())
                .singleElement()
                .satisfies(
                        payload -> assertThat(payload).hasSize(21 + 8).startsWith(8, 0, 0, 0, 0x77, 0x56, 0xbe, 0x5a));
    }
}
