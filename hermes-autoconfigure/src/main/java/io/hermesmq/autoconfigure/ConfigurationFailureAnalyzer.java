package io.hermesmq.autoconfigure;

import io.hermesmq.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Says which setting cannot work, where it was written if it is a property, and what to write instead. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class ConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ConfigurationException> {

    private final @Nullable Environment environment;

    ConfigurationFailureAnalyzer(final @Nullable Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(final Throwable rootFailure, final ConfigurationException cause) {
        final Origin origin = environment == null ? null : PropertyNames.origin(environment, cause.setting());
        final boolean property = cause.setting().startsWith("hermes.");
        final String where = property ? "Property " + cause.setting() + " cannot work: " : "";
        final String description =
                where.isEmpty() ? Sentences.of(cause.description()) : where + cause.description() + ".";
        return new FailureAnalysis(
                origin == null ? description : String.format("%s%n%n    Origin: %s", description, origin),
                Sentences.of(cause.action()),
                cause);
    }
}
