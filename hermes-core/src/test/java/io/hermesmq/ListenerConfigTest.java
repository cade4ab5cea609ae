package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

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
        assertThat(config.failureHandler()).isSameAs(FailureHandler.CONTINUE);
        assertThat(config.failureHandler().onFailure("signals", null, new Exception(), 1))
                .isEqualTo(FailureAction.CONTINUE);
    }

    @Test
    void shouldChangeOneSettingAtATime() {
        final FailureHandler halt = (listener, context, cause, attempt) -> FailureAction.HALT;
        final ListenerConfig config = ListenerConfig.of("signals", "quotes")
                .onLane("trading")
                .onFailure(halt)
                .ofMessage(Record.class);

        assertThat(config)
                .isEqualTo(new ListenerConfig("signals", "quotes", "trading", Record.class, halt, StartFrom.LATEST));
    }
}
