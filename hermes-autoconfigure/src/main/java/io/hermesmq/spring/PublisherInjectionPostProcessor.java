package io.hermesmq.spring;

import io.hermesmq.annotation.HermesChannel;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Teaches the container that {@link HermesChannel} is a qualifier, and that the one bean which makes publishers fits every
 * channel.
 *
 * <p>It replaces the standard resolver of autowire candidates by a subclass. A resolver that somebody else has put there
 * stays; then publishers are still made for {@code @HermesChannel}, but the annotation tells no beans of the user's own
 * apart.
 */
public final class PublisherInjectionPostProcessor implements BeanFactoryPostProcessor, PriorityOrdered {

    /** Creates the post-processor; {@link #postProcessBeanFactory} does the work. */
    public PublisherInjectionPostProcessor() {}

    @Override
    public void postProcessBeanFactory(final ConfigurableListableBeanFactory beanFactory) {
        if (beanFactory instanceof DefaultListableBeanFactory beans
                && beans.getAutowireCandidateResolver().getClass()
                        == ContextAnnotationAutowireCandidateResolver.class) {
            beans.setAutowireCandidateResolver(new ChannelAutowireCandidateResolver());
        }
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }
}
