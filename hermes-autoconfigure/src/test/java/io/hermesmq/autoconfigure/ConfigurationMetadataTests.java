package io.hermesmq.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.hermesmq.HermesConfig;
import io.hermesmq.Profile;
import io.hermesmq.autoconfigure.HermesProperties.Channel;
import io.hermesmq.autoconfigure.HermesProperties.Journal;
import io.hermesmq.autoconfigure.HermesProperties.Lane;
import io.hermesmq.autoconfigure.HermesProperties.Listener;
import io.hermesmq.autoconfigure.HermesProperties.Retention;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.io.ClassPathResource;

class ConfigurationMetadataTests {

    private final DocumentContext metadata = load("META-INF/spring-configuration-metadata.json");

    @Test
    void everyPropertyHasADescription() {
        assertDescribed(metadata);
    }

    @Test
    void everyComponentOfThePropertiesIsInTheMetadata() {
        final List<String> names = metadata.read("$.properties[*].name");
        assertThat(names)
                .containsAll(namesOf(HermesProperties.class).stream()
                        .map(name -> "hermes." + name)
                        .toList())
                .contains("management.health.hermes.enabled");
    }

    @Test
    void mapsNameTheTypeOfTheirEntriesWhichCompletesTheirKeys() {
        assertThat(type("hermes.channels")).endsWith("HermesProperties$Channel>");
        assertThat(type("hermes.lanes")).endsWith("HermesProperties$Lane>");
        assertThat(type("hermes.listeners")).endsWith("HermesProperties$Listener>");
    }

    @Test
    void documentedDefaultsAreThoseOfTheCore() {
        final HermesConfig config = HermesConfig.of(Profile.BALANCED);
        assertThat(Path.of(defaultOf("hermes.directory")).normalize()).isEqualTo(config.directory());
        assertThat(DurationStyle.detectAndParse(defaultOf("hermes.drain-timeout")))
                .isEqualTo(config.drainTimeout());
        assertThat(DurationStyle.detectAndParse(defaultOf("hermes.stall-timeout")))
                .isEqualTo(config.stallTimeout());
    }

    @ParameterizedTest
    @ValueSource(classes = {Channel.class, Journal.class, Retention.class, Lane.class, Listener.class})
    void everySettingOfAnEntryIsDescribed(final Class<? extends Record> entry) {
        final DocumentContext described = load("META-INF/spring/configuration-metadata/" + entry.getName() + ".json");
        final List<String> names = described.read("$.properties[*].name");
        assertThat(names).containsExactlyInAnyOrderElementsOf(settingsOf(entry).toList());
        assertDescribed(described);
    }

    private String type(final String name) {
        return only("$.properties[?(@.name=='" + name + "')].type");
    }

    private String defaultOf(final String name) {
        return only("$.properties[?(@.name=='" + name + "')].defaultValue");
    }

    private String only(final String path) {
        final List<String> values = metadata.read(path);
        assertThat(values).hasSize(1);
        return values.get(0);
    }

    private static void assertDescribed(final DocumentContext metadata) {
        final List<Map<String, Object>> properties = metadata.read("$.properties[*]");
        assertThat(properties)
                .isNotEmpty()
                .allSatisfy(property -> assertThat((String) property.get("description"))
                        .as("description of %s", property.get("name"))
                        .isNotBlank()
                        .endsWith("."));
    }

    private static List<String> namesOf(final Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(DataObjectPropertyName::toDashedForm)
                .toList();
    }

    /** With those of the groups in it. */
    private static Stream<String> settingsOf(final Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            final String name = DataObjectPropertyName.toDashedForm(component.getName());
            return component.getType().isRecord()
                    ? settingsOf(component.getType()).map(nested -> name + '.' + nested)
                    : Stream.of(name);
        });
    }

    private static DocumentContext load(final String path) {
        try (InputStream in = new ClassPathResource(path).getInputStream()) {
            return JsonPath.parse(in);
        } catch (final IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }
}
