package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.HermesSnapshot;
import io.hermesmq.ListenerConfig;
import io.hermesmq.PayloadChecks;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.Timestamps;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.codec.Codecs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TimeToLiveTest {

    private final AtomicLong nowNs = new AtomicLong(1_700_000_000_000_000_000L);
    private final List<Long> seen = new ArrayList<>();
    private final Hermes hermes = HermesEngine.create(
            Engines.config()
                    .withChannel(
                            "short",
                            Profile.BALANCED.channel().withCapacity(1 << 16).withTimeToLive(Duration.ofMillis(5))),
            new Codecs(List.of()),
            PayloadChecks.NONE,
            nowNs::get);

    @HermesPublisher("quotes")
    interface Quotes {
        long publish(Quote quote);

        long publishFor(Quote quote, Duration timeToLive);
    }

    @AfterEach
    void close() {
        hermes.close();
    }

    private void listen(final String id, final String channel) {
        hermes.listen(
                ListenerConfig.of(id, channel).onLane("test"),
                Quote.class,
                (quote, context) -> seen.add(quote.instrument()));
    }

    private void pass(final Duration time) {
        nowNs.addAndGet(time.toNanos());
    }

    private HermesSnapshot.Listener listener(final String id) {
        return hermes.snapshot().listener(id);
    }

    @Test
    void shouldPassOverMessagesThatAreOlderThanTheChannelSays() {
        listen("old", "short");
        final Publisher<Quote> quotes = hermes.publisher("short", Quote.class);
        hermes.start();

        quotes.publish(Quote.of(1));
        pass(Duration.ofMillis(3));
        quotes.publish(Quote.of(2));
        pass(Duration.ofMillis(2));
        quotes.publish(Quote.of(3));
        hermes.step("test");

        assertThat(seen).containsExactly(2L, 3L);
        assertThat(listener("old").expired()).isEqualTo(1);
        assertThat(listener("old").delivered()).isEqualTo(2);
        assertThat(listener("old").backlogBytes()).isZero();
    }

    /** The clock is not read for each message, but time that passes between polls is always seen. */
    @Test
    void shouldSeeTimeThatPassesBetweenPolls() {
        listen("old", "short");
        final Publisher<Quote> quotes = hermes.publisher("short", Quote.class);
        hermes.start();
        for (int i = 0; i < 100; i++) {
            quotes.publish(Quote.of(1));
        }
        hermes.step("test");
        seen.clear();

        quotes.publish(Quote.of(2));
        pass(Duration.ofMillis(5));
        hermes.step("test");

        assertThat(seen).isEmpty();
        assertThat(listener("old").expired()).isEqualTo(1);
    }

    @Test
    void shouldPassOverAMessageWhoseOwnTimeIsOver() {
        listen("one", "quotes");
        final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
        hermes.start();

        quotes.publish(Quote.of(1));
        quotes.publishFor(Quote.of(2), Duration.ofMillis(1));
        quotes.publishFor(Quote.of(3), 1_000_001);
        pass(Duration.ofMillis(1));
        hermes.step("test");

        assertThat(seen).containsExactly(1L, 3L);
        assertThat(listener("one").expired()).isEqualTo(1);
    }

    @Test
    void shouldPreferTheTimeOfTheMessageToThatOfTheChannel() {
        listen("one", "short");
        final Publisher<Quote> quotes = hermes.publisher("short", Quote.class);
        hermes.start();

        quotes.publishFor(Quote.of(1), Duration.ofMillis(50));
        quotes.publishFor(Quote.of(2), Duration.ofMillis(1));
        quotes.publish(Quote.of(3));
        pass(Duration.ofMillis(4));
        hermes.step("test");

        assertThat(seen).containsExactly(1L, 3L);
    }

    @Test
    void shouldTakeTheTimeFromAMethodOfAPublisherInterface() {
        listen("one", "quotes");
        final Quotes quotes = hermes.publisher(Quotes.class);
        hermes.start();

        quotes.publishFor(Quote.of(1), Duration.ofMillis(1));
        quotes.publishFor(Quote.of(2), Duration.ofDays(100_000));
        pass(Duration.ofMillis(2));
        hermes.step("test");

        assertThat(seen).containsExactly(2L);
    }

    @Test
    void shouldRefuseTimesThatCannotBe() {
        final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);

        assertThatThrownBy(() -> quotes.publishFor(Quote.of(1), 0))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("time to live is 0 ns; give a time above zero");
        assertThat(hermes.snapshot().channel("quotes").published()).isZero();
    }

    @Test
    void shouldRefuseATimeToLiveWithoutTimestamps() {
        assertThatThrownBy(() -> Profile.SMALL.channel().withTimeToLive(Duration.ofSeconds(5)))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("time-to-live PT5S needs the time of every message, but timestamps are OFF; use timestamps:"
                        + " every, or no time-to-live");
        assertThatThrownBy(() -> Profile.BALANCED.channel().withTimeToLive(Duration.ZERO))
                .hasMessage(
                        "time-to-live is 0, so no message would ever be delivered; use a time above zero, or none for"
                                + " messages that live on");
        assertThat(Profile.BALANCED
                        .channel()
                        .withTimeToLive(Duration.ofSeconds(5))
                        .timestamps())
                .isEqualTo(Timestamps.EVERY);
    }
}
