package io.hermesmq.engine;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.IdleMode;
import io.hermesmq.ListenerConfig;
import io.hermesmq.Profile;
import io.hermesmq.StartFrom;
import io.hermesmq.support.CapturedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StartWarningsTest {

    private final CapturedLog log = CapturedLog.ofHermes();
    private final Hermes hermes = Engines.create();

    @AfterEach
    void close() {
        hermes.close();
        log.close();
    }

    @Test
    void shouldWarnOfMoreSpinningLanesThanThereAreCpus() {
        final int cpus = Runtime.getRuntime().availableProcessors();
        HermesConfig config = Engines.config();
        for (int i = 0; i < cpus; i++) {
            config = config.withLane("lane-" + i, Profile.SMALL.lane().withIdle(IdleMode.YIELD));
        }
        try (Hermes spinning = HermesEngine.create(config)) {
            for (int i = 0; i < cpus; i++) {
                spinning.listen(
                        ListenerConfig.of("listener-" + i, "quotes").onLane("lane-" + i),
                        Quote.class,
                        (quote, context) -> {});
            }
            spinning.start();
        }
        assertThat(log.texts(Level.WARN))
                .singleElement()
                .satisfies(text -> assertThat(text)
                        .startsWith(cpus + " lanes spin (lane-0")
                        .endsWith("), but this process may use only " + cpus
                                + " CPUs: publishers and lanes will take turns"
                                + " and latency suffers; use idle: auto for some of them"));
    }

    @Test
    void shouldWarnOfAChannelThatNobodyListensTo() {
        hermes.publisher("quotes", Quote.class);
        hermes.listen(ListenerConfig.of("other", "others"), Quote.class, (quote, context) -> {});
        hermes.start();

        assertThat(log.lines())
                .containsExactly("WARN channel 'quotes' has a publisher but no listener: nobody sees what is"
                        + " published to it");
    }

    @Test
    void shouldWarnOfAListenerThatCannotStartWhereItShall() {
        hermes.listen(
                ListenerConfig.of("audit", "quotes").startingFrom(StartFrom.EARLIEST),
                Quote.class,
                (quote, context) -> {});

        assertThat(log.lines())
                .containsExactly(
                        "WARN listener 'audit' shall start from earliest, but channel 'quotes' has no journal to"
                                + " read that from: it starts with the messages that the channel has; switch the journal on"
                                + " with journal.enabled: true, or leave out from");
    }

    @Test
    void shouldNotWarnOfLanesThatDoNotSpin() {
        hermes.listen(ListenerConfig.of("other", "quotes"), Quote.class, (quote, context) -> {});
        hermes.start();
        hermes.close();

        assertThat(log.lines()).isEmpty();
    }
}
