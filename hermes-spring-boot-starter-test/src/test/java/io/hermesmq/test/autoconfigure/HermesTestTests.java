package io.hermesmq.test.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import io.hermesmq.desk.Desk;
import io.hermesmq.desk.Trading;
import io.hermesmq.desk.Trading.Quote;
import io.hermesmq.test.HermesProbe;
import io.hermesmq.test.TestClock;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.ContextConfiguration;

@HermesTest(value = Trading.Prices.class, properties = "hermes.lanes.signals.idle=busy-spin")
@ContextConfiguration(classes = Desk.class)
class HermesTestTests {

    @Autowired
    private ApplicationContext context;

    @Autowired
    private HermesProbe probe;

    @Autowired
    private Hermes hermes;

    @Autowired
    private HermesConfig config;

    @Autowired
    private Trading.QuotePublisher quotes;

    @Test
    void thereAreListenersPublishersCodecsAndFailureHandlers() {
        assertThat(context.getBeanNamesForType(Trading.Signals.class)).hasSize(1);
        assertThat(context.getBeanNamesForType(Trading.Inherited.class)).hasSize(1);
        assertThat(context.getBeanNamesForType(Trading.AmountCodec.class)).hasSize(1);
        assertThat(context.getBeanNamesForType(FailureHandler.class)).hasSize(1);
        assertThat(context.getBeanNamesForType(Trading.QuotePublisher.class)).hasSize(1);
        assertThat(context.getBeanNamesForType(Trading.SignalPublisher.class)).hasSize(1);
    }

    @Test
    void thereIsWhatTheTestNames() {
        assertThat(context.getBeanNamesForType(Trading.Prices.class)).hasSize(1);
    }

    @Test
    void thereIsNothingElseOfTheApplication() {
        assertThat(context.getBeanNamesForType(Trading.Database.class)).isEmpty();
        assertThat(context.getBeanNamesForType(Trading.WebConfiguration.class)).isEmpty();
    }

    @Test
    void everyLaneIsStepped() {
        assertThat(config.lane("signals").stepped()).isTrue();
        assertThat(config.lane("any").stepped()).isTrue();
        quotes.publish(new Quote(2, 1.0));

        assertThat(probe.snapshot().listener("signals").backlogBytes()).isPositive();
        assertThat(probe.step("signals")).isEqualTo(1);
        assertThat(probe.snapshot().listener("signals").backlogBytes()).isZero();
    }

    @Test
    void theClockIsTheTestsOwn(@Autowired final TestClock clock) {
        assertThat(hermes.clock()).isSameAs(clock);
    }

    @Test
    void viewsAreGuarded() {
        assertThat(config.guardViews()).isTrue();
    }

    @Test
    void journalsAreInATemporaryDirectory() throws Exception {
        assertThat(config.directory()).isDirectory();
        assertThat(config.directory().getFileName().toString()).startsWith("hermes-test-");
        assertThat(Files.isSameFile(
                        config.directory().getParent(), java.nio.file.Path.of(System.getProperty("java.io.tmpdir"))))
                .isTrue();
    }

    @Test
    void genericPublishersAreInjected(@HermesChannel("amounts") @Autowired final Publisher<Trading.Amount> amounts) {
        final long before = context.getBean(Trading.Inherited.class).seen.get();
        probe.publishAndAwait(amounts, new Trading.Amount(42));

        assertThat(context.getBean(Trading.Inherited.class).seen.get() - before).isEqualTo(42);
    }
}
