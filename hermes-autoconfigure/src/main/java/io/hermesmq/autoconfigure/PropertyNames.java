package io.hermesmq.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Names of properties as a user writes them, and where they were written. */
final class PropertyNames {

    private PropertyNames() {}

    /**
     * The name of an entry of a map, in brackets where the key would not survive without.
     *
     * @param map the property that is a map.
     * @param key of the entry.
     * @return the name of the entry.
     */
    static String entry(final String map, final String key) {
        return key.matches("[a-z0-9][a-z0-9-]*") ? map + '.' + key : map + '[' + key + ']';
    }

    /**
     * Where a property was set, or the first one below it.
     *
     * @param environment to look in.
     * @param name of the property.
     * @return file and line, for example, or null where it is not known.
     */
    static @Nullable Origin origin(final Environment environment, final String name) {
        if (!ConfigurationPropertyName.isValid(name)) {
            return null;
        }
        final ConfigurationPropertyName wanted = ConfigurationPropertyName.of(name);
        for (final ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            final ConfigurationProperty property = find(source, wanted);
            if (property != null) {
                return property.getOrigin();
            }
        }
        return null;
    }

    private static @Nullable ConfigurationProperty find(
            final ConfigurationPropertySource source, final ConfigurationPropertyName wanted) {
        final ConfigurationProperty property = source.getConfigurationProperty(wanted);
        if (property != null || !(source instanceof IterableConfigurationPropertySource properties)) {
            return property;
        }
        return properties.stream()
                .filter(wanted::isAncestorOf)
                .findFirst()
                .map(source::getConfigurationProperty)
                .orElse(null);
    }
}
