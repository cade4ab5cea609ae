package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import io.hermesmq.annotation.HermesPublisher;
import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Finds publisher interfaces on the class path, of any visibility, without loading a class that is none. */
final class PublisherScanner extends ClassPathScanningCandidateComponentProvider {

    PublisherScanner(final BeanFactory beanFactory, final Environment environment, final ResourceLoader loader) {
        super(false, environment);
        setResourceLoader(loader);
        addIncludeFilter(new AnnotationTypeFilter(HermesPublisher.class));
        final TypeExcludeFilter tests = new TypeExcludeFilter();
        tests.setBeanFactory(beanFactory);
        addExcludeFilter(tests);
    }

    /**
     * Searches packages.
     *
     * @param packages their names.
     * @return the names of the interfaces, in order.
     * @throws ConfigurationException where a class has the annotation.
     */
    Set<String> scan(final Collection<String> packages) {
        final Set<String> names = new TreeSet<>();
        for (final String basePackage : packages) {
            findCandidateComponents(basePackage)
                    .forEach(candidate -> names.add(Objects.requireNonNull(candidate.getBeanClassName())));
        }
        return names;
    }

    @Override
    protected boolean isCandidateComponent(final AnnotatedBeanDefinition candidate) {
        final AnnotationMetadata metadata = candidate.getMetadata();
        if (!metadata.isInterface()) {
            throw new ConfigurationException(
                    "@HermesPublisher of " + metadata.getClassName(),
                    "@HermesPublisher stands on " + metadata.getClassName() + ", which is no interface",
                    "make it an interface, which Hermes implements, or remove the annotation");
        }
        return !metadata.isAnnotation();
    }
}
