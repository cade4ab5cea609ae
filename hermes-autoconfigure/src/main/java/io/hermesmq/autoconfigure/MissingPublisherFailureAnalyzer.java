package io.hermesmq.autoconfigure;

import io.hermesmq.Hermes;
import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesPublisher;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** Says why there is no bean for a publisher: Hermes is switched off or left out, or the interface was not found. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingPublisherFailureAnalyzer extends AbstractFailureAnalyzer<NoSuchBeanDefinitionException> {

    private final BeanFactory beanFactory;
    private final Environment environment;

    MissingPublisherFailureAnalyzer(final BeanFactory beanFactory, final Environment environment) {
        this.beanFactory = beanFactory;
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            final Throwable rootFailure, final NoSuchBeanDefinitionException cause) {
        final ResolvableType wanted = cause.getResolvableType();
        final Class<?> type = wanted == null ? null : wanted.resolve();
        if (wanted == null || type == null || !(type == Publisher.class || isPublisherInterface(type))) {
            return null;
        }
        if (!environment.getProperty("hermes.enabled", Boolean.class, true)) {
            return new FailureAnalysis(
                    "A bean needs the publisher " + wanted + ", but Hermes is switched off: hermes.enabled is false.",
                    "Remove hermes.enabled=false, or inject the publisher as an ObjectProvider and do without it.",
                    cause);
        }
        if (!isHermesThere()) {
            return leftOut(wanted, type, cause);
        }
        return type == Publisher.class ? null : notFound(type, cause);
    }

    private boolean isHermesThere() {
        return !(beanFactory instanceof ListableBeanFactory beans)
                || BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, Hermes.class, true, false).length > 0;
    }

    private static FailureAnalysis leftOut(
            final ResolvableType wanted, final Class<?> type, final NoSuchBeanDefinitionException cause) {
        final String imports =
                type == Publisher.class ? "" : " and @ImportHermesPublishers(" + type.getSimpleName() + ".class)";
        return new FailureAnalysis(
                "A bean needs the publisher " + wanted
                        + ", but there is no Hermes in this context. A test slice such as"
                        + " @WebMvcTest leaves the auto-configuration of Hermes out.",
                "In a test slice, put @MockitoBean on a field of this type for a mock, or put"
                        + " @ImportAutoConfiguration(HermesAutoConfiguration.class)" + imports
                        + " on the test class for the real one. Elsewhere, look for what excludes HermesAutoConfiguration.",
                cause);
    }

    private static boolean isPublisherInterface(final Class<?> type) {
        return type.isInterface() && AnnotatedElementUtils.hasAnnotation(type, HermesPublisher.class);
    }

    private FailureAnalysis notFound(final Class<?> type, final NoSuchBeanDefinitionException cause) {
        final List<String> packages =
                AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory) : List.of();
        return new FailureAnalysis(
                "A bean needs the publisher " + type.getName()
                        + ", but it was not found: interfaces with @HermesPublisher are looked for in the packages "
                        + packages + ", not inside test classes.",
                "Put @ImportHermesPublishers(" + type.getSimpleName()
                        + ".class) on a configuration or test class, or move the interface.",
                cause);
    }
}
