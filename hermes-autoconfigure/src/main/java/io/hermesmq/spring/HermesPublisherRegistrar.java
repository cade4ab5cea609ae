package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import java.beans.Introspector;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.ClassUtils;

/**
 * Registers a bean for each publisher interface: for those that {@link ImportHermesPublishers} names on the importing
 * class, otherwise for those in the packages of the application. An interface that has a bean already is passed by.
 */
public final class HermesPublisherRegistrar implements ImportBeanDefinitionRegistrar {

    private final BeanFactory beanFactory;
    private final Environment environment;
    private final ResourceLoader resourceLoader;
    private final ClassLoader classLoader;

    /**
     * Creates a registrar; called by the container.
     *
     * @param beanFactory that knows the packages of the application.
     * @param environment for {@code hermes.enabled} and conditions on the interfaces.
     * @param resourceLoader to search the class path.
     * @param classLoader of the application.
     */
    public HermesPublisherRegistrar(
            final BeanFactory beanFactory,
            final Environment environment,
            final ResourceLoader resourceLoader,
            final ClassLoader classLoader) {
        this.beanFactory = beanFactory;
        this.environment = environment;
        this.resourceLoader = resourceLoader;
        this.classLoader = classLoader;
    }

    @Override
    public void registerBeanDefinitions(final AnnotationMetadata metadata, final BeanDefinitionRegistry registry) {
        if (!environment.getProperty("hermes.enabled", Boolean.class, true)) {
            return;
        }
        for (final String name : publisherNames(metadata)) {
            register(ClassUtils.resolveClassName(name, classLoader), registry);
        }
    }

    private Set<String> publisherNames(final AnnotationMetadata metadata) {
        final MergedAnnotation<ImportHermesPublishers> imports =
                metadata.getAnnotations().get(ImportHermesPublishers.class);
        if (!imports.isPresent()) {
            return AutoConfigurationPackages.has(beanFactory)
                    ? scan(AutoConfigurationPackages.get(beanFactory))
                    : Set.of();
        }
        final Set<String> names = new LinkedHashSet<>(scan(List.of(imports.getStringArray("basePackages"))));
        for (final Class<?> type : imports.getClassArray("types")) {
            names.add(requireInterface(type).getName());
        }
        return names;
    }

    private Set<String> scan(final Collection<String> packages) {
        return new PublisherScanner(beanFactory, environment, resourceLoader).scan(packages);
    }

    private static Class<?> requireInterface(final Class<?> type) {
        if (!type.isInterface()) {
            throw new ConfigurationException(
                    "@ImportHermesPublishers",
                    "@ImportHermesPublishers names " + type.getName() + ", which is no interface",
                    "name interfaces with @HermesPublisher");
        }
        return type;
    }

    private void register(final Class<?> type, final BeanDefinitionRegistry registry) {
        if (beanFactory instanceof ListableBeanFactory beans
                && beans.getBeanNamesForType(type, true, false).length > 0) {
            return;
        }
        final RootBeanDefinition definition = new RootBeanDefinition(HermesPublisherFactoryBean.class);
        definition.setTargetType(ResolvableType.forClassWithGenerics(HermesPublisherFactoryBean.class, type));
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
        definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
        registry.registerBeanDefinition(beanName(type, registry), definition);
    }

    private static String beanName(final Class<?> type, final BeanDefinitionRegistry registry) {
        final String shortName = Introspector.decapitalize(ClassUtils.getShortName(type));
        return registry.containsBeanDefinition(shortName) ? type.getName() : shortName;
    }
}
