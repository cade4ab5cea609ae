package io.hermesmq.test.autoconfigure;

import io.hermesmq.FailureHandler;
import io.hermesmq.annotation.HermesListener;
import io.hermesmq.annotation.HermesListeners;
import io.hermesmq.annotation.HermesPublisher;
import io.hermesmq.codec.MessageCodec;
import io.hermesmq.spring.HermesConfigCustomizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.boot.test.context.filter.annotation.StandardAnnotationCustomizableTypeExcludeFilter;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;

/** Lets in what a {@link HermesTest} is about. Classes are read, not loaded. */
final class HermesTypeExcludeFilter extends StandardAnnotationCustomizableTypeExcludeFilter<HermesTest> {

    private static final Class<?>[] NONE = {};
    private static final Set<Class<?>> ALWAYS = Set.of(
            HermesListener.class,
            HermesPublisher.class,
            MessageCodec.class,
            FailureHandler.class,
            HermesConfigCustomizer.class);

    private final Set<Class<?>> named;

    HermesTypeExcludeFilter(final Class<?> testClass) {
        super(testClass);
        named = Set.of(getAnnotation().getValue("value", Class[].class).orElse(NONE));
    }

    @Override
    protected Set<Class<?>> getKnownIncludes() {
        return ALWAYS;
    }

    @Override
    protected Set<Class<?>> getComponentIncludes() {
        return named;
    }

    @Override
    protected boolean defaultInclude(final MetadataReader reader, final MetadataReaderFactory readers)
            throws IOException {
        return super.defaultInclude(reader, readers) || hasListener(reader.getAnnotationMetadata(), readers);
    }

    /** Listener methods may be inherited, from interfaces as well. */
    private static boolean hasListener(final AnnotationMetadata type, final MetadataReaderFactory readers)
            throws IOException {
        if (type.hasAnnotatedMethods(HermesListener.class.getName())
                || type.hasAnnotatedMethods(HermesListeners.class.getName())) {
            return true;
        }
        final List<String> parents = new ArrayList<>(List.of(type.getInterfaceNames()));
        final String superClass = type.getSuperClassName();
        if (superClass != null) {
            parents.add(superClass);
        }
        for (final String parent : parents) {
            if (!parent.startsWith("java.")
                    && hasListener(readers.getMetadataReader(parent).getAnnotationMetadata(), readers)) {
                return true;
            }
        }
        return false;
    }
}
