package io.hermesmq.test;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.springframework.context.ApplicationContext;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.test.context.junit.jupiter.SpringExtension;

/**
 * Ties the probe of a test's context to its test methods: counts begin anew with each, and {@link RecordMessages} fields and parameters
 * are filled. Comes with the test slice of Hermes.
 */
public final class HermesExtension implements TestInstancePostProcessor, BeforeEachCallback, ParameterResolver {

    /** Called by JUnit. */
    public HermesExtension() {}

    static HermesProbe probe(final ExtensionContext context) {
        final ApplicationContext application = SpringExtension.getApplicationContext(context);
        final HermesProbe probe = application.getBeanProvider(HermesProbe.class).getIfUnique();
        if (probe == null) {
            throw new ExtensionConfigurationException(
                    "the context of " + context.getRequiredTestClass().getName()
                            + " has no HermesProbe; annotate the class with @HermesTest, or with @SpringBootTest and"
                            + " @AutoConfigureHermesTest");
        }
        return probe;
    }

    static String resolve(final ExtensionContext context, final String text) {
        return SpringExtension.getApplicationContext(context).getEnvironment().resolveRequiredPlaceholders(text);
    }

    @Override
    public void postProcessTestInstance(final Object test, final ExtensionContext context)
            throws IllegalAccessException {
        for (Class<?> type = test.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (final Field field : type.getDeclaredFields()) {
                final RecordMessages annotation =
                        AnnotatedElementUtils.findMergedAnnotation(field, RecordMessages.class);
                if (annotation != null) {
                    inject(test, field, annotation, context);
                }
            }
        }
    }

    private static void inject(
            final Object test, final Field field, final RecordMessages annotation, final ExtensionContext context)
            throws IllegalAccessException {
        final String place = "field " + field.getDeclaringClass().getSimpleName() + "." + field.getName();
        if (Modifier.isStatic(field.getModifiers()) || Modifier.isFinal(field.getModifiers())) {
            throw new ExtensionConfigurationException(
                    "@RecordMessages on " + place + ", which is static or final; make it a plain field");
        }
        final Object recording = recording(place, ResolvableType.forField(field), annotation, context);
        field.setAccessible(true);
        field.set(test, recording);
    }

    @Override
    public void beforeEach(final ExtensionContext context) {
        probe(context).beginTest();
    }

    @Override
    public boolean supportsParameter(final ParameterContext parameter, final ExtensionContext context) {
        return parameter.isAnnotated(RecordMessages.class);
    }

    @Override
    public @Nullable Object resolveParameter(final ParameterContext parameter, final ExtensionContext context) {
        final RecordMessages annotation =
                parameter.findAnnotation(RecordMessages.class).orElseThrow();
        return recording(
                "parameter " + parameter.getParameter().getName(),
                ResolvableType.forMethodParameter(MethodParameter.forParameter(parameter.getParameter())),
                annotation,
                context);
    }

    private static RecordingListener<?> recording(
            final String place,
            final ResolvableType type,
            final RecordMessages annotation,
            final ExtensionContext context) {
        final Class<?> message = type.getGeneric(0).resolve();
        if (type.resolve() != RecordingListener.class || message == null) {
            throw new ExtensionConfigurationException("@RecordMessages on " + place + " of type " + type
                    + ", which says no type of messages; make it a RecordingListener<T> of the record on the channel");
        }
        return probe(context).record(resolve(context, annotation.value()), message);
    }
}
