package io.hermesmq.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.Hermes;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Listeners of a channel whose journal has the messages 1 to 10 from an earlier run. */
class JournaledListenerTests {

    @TempDir
    private Path directory;

    private ApplicationContextRunner runner;

    @BeforeEach
    void publishTen() {
        runner = HermesRunner.plain()
                .withPropertyValues(
                        "hermes.directory=" + directory,
                        "hermes.channels.quotes.capacity=64KB",
                        "hermes.channels.quotes.journal.enabled=true",
                        "hermes.channels.quotes.journal.min-free-space=0");
        runner.run(context -> publish(context.getBean(Hermes.class), 1, 10));
    }

    @Test
    void beginWithTheNextMessageUnlessTheySayOtherwise() {
        runner.withBean(Latest.class)
                .run(context -> assertThat(receivedAfterEleven(context, context.getBean(Latest.class).received))
                        .containsExactly(11L));
    }

    @Test
    void beginWhereTheAnnotationSays() {
        runner.withBean(Earliest.class)
                .run(context -> assertThat(receivedAfterEleven(context, context.getBean(Earliest.class).received))
                        .containsExactly(numbers(1, 11)));
    }

    @Test
    void beginWhereAPlaceholderSays() {
        runner.withBean(Configurable.class)
                .withPropertyValues("app.from=7")
                .run(context -> assertThat(receivedAfterEleven(context, context.getBean(Configurable.class).received))
                        .containsExactly(numbers(7, 11)));
    }

    @Test
    void beginAtTheEndWhereAPlaceholderIsEmpty() {
        runner.withBean(Configurable.class)
                .run(context -> assertThat(receivedAfterEleven(context, context.getBean(Configurable.class).received))
                        .containsExactly(11L));
    }

    @Test
    void beginWhereAnExpressionSays() {
        runner.withBean(Computed.class)
                .run(context -> assertThat(receivedAfterEleven(context, context.getBean(Computed.class).received))
                        .containsExactly(numbers(9, 11)));
    }

    @Test
    void theConfigurationWinsOverTheAnnotation() {
        runner.withBean(Earliest.class)
                .withPropertyValues("hermes.listeners.earliest.from=10")
                .run(context -> assertThat(receivedAfterEleven(context, context.getBean(Earliest.class).received))
                        .containsExactly(numbers(10, 11)));
    }

    @Test
    void goOnWhereTheyWere() {
        runner.withBean(Earliest.class)
                .run(context -> assertThat(receivedAfterEleven(context, context.getBean(Earliest.class).received))
                        .hasSize(11));
        runner.withBean(Earliest.class)
                .run(context -> assertThat(receivedAfterEleven(context, context.getBean(Earliest.class).received))
                        .containsExactly(11L));
    }

    private static List<Long> receivedAfterEleven(final ApplicationContext context, final List<Long> received) {
        final Hermes hermes = context.getBean(Hermes.class);
        publish(hermes, 11, 11);
        assertThat(hermes.awaitIdle(Duration.ofSeconds(20))).isTrue();
        return received;
    }

    private static void publish(final Hermes hermes, final long from, final long to) {
        final Publisher<Quote> quotes = hermes.publisher("quotes", Quote.class);
        for (long i = from; i <= to; i++) {
            assertThat(quotes.publish(Quote.of(i))).isPositive();
        }
    }

    private static Long[] numbers(final long from, final long to) {
        return LongStream.rangeClosed(from, to).boxed().toArray(Long[]::new);
    }

    static class Latest {
        final List<Long> received = new CopyOnWriteArrayList<>();

        @HermesListener(channel = "quotes")
        void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }

    static class Earliest {
        final List<Long> received = new CopyOnWriteArrayList<>();

        @HermesListener(channel = "quotes", id = "earliest", from = "earliest")
        void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }

    static class Configurable {
        final List<Long> received = new CopyOnWriteArrayList<>();

        @HermesListener(channel = "quotes", from = "${app.from:}")
        void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }

    static class Computed {
        final List<Long> received = new CopyOnWriteArrayList<>();

        @HermesListener(channel = "quotes", from = "#{3 * 3}")
        void on(final Quote quote) {
            received.add(quote.instrument());
        }
    }
}
