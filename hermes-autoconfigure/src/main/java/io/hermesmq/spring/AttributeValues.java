package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.BeansException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.EmbeddedValueResolver;
import org.springframework.expression.ExpressionException;

/** Resolves placeholders and expressions in the attributes of annotations. */
final class AttributeValues {

    private final EmbeddedValueResolver resolver;

    AttributeValues(final ConfigurableBeanFactory beanFactory) {
        this.resolver = new EmbeddedValueResolver(beanFactory);
    }

    /**
     * Resolves one attribute.
     *
     * @param attribute where the value stands, in words.
     * @param value as it was written.
     * @return the resolved value; empty where an expression yields null.
     * @throws ConfigurationException where it cannot be resolved.
     */
    String resolve(final String attribute, final String value) {
        final String resolved;
        try {
            resolved = resolver.resolveStringValue(value);
        } catch (final BeansException | ExpressionException | IllegalArgumentException ex) {
            throw unresolved(attribute, value, ex);
        }
        // Without a strict placeholder bean, Spring leaves what it does not know as it is.
        if (resolved != null && resolved.contains("${")) {
            throw unresolved(attribute, value, null);
        }
        return resolved == null ? "" : resolved;
    }

    private static ConfigurationException unresolved(
            final String attribute, final String value, final @Nullable Throwable cause) {
        final ConfigurationException failure = new ConfigurationException(
                attribute,
                "the " + attribute + ", \"" + value + "\", cannot be resolved"
                        + (cause == null ? "" : ": " + cause.getMessage()),
                "define the property that it names, give it a default as in ${name:default}, or write the value itself");
        if (cause != null) {
            failure.initCause(cause);
        }
        return failure;
    }
}
