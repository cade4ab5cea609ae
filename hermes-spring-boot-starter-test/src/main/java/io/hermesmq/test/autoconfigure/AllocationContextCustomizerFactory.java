package io.hermesmq.test.autoconfigure;

import io.hermesmq.test.AssertNoAllocation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.MergedContextConfiguration;

/** Leaves views unguarded where a test measures allocation: what is measured is to be what runs in production. */
final class AllocationContextCustomizerFactory implements ContextCustomizerFactory {

    AllocationContextCustomizerFactory() {}

    @Override
    public @Nullable ContextCustomizer createContextCustomizer(
            final Class<?> testClass, final List<ContextConfigurationAttributes> attributes) {
        final boolean measures = !AnnotationSupport.findAnnotatedMethods(
                        testClass, AssertNoAllocation.class, HierarchyTraversalMode.TOP_DOWN)
                .isEmpty();
        return measures ? new Unguarded() : null;
    }

    /** One is as good as the other, so that contexts are shared. */
    private record Unguarded() implements ContextCustomizer {

        @Override
        public void customizeContext(
                final ConfigurableApplicationContext context, final MergedContextConfiguration configuration) {
            TestPropertyValues.of("hermes-test.guard-views=false").applyTo(context);
        }
    }
}
