package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.Timestamps;
import io.hermesmq.codec.Codecs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A clock that the user of the engine moves. */
final class EngineClockTest {

    @Test
    void shouldTakeTimestampsFromTheClockThatItWasGiven() {
        final AtomicLong now = new AtomicLong(4711);
        final List<Long> timestamps = new ArrayList<>();
        try (Hermes hermes = HermesEngine.create(
                Engines.config().withChannel("quotes", Profile.SMALL.channel().withTimestamps(Timestamps.EVERY)),
                new Codecs(List.of()),
                now::get)) {
            hermes.listen(
                    ListenerConfig.of("signals", "quotes").onLane("test"),
                    Quote.class,
                    (quote, context) -> timestamps.add(context.timestamp()));
            final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
            hermes.start();
            quotes.publish(Quote.of(1));
            now.addAndGet(1000);
            quotes.publish(Quote.of(2));
            hermes.step("test");

            assertThat(hermes.clock().nanoTime()).isEqualTo(5711);
        }
        assertThat(timestamps).containsExactly(4711L, 5711L);
    }
}
