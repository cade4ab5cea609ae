package io.hermesmq.autoconfigure;

import io.hermesmq.FailureHandler;
import io.hermesmq.Hermes;
import io.hermesmq.HermesConfig;
import io.hermesmq.HermesListenerRegistry;
import io.hermesmq.PayloadChecks;
import io.hermesmq.Publisher;
import io.hermesmq.codec.Codecs;
import io.hermesmq.codec.JsonCodecFactory;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.engine.HermesEngine;
import io.hermesmq.monitor.EpochClock;
import io.hermesmq.spring.ChildContextLifecycle;
import io.hermesmq.spring.HermesConfigCustomizer;
import io.hermesmq.spring.HermesLifecycle;
import io.hermesmq.spring.HermesListenerRegistrar;
import io.hermesmq.spring.HermesPublisherRegistrar;
import io.hermesmq.spring.InjectedPublishers;
import io.hermesmq.spring.ListenerMethods;
import io.hermesmq.spring.PublisherInjectionPostProcessor;
import org.agrona.concurrent.EpochNanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.SearchStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Scope;

/**
 * Auto-configuration of Hermes: the engine, its publishers and its listeners.
 *
 * <p>Every bean gives way to one of the user's own. The settings come from {@link HermesProperties}, then from
 * {@link HermesConfigCustomizer} beans in their order. The one {@link FailureHandler} bean, or the primary of several, decides for
 * all listeners that name no other;
 * {@link MessageCodec} beans add types of messages; an {@link EpochNanoClock} bean takes the place of the system's clock.
 *
 * <p>A context below one with Hermes uses the engine there. What searches the beans of one context, or is injected into
 * them, is there once for each context; see {@link ChildContextLifecycle}.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "hermes.enabled", matchIfMissing = true)
@EnableConfigurationProperties(HermesProperties.class)
@Import(HermesPublisherRegistrar.class)
public final class HermesAutoConfiguration {

    private static final Logger LOGGER = LoggerFactory.getLogger(HermesAutoConfiguration.class);

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
    Codecs hermesCodecs(final ObjectProvider<MessageCodec<?>> codecs, final ObjectProvider<JsonCodecFactory> json) {
        return new Codecs(codecs.orderedStream().toList(), json.getIfAvailable());
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Hermes hermes(
            final HermesConfig config,
            final Codecs codecs,
            final ObjectProvider<PayloadChecks> checks,
            final ObjectProvider<EpochNanoClock> clock) {
        return HermesEngine.create(
                config,
                codecs,
                checks.getIfAvailable(() -> PayloadChecks.NONE),
                clock.getIfUnique(() -> EpochClock.INSTANCE));
    }

    @Bean
    @ConditionalOnMissingBean
    HermesListenerRegistry hermesListenerRegistry(final Hermes hermes) {
        return hermes.listeners();
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    HermesListenerRegistrar hermesListenerRegistrar(
            final ConfigurableListableBeanFactory beanFactory,
            final Hermes hermes,
            final ObjectProvider<FailureHandler> failureHandler,
            final HermesProperties properties) {
        return new HermesListenerRegistrar(
                beanFactory, hermes, commonHandler(failureHandler), ListenerProperties.overrides(properties));
    }

    private static @Nullable FailureHandler commonHandler(final ObjectProvider<FailureHandler> handlers) {
        final FailureHandler common = handlers.getIfUnique();
        final long count = handlers.stream().count();
        if (common == null && count > 1) {
            LOGGER.warn(
                    "There are {} FailureHandler beans and none of them is primary: listeners that name none with errorHandler have"
                            + " none. Make the one for all listeners @Primary, or name one at each listener.",
                    count);
        }
        return common;
    }

    @Bean
    @Conditional(EngineToRun.class)
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    HermesLifecycle hermesLifecycle(final Hermes hermes, final HermesConfig config) {
        return new HermesLifecycle(hermes, config);
    }

    @Bean
    @ConditionalOnMissingBean(
            value = {HermesLifecycle.class, ChildContextLifecycle.class},
            search = SearchStrategy.CURRENT)
    ChildContextLifecycle hermesChildContextLifecycle(
            final Hermes hermes,
            final HermesConfig config,
            final HermesProperties properties,
            final ConfigurableListableBeanFactory beanFactory) {
        return new ChildContextLifecycle(
                hermes,
                config,
                PropertiesToConfig.engine(properties),
                beanFactory.getBeansOfType(HermesListenerRegistrar.class).values());
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    InjectedPublishers hermesInjectedPublishers(final Hermes hermes, final ConfigurableBeanFactory beanFactory) {
        return new InjectedPublishers(hermes, beanFactory);
    }

    @Bean(InjectedPublishers.PUBLISHER_BEAN_NAME)
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    @Fallback
    @ConditionalOnMissingBean(name = InjectedPublishers.PUBLISHER_BEAN_NAME, search = SearchStrategy.CURRENT)
    <T> Publisher<T> hermesPublisher(final BeanFactory beanFactory, final InjectionPoint injectionPoint) {
        // asked for by hand, this context comes before its parents
        return beanFactory.getBean(InjectedPublishers.class).publisherFor(injectionPoint);
    }

    @Bean
    @ConditionalOnMissingBean(search = SearchStrategy.CURRENT)
    static PublisherInjectionPostProcessor hermesPublisherInjectionPostProcessor() {
        return new PublisherInjectionPostProcessor();
    }

    @Bean
    @ConditionalOnMissingBean(name = "hermesListenerLazyInitializationExcludeFilter", search = SearchStrategy.CURRENT)
    static LazyInitializationExcludeFilter hermesListenerLazyInitializationExcludeFilter() {
        return (beanName, definition, type) -> ListenerMethods.existIn(type);
    }

    /** An engine that this context has, or one that a parent has and does not run. */
    static final class EngineToRun extends AnyNestedCondition {

        EngineToRun() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBean(value = Hermes.class, search = SearchStrategy.CURRENT)
        static final class Here {}

        @ConditionalOnMissingBean(HermesLifecycle.class)
        static final class NotRunElsewhere {}
    }
}
