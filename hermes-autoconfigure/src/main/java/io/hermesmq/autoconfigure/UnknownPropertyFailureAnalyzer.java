package io.hermesmq.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Names keys under {@code hermes} that do not exist, where they were written, and the keys that do. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnboundConfigurationPropertiesException> {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("hermes");

    /** Behind hermes, the map and the key of the entry. */
    private static final int FIRST_KEY = 3;

    private static final Map<String, Class<? extends Record>> ENTRIES = Map.of(
            "channels", HermesProperties.Channel.class,
            "lanes", HermesProperties.Lane.class,
            "listeners", HermesProperties.Listener.class);

    @Override
    protected @Nullable FailureAnalysis analyze(
            final Throwable rootFailure, final UnboundConfigurationPropertiesException cause) {
        final List<ConfigurationProperty> unknown = cause.getUnboundProperties().stream()
                .filter(property -> PREFIX.isAncestorOf(property.getName()))
                .toList();
        if (unknown.isEmpty()) {
            return null;
        }
        final ConfigurationPropertyName first = unknown.get(0).getName();
        return new FailureAnalysis(
                "Hermes has no such properties:"
                        + Sentences.list(unknown.stream()
                                .map(UnknownPropertyFailureAnalyzer::describe)
                                .toList()),
                "Correct or remove them. " + known(first)
                        + " A name with a dot or a capital in it is written in brackets, such as [quoteListener.on].",
                cause);
    }

    private static String describe(final ConfigurationProperty property) {
        return property.getName() + (property.getOrigin() == null ? "" : " (" + property.getOrigin() + ")");
    }

    private static String known(final ConfigurationPropertyName name) {
        final String map = name.getElement(1, Form.UNIFORM);
        final Class<? extends Record> entry = ENTRIES.get(map);
        return entry == null
                ? "The keys of hermes are " + keys(HermesProperties.class) + "."
                : known(name, entry, FIRST_KEY, "an entry of hermes." + map);
    }

    /** Goes down as far as the keys are right; the level where one is not lists its own. */
    private static String known(
            final ConfigurationPropertyName name,
            final Class<? extends Record> type,
            final int element,
            final String where) {
        final Optional<RecordComponent> group = element >= name.getNumberOfElements() - 1
                ? Optional.empty()
                : Arrays.stream(type.getRecordComponents())
                        .filter(component -> component.getType().isRecord())
                        .filter(component ->
                                component.getName().equalsIgnoreCase(name.getElement(element, Form.UNIFORM)))
                        .findFirst();
        return group.map(component -> known(
                        name,
                        component.getType().asSubclass(Record.class),
                        element + 1,
                        component.getName() + " of " + where))
                .orElseGet(() -> "The keys of " + where + " are " + keys(type) + ".");
    }

    private static String keys(final Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(DataObjectPropertyName::toDashedForm)
                .collect(Collectors.joining(", "));
    }
}
