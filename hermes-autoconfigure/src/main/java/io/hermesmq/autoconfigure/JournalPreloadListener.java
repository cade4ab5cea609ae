package io.hermesmq.autoconfigure;

import io.hermesmq.Acknowledge;
import io.hermesmq.engine.HermesEngine;
import java.util.stream.Stream;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Lets the engine load what journals are made of while Spring starts, where the properties describe one. As early as the properties and
 * the log are there.
 */
final class JournalPreloadListener implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

    private static final ConfigurationPropertyName CHANNELS = ConfigurationPropertyName.of("hermes.channels");
    private static final String JOURNAL = "journal";

    /** Of hermes, channels, the name of one, journal, and a setting. */
    private static final int ELEMENTS = 5;

    @Override
    public int getOrder() {
        return LoggingApplicationListener.DEFAULT_ORDER + 1;
    }

    @Override
    public void onApplicationEvent(final ApplicationEnvironmentPreparedEvent event) {
        final Environment environment = event.getEnvironment();
        if (isSet(environment, "enabled", "true")) {
            HermesEngine.prepareJournals(isSet(environment, "acknowledge", Acknowledge.SYNCED.name()));
        }
    }

    /** Whether the journal of any channel has a setting of that value. */
    static boolean isSet(final Environment environment, final String setting, final String value) {
        for (final ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource properties
                    && settings(properties, setting)
                            .map(name -> environment.getProperty(name.toString()))
                            .anyMatch(value::equalsIgnoreCase)) {
                return true;
            }
        }
        return false;
    }

    private static Stream<ConfigurationPropertyName> settings(
            final IterableConfigurationPropertySource source, final String setting) {
        return source.stream()
                .filter(CHANNELS::isAncestorOf)
                .filter(name -> name.getNumberOfElements() == ELEMENTS)
                .filter(name -> setting.equals(name.getLastElement(Form.UNIFORM)))
                .filter(name -> JOURNAL.equals(name.getParent().getLastElement(Form.UNIFORM)));
    }
}
