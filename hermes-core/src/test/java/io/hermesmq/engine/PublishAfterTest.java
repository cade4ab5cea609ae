package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.hermesmq.ChannelConfig;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesException;
import io.hermesmq.JournalConfig;
import io.hermesmq.ListenerConfig;
import io.hermesmq.PayloadChecks;
import io.hermesmq.Producers;
import io.hermesmq.Profile;
import io.hermesmq.Publisher;
import io.hermesmq.codec.Codecs;
import io.hermesmq.support.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
final class PublishAfterTest {

    @TempDir
    private Path directory;

    private final AtomicLong nowNs = new AtomicLong(1_700_000_000_000_000_000L);
    private final List<Long> seen = new ArrayList<>();

    private Hermes open() {
        final HermesConfig config = Engines.config()
                .withDirectory(directory)
                .withLane("quotes.delayed", Engines.STEPPED)
                .withLane("kept.delayed", Engines.STEPPED)
                .withLane(Timers.LANE, Engines.STEPPED)
                .withChannel(
                        "kept",
                        Profile.SMALL
                                .channel()
                                .withCapacity(ChannelConfig.MIN_CAPACITY)
                                .withJournal(JournalConfig.DEFAULT.withMinFreeSpace(0)));
        final Hermes hermes = HermesEngine.create(config, new Codecs(List.of()), PayloadChecks.NONE, nowNs::get);
        listen(hermes, "quotes");
        listen(hermes, "kept");
        hermes.start();
        return hermes;
    }

    private void listen(final Hermes hermes, final String channel) {
        hermes.listen(
                ListenerConfig.of("of " + channel, channel).onLane("test"),
                Quote.class,
                (quote, context) -> seen.add(quote.instrument()));
    }

    private void pass(final Hermes hermes, final long milliseconds) {
        nowNs.addAndGet(Duration.ofMillis(milliseconds).toNanos());
        hermes.awaitIdle(Duration.ofSeconds(20)); // the delayed ones have reached the timer
        hermes.step(Timers.LANE);
        hermes.awaitIdle(Duration.ofSeconds(20));
    }

    @Test
    void shouldDeliverWhenTheTimeHasCome() {
        try (Hermes hermes = open()) {
            final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
            assertThat(quotes.publishAfter(Quote.of(1), Duration.ofMillis(30))).isPositive();
            assertThat(quotes.publishAfter(Quote.of(2), Duration.ofMillis(10))).isPositive();
            quotes.publishAfter(Quote.of(3), Duration.ofHours(3));
            quotes.publish(Quote.of(4));
            quotes.publishAfter(Quote.of(5), 0);

            pass(hermes, 9);
            assertThat(seen).containsExactly(4L, 5L);
            pass(hermes, 1);
            assertThat(seen).containsExactly(4L, 5L, 2L);
            pass(hermes, 20);
            assertThat(seen).containsExactly(4L, 5L, 2L, 1L);
            pass(hermes, Duration.ofHours(3).toMillis());
            assertThat(seen).containsExactly(4L, 5L, 2L, 1L, 3L);
        }
    }

    @Test
    void shouldSayHowManyAreLostWithTheProcess() {
        try (CapturedLog log = CapturedLog.ofHermes()) {
            try (Hermes hermes = open()) {
                final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
                quotes.publishAfter(Quote.of(1), Duration.ofHours(1));
                quotes.publishAfter(Quote.of(2), Duration.ofHours(1));
            }
            assertThat(log.texts(Level.WARN))
                    .contains("2 delayed messages of channel 'quotes' were not due yet and are gone: the channel has no"
                            + " journal");
        }
    }

    @Test
    void shouldDeliverAfterARestartWhatIsInAJournal() {
        try (Hermes hermes = open()) {
            final Publisher<Quote> kept = hermes.publisher("kept", Quote.class);
            for (int i = 1; i <= 200; i++) { // more than the ring holds
                assertThat(kept.publishAfter(Quote.of(i), Duration.ofMillis(i))).isPositive();
                hermes.step("kept.delayed");
            }
            pass(hermes, 50);
            assertThat(seen).hasSize(50).startsWith(1L).endsWith(50L);
        }
        seen.clear();
        try (Hermes hermes = open()) {
            pass(hermes, 50);
            assertThat(seen).hasSize(50).startsWith(51L).endsWith(100L);
            pass(hermes, 100);
            assertThat(seen).hasSize(150).endsWith(200L);
        }
        seen.clear();
        try (Hermes hermes = open()) {
            pass(hermes, 1000);
            assertThat(seen).isEmpty();
        }
    }

    /** What a process leaves that is killed is what its files are at that moment. */
    @Test
    void shouldDeliverWhatAKilledProcessLeft(@TempDir final Path copy) throws IOException {
        try (Hermes hermes = open()) {
            final Publisher<Quote> kept = hermes.publisher("kept", Quote.class);
            for (int i = 1; i <= 5; i++) {
                assertThat(kept.publishAfter(Quote.of(i), Duration.ofMillis(i))).isPositive();
            }
            pass(hermes, 2);
            kept.publishAfter(Quote.of(6), Duration.ofMillis(1));
            copy(directory, copy);
        }
        assertThat(seen).containsExactly(1L, 2L);
        seen.clear();
        directory = copy;
        try (Hermes hermes = open()) {
            pass(hermes, 10);
            assertThat(seen).containsExactlyInAnyOrder(3L, 4L, 5L, 6L);
        }
    }

    private static void copy(final Path from, final Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (final Path file : files.toList()) {
                final Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void shouldRefuseAChannelOfOnePublishingThread() {
        final HermesConfig config =
                Engines.config().withChannel("single", Profile.SMALL.channel().withProducers(Producers.SINGLE));
        try (Hermes hermes = HermesEngine.create(config)) {
            final Publisher<Quote> quotes = hermes.publisher("single", Quote.class);
            assertThatThrownBy(() -> quotes.publishAfter(Quote.of(1), 1))
                    .isExactlyInstanceOf(HermesException.class)
                    .hasMessage("channel 'single' has one publishing thread, but delayed messages are published by the"
                            + " timer; use producers: multi");
        }
    }

    @Test
    void shouldRefuseADelayBelowZero() {
        try (Hermes hermes = open()) {
            final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
            assertThatThrownBy(() -> quotes.publishAfter(Quote.of(1), -1))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessage("delay is -1 ns; give a time of zero or more");
        }
    }
}
