package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** When the classes of journals are loaded ahead. */
final class JournalPreloadListenerTests {

    private final StandardEnvironment environment = new StandardEnvironment();

    private void set(final String name, final Object value) {
        environment.getPropertySources().addFirst(new MapPropertySource("test " + name, Map.of(name, value)));
    }

    private boolean isWanted() {
        return JournalPreloadListener.isSet(environment, "enabled", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hermes.channels.orders.journal.enabled", "hermes.channels[Big.Orders].journal.enabled"})
    void aChannelWithAJournalWantsThem(final String name) {
        set(name, "true");

        assertThat(isWanted()).isTrue();
    }

    @Test
    void aJournalOfTheEnvironmentWantsThem() {
        environment
                .getPropertySources()
                .addFirst(new SystemEnvironmentPropertySource(
                        "test-systemEnvironment", Map.of("HERMES_CHANNELS_ORDERS_JOURNAL_ENABLED", "true")));

        assertThat(isWanted()).isTrue();
    }

    @Test
    void aJournalThatIsSwitchedOffElsewhereDoesNot() {
        set("hermes.channels.orders.journal.enabled", "true");
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "command line", Map.of("hermes.channels.orders.journal.enabled", "false")));

        assertThat(isWanted()).isFalse();
    }

    @Test
    void channelsInMemoryDoNot() {
        set("hermes.channels.orders.capacity", "1MB");
        set("hermes.lanes.journal.enabled", "true");
        set("hermes.channels.journal.enabled", "true");

        assertThat(isWanted()).isFalse();
    }

    @Test
    void theNativeLayerIsForChannelsThatSync() {
        set("hermes.channels.orders.journal.acknowledge", "written");
        assertThat(JournalPreloadListener.isSet(environment, "acknowledge", "SYNCED"))
                .isFalse();

        set("hermes.channels.fills.journal.acknowledge", "synced");
        assertThat(JournalPreloadListener.isSet(environment, "acknowledge", "SYNCED"))
                .isTrue();
    }

    @Test
    void springKnowsTheListener() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(ApplicationListener.class))
                .anyMatch(JournalPreloadListener.class::isInstance);
    }
}
