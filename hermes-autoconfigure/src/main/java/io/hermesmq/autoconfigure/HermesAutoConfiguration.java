package io.hermesmq.autoconfigure;

import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.Publisher;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.spring.HermesLifecycle;
import io.hermesmq.spring.HermesListenerRegistrar;
import io.hermesmq.spring.HermesPublisherRegistrar;
import io.hermesmq.spring.InjectedPublishers;
import io.hermesmq.spring.ListenerMethods;
import io.hermesmq.spring.PublisherInjectionPostProcessor;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/**
 * Auto-configuration of Hermes: the engine, its publishers and its listeners.
 *
 * <p>Every bean gives way to one of the user's own. The settings come from {@link HermesProperties}, then from
 * {@link HermesConfigCustomizer} beans in their order. A {@link FailureHandler} bean decides for all listeners;
 * {@link MessageCodec} beans add types of messages.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "hermes.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HermesProperties.class)
@Import(HermesPublisherRegistrar.class)
public final class HermesAutoConfiguration {

    HermesAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    HermesConfig hermesConfig(
            final HermesProperties properties, final ObjectProvider<HermesConfigCustomizer> customizers) {
        HermesConfig config = PropertiesToConfig.engine(properties);
        for (final HermesConfigCustomizer customizer :
                customizers.orderedStream().toList()) {
            config = customizer.customize(config);
        }
        return config;
    }

    @Bean
    @ConditionalOnMissingBean
    Codecs hermesCodecs(final ObjectProvider<MessageCodec<?>> codecs) {
        return new Codecs(codecs.orderedStream().toList());
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Hermes hermes(final HermesConfig config, final Codecs codecs) {
        return HermesEngine.create(config, codecs);
    }

    @Bean
    @ConditionalOnMissingBean
    HermesListenerRegistrar hermesListenerRegistrar(
            final ConfigurableListableBeanFactory beanFactory,
            final Hermes hermes,
            final ObjectProvider<FailureHandler> failureHandler,
            final HermesProperties properties) {
        return new HermesListenerRegistrar(
                beanFactory,
                hermes,
                failureHandler.getIfAvailable(() -> FailureHandler.CONTINUE),
                PropertiesToConfig.listeners(properties));
    }

    @Bean
    @ConditionalOnMissingBean
    HermesLifecycle hermesLifecycle(final Hermes hermes, final HermesConfig config) {
        return new HermesLifecycle(hermes, config);
    }

    @Bean
    @ConditionalOnMissingBean
    InjectedPublishers hermesInjectedPublishers(final Hermes hermes, final ConfigurableBeanFactory beanFactory) {
        return new InjectedPublishers(hermes, beanFactory);
    }

    @Bean(InjectedPublishers.PUBLISHER_BEAN_NAME)
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @Fallback
    @ConditionalOnMissingBean(name = InjectedPublishers.PUBLISHER_BEAN_NAME)
    <T> Publisher<T> hermesPublisher(final InjectedPublishers publishers, final InjectionPoint injectionPoint) {
        return publishers.publisherFor(injectionPoint);
    }

    @Bean
    @ConditionalOnMissingBean
    static PublisherInjectionPostProcessor hermesPublisherInjectionPostProcessor() {
        return new PublisherInjectionPostProcessor();
    }

    @Bean
    @ConditionalOnMissingBean(name = "hermesListenerLazyInitializationExcludeFilter")
    static LazyInitializationExcludeFilter hermesListenerLazyInitializationExcludeFilter() {
        return (beanName, definition, type) -> ListenerMethods.existIn(type);
    }
}
