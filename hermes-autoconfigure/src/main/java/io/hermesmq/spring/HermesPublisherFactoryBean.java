package io.hermesmq.spring;

import io.hermesmq.ConfigurationException;
import io.hermesmq.Hermes;
import io.hermesmq.annotation.HermesPublisher;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.SmartFactoryBean;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;

/**
 * Makes the bean of one publisher interface. The bean is Hermes' own implementation, without a proxy, and is made with
 * the other singletons, so that an interface that cannot work ends the start.
 *
 * @param <P> the interface.
 */
public final class HermesPublisherFactoryBean<P> implements SmartFactoryBean<P>, BeanFactoryAware {

    private final Class<P> type;
    private @Nullable ConfigurableBeanFactory beanFactory;

    /**
     * Creates the factory of one publisher.
     *
     * @param type an interface with {@link HermesPublisher}.
     */
    public HermesPublisherFactoryBean(final Class<P> type) {
        this.type = type;
    }

    @Override
    public void setBeanFactory(final BeanFactory beanFactory) {
        this.beanFactory = (ConfigurableBeanFactory) beanFactory;
    }

    /**
     * Makes the publisher for the channel that the annotation names; placeholders and expressions are resolved.
     *
     * @return the publisher.
     * @throws io.hermesmq.HermesException where the interface cannot be implemented.
     */
    @Override
    public P getObject() {
        final ConfigurableBeanFactory beans = beanFactory;
        Assert.state(beans != null, "no bean factory was set");
        final HermesPublisher publisher = AnnotatedElementUtils.findMergedAnnotation(type, HermesPublisher.class);
        if (publisher == null) {
            throw new ConfigurationException(
                    "publisher " + type.getName(),
                    type.getName() + " has no @HermesPublisher that names a channel",
                    "put @HermesPublisher(\"name-of-the-channel\") on it");
        }
        final String channel = new AttributeValues(beans)
                .resolve("channel of @HermesPublisher on " + type.getSimpleName(), publisher.value());
        return beans.getBean(Hermes.class).publisherOf(channel, type);
    }

    @Override
    public Class<P> getObjectType() {
        return type;
    }

    @Override
    public boolean isEagerInit() {
        return true;
    }
}
