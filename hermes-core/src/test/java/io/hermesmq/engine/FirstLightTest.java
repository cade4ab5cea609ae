package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.LaneConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.MessageContext;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesPublisher;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FirstLightTest {

    enum Side {
        BUY,
        SELL
    }

    record Quote(long instrument, double bid, double ask, int size, Side side) {}

    @HermesPublisher("quotes")
    interface QuotePublisher {
        long publish(Quote quote);

        long publish(long instrument, double bid, double ask, int size, Side side);
    }

    static final class Signals {
        final List<String> seen = new ArrayList<>();

        @HermesListener(channel = "quotes", id = "whole", lane = "test")
        void whole(final Quote quote) {
            seen.add("whole " + quote);
        }

        @HermesListener(channel = "quotes", id = "spread", lane = "test")
        private void spread(final double ask, final MessageContext context, final Side side, final long instrument) {
            seen.add("spread " + instrument + " " + ask + " " + side + " #" + context.sequence());
        }
    }

    @Test
    void shouldCarryARecordFromAPublisherToItsListeners() {
        final LaneConfig stepped = Profile.BALANCED.lane().withStepped(true);
        try (Hermes hermes =
                HermesEngine.create(HermesConfig.of(Profile.BALANCED).withLane("test", stepped))) {
            final Signals signals = new Signals();
            hermes.listen(signals);
            final QuotePublisher quotes = hermes.publisher(QuotePublisher.class);
            final Publisher<Quote> generic = hermes.publisher("quotes", Quote.class);
            hermes.start();

            assertThat(quotes.publish(new Quote(1, 1.5, 2.5, 10, Side.BUY))).isPositive();
            assertThat(quotes.publish(2, 3.5, 4.5, 20, Side.SELL)).isPositive();
            assertThat(generic.publish(new Quote(3, 5.5, 6.5, 30, Side.BUY))).isPositive();
            assertThat(hermes.step("test")).isEqualTo(6);

            assertThat(signals.seen)
                    .containsExactly(
                            "whole Quote[instrument=1, bid=1.5, ask=2.5, size=10, side=BUY]",
                            "whole Quote[instrument=2, bid=3.5, ask=4.5, size=20, side=SELL]",
                            "whole Quote[instrument=3, bid=5.5, ask=6.5, size=30, side=BUY]",
                            "spread 1 2.5 BUY #1",
                            "spread 2 4.5 SELL #2",
                            "spread 3 6.5 BUY #3");
        }
    }

    @Test
    void shouldDeliverOnALaneOfItsOwn() {
        final List<Long> sequences = new ArrayList<>();
        final Hermes hermes = HermesEngine.create(HermesConfig.of(Profile.BALANCED));
        hermes.listen(
                ListenerConfig.of("quotes", "quotes"),
                Quote.class,
                (quote, context) -> sequences.add(context.sequence() + quote.instrument()));
        final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
        hermes.start();
        for (int i = 0; i < 100_000; i++) {
            assertThat(quotes.publish(new Quote(i, 1, 1, 1, Side.BUY))).isPositive();
        }
        hermes.close();
        assertThat(sequences).hasSize(100_000);
        for (int i = 0; i < 100_000; i++) {
            assertThat(sequences.get(i)).isEqualTo(2L * i + 1);
        }
    }
}
