package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ListenerConfigTest {

    static final class QuoteListener {
        void on() {}
    }

    static final class FXRates {
        void on() {}
    }

    private static String defaultId(final Class<?> type) throws NoSuchMethodException {
        return ListenerConfig.defaultId(type, type.getDeclaredMethod("on"));
    }

    @Test
    void shouldNameAListenerAfterItsClassAndMethod() throws NoSuchMethodException {
        assertThat(defaultId(QuoteListener.class)).isEqualTo("quoteListener.on");
    }

    @Test
    void shouldKeepAnAcronymInTheName() throws NoSuchMethodException {
        assertThat(defaultId(FXRates.class)).isEqualTo("FXRates.on");
    }

    @Test
    void shouldNameAListenerOfAnAnonymousClassAfterItsMethod() throws NoSuchMethodException {
        final Object anonymous = new Object() {
            void on() {}
        };
        assertThat(defaultId(anonymous.getClass())).isEqualTo(".on");
    }

    @Test
    void shouldRefuseABlankId() {
        assertThatThrownBy(() -> ListenerConfig.of(" ", "quotes"))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("a listener has a blank id; give it an id, or leave the id out");
    }

    @Test
    void shouldRefuseABlankChannel() {
        assertThatThrownBy(() -> ListenerConfig.of("signals", ""))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage("listener 'signals' names a blank channel; name the channel that it reads");
    }

    @Test
    void shouldGoOnAfterFailuresOnALaneOfItsOwnByDefault() {
        final ListenerConfig config = ListenerConfig.of("signals", "quotes");

        assertThat(config.lane()).isNull();
        assertThat(config.message()).isNull();
        assertThat(config.failure()).isEqualTo(FailurePolicy.SKIP);
        assertThat(config.acknowledge()).isEqualTo(AckMode.MESSAGE);
        assertThat(config.sharing().isShared()).isFalse();
        assertThat(config.autoStartup()).isTrue();
    }

    @Test
    void shouldReadWhereToStart() {
        final ListenerConfig config = ListenerConfig.of("signals", "quotes");

        assertThat(config.startingFrom(" Earliest ").from()).isEqualTo(StartFrom.EARLIEST);
        assertThat(config.startingFrom("42").from()).isEqualTo(StartFrom.sequence(42));
        assertThat(config.startingFrom("1970-01-01T00:00:01Z").from())
                .isEqualTo(new StartFrom(StartFrom.Anchor.TIMESTAMP, 1_000_000_000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "-1", "12345678901234567890", "+123456789-01-01T00:00:00.5Z"})
    void shouldNameTheListenerWhoseStartIsNone(final String from) {
        assertThatThrownBy(() -> ListenerConfig.of("signals", "quotes").startingFrom(from))
                .isExactlyInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "listener 'signals': from '" + from + "' is neither latest, earliest, a sequence nor a time;"
                                + " use latest, earliest, a number such as 42, or a time such as 2026-03-01T09:30:00Z");
    }

    @Test
    void shouldChangeOneSettingAtATime() {
        final FailureHandler halt = (listener, context, cause, attempt) -> FailureAction.HALT;
        final ListenerConfig config = ListenerConfig.of("signals", "quotes")
                .onLane("trading")
                .onFailure(halt)
                .ofMessage(Record.class)
                .acknowledging(AckMode.BATCH)
                .sharing(new Sharing("workers", 4, "symbol"))
                .inBatches(new BatchLimits(10, Duration.ofMillis(5)))
                .withAutoStartup(false)
                .filteredBy(MessageFilter.method("isLarge"));

        assertThat(config)
                .isEqualTo(new ListenerConfig(
                        "signals",
                        "quotes",
                        "trading",
                        Record.class,
                        StartFrom.LATEST,
                        AckMode.BATCH,
                        FailurePolicy.SKIP.asking(halt),
                        new Sharing("workers", 4, "symbol"),
                        new BatchLimits(10, Duration.ofMillis(5)),
                        false,
                        MessageFilter.method("isLarge")));
    }
}
