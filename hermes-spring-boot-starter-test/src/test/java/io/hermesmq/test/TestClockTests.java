package io.hermesmq.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.hermesmq.Hermes;
import io.hermesmq.Profile;
import io.hermesmq.desk.Desk;
import io.hermesmq.desk.Trading;
import io.hermesmq.desk.Trading.Quote;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.test.autoconfigure.HermesTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ContextConfiguration;

@HermesTest
@ContextConfiguration(classes = Desk.class)
@Import(TestClockTests.Timestamps.class)
class TestClockTests {

    @Autowired
    private TestClock clock;

    @Autowired
    private Hermes hermes;

    @TestConfiguration(proxyBeanMethods = false)
    static class Timestamps {
        @Bean
        HermesConfigCustomizer every() {
            return config -> config.withChannel(
                    "quotes", Profile.BALANCED.channel().withTimestamps(io.hermesmq.Timestamps.EVERY));
        }
    }

    @Test
    void standsStillUntilItIsMoved() {
        final TestClock fresh = new TestClock();

        assertThat(fresh.now()).isEqualTo(TestClock.START).isEqualTo(fresh.now());
        assertThat(fresh.advance(Duration.ofMillis(1500)).now()).isEqualTo(TestClock.START.plusMillis(1500));
        assertThat(fresh).hasToString("2000-01-01T00:00:01.500Z");
    }

    @Test
    void isSetForthAndBack() {
        final TestClock fresh = new TestClock();
        final Instant time = Instant.parse("2026-03-09T12:00:00.000000001Z");

        assertThat(fresh.set(time).now()).isEqualTo(time);
        assertThat(fresh.nanoTime()).isEqualTo(1_773_057_600_000_000_001L);
        assertThat(fresh.set(TestClock.START).now()).isEqualTo(TestClock.START);
        assertThat(fresh.set(Instant.EPOCH.minusNanos(1)).now()).isEqualTo(Instant.EPOCH.minusNanos(1));
    }

    @Test
    void doesNotAdvanceBackwards() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TestClock().advance(Duration.ofSeconds(-1)))
                .withMessage("a clock does not advance by PT-1S; use set(Instant) to go back");
    }

    @Test
    void takesTheTimestampsOfMessages(
            @Autowired final Trading.QuotePublisher quotes,
            @RecordMessages("quotes") final RecordingListener<Quote> recorded) {
        final long before = clock.nanoTime();
        quotes.publish(new Quote(1, 1.0));
        clock.advance(Duration.ofSeconds(1));
        quotes.publish(new Quote(3, 1.0));

        assertThat(hermes.clock().nanoTime()).isEqualTo(before + 1_000_000_000);
        assertThat(recorded.recorded())
                .extracting(RecordedMessage::timestamp)
                .containsExactly(before, before + 1_000_000_000);
    }
}
