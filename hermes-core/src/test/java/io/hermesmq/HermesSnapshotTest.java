package io.hermesmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class HermesSnapshotTest {

    private static final HermesSnapshot.Channel QUOTES =
            new HermesSnapshot.Channel("quotes", 1, 32, 4096, 0, Map.of(), 0, 0, null, 0, null);
    private static final HermesSnapshot.Listener SIGNALS = new HermesSnapshot.Listener(
            "signals",
            "quotes",
            "trading",
            1,
            0,
            0,
            32,
            0,
            false,
            ListenerState.RUNNING,
            0,
            0,
            0,
            0,
            null,
            null,
            null,
            0,
            0);
    private static final HermesSnapshot SNAPSHOT = new HermesSnapshot(
            HermesSnapshot.State.RUNNING,
            List.of(QUOTES),
            List.of(SIGNALS),
            List.of(new HermesSnapshot.Lane("trading", List.of("signals"), true)));

    @Test
    void shouldFindAChannelByItsName() {
        assertThat(SNAPSHOT.channel("quotes")).isSameAs(QUOTES);
        assertThatThrownBy(() -> SNAPSHOT.channel("Quotes"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("no channel 'Quotes'; there are [quotes]");
    }

    @Test
    void shouldFindAListenerByItsId() {
        assertThat(SNAPSHOT.listener("signals")).isSameAs(SIGNALS);
        assertThatThrownBy(() -> SNAPSHOT.listener("orders"))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("no listener 'orders'; there are [signals]");
    }
}
