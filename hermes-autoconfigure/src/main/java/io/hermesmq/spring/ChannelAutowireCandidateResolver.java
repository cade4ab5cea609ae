package io.hermesmq.spring;

import io.hermesmq.Publisher;
import io.hermesmq.annotation.HermesChannel;
import org.springframework.beans.factory.config.BeanDefinitionHolder;
import org.springframework.beans.factory.config.DependencyDescriptor;
import org.springframework.context.annotation.ContextAnnotationAutowireCandidateResolver;

/**
 * Lets {@link HermesChannel} select among publisher beans, and offers {@link InjectedPublishers} where none fits.
 *
 * <p>The container asks twice: first strictly, then, only where nobody came forward, with the generics relaxed. The bean
 * that makes publishers answers the second time only, so beans of the user's own win.
 */
final class ChannelAutowireCandidateResolver extends ContextAnnotationAutowireCandidateResolver {

    ChannelAutowireCandidateResolver() {
        addQualifierType(HermesChannel.class);
    }

    @Override
    public boolean isAutowireCandidate(final BeanDefinitionHolder holder, final DependencyDescriptor descriptor) {
        if (holder.getBeanName().equals(InjectedPublishers.PUBLISHER_BEAN_NAME)) {
            return descriptor.fallbackMatchAllowed() && descriptor.getDependencyType() == Publisher.class;
        }
        return super.isAutowireCandidate(holder, descriptor);
    }
}
