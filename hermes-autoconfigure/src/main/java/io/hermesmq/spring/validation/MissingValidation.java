package io.hermesmq.spring.validation;

import io.hermesmq.ConfigurationException;
import io.hermesmq.PayloadCheck;
import io.hermesmq.PayloadChecks;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.asm.AnnotationVisitor;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.validation.annotation.Validated;

/**
 * Refuses listeners that ask for validation where the class path has none. The JVM leaves out annotations whose class is missing, and
 * the message would reach the listener unchecked: so this looks into the class file.
 */
public final class MissingValidation implements PayloadChecks {

    private static final Logger LOGGER = LoggerFactory.getLogger(MissingValidation.class);
    private static final String VALID = "Ljakarta/validation/Valid;";

    /** Creates the checks. */
    public MissingValidation() {}

    @Override
    public @Nullable PayloadCheck of(final Parameter parameter) {
        if (AnnotatedElementUtils.isAnnotated(parameter, Validated.class)
                || (parameter.getDeclaringExecutable() instanceof Method method
                        && validated(method).contains(indexOf(parameter, method)))) {
            throw new ConfigurationException(
                    ListenerParameter.setting(parameter),
                    ListenerParameter.describe(parameter)
                            + " is to be validated, but Jakarta Validation is not on the class path",
                    ListenerParameter.ADD_VALIDATION);
        }
        return null;
    }

    private static int indexOf(final Parameter parameter, final Method method) {
        return Arrays.asList(method.getParameters()).indexOf(parameter);
    }

    /** The indexes of the parameters with the annotation, as the class file has them. */
    private static Set<Integer> validated(final Method method) {
        final Class<?> type = method.getDeclaringClass();
        final Set<Integer> indexes = new HashSet<>();
        try (InputStream in = type.getResourceAsStream(ClassUtils.getClassFileName(type))) {
            if (in == null) { // defined at run time, a lambda for example: nobody could annotate its parameters
                return indexes;
            }
            new ClassReader(in).accept(new ParameterAnnotations(method, indexes), ClassReader.SKIP_CODE);
        } catch (final IOException | IllegalArgumentException e) {
            LOGGER.warn(
                    "The class file of {} cannot be read; whether its listener asks for validation is not known",
                    type,
                    e);
        }
        return indexes;
    }

    private static final class ParameterAnnotations extends ClassVisitor {

        private final Method method;
        private final Set<Integer> indexes;

        ParameterAnnotations(final Method method, final Set<Integer> indexes) {
            super(SpringAsmInfo.ASM_VERSION);
            this.method = method;
            this.indexes = indexes;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                final int access,
                final String name,
                final String descriptor,
                final @Nullable String signature,
                final String @Nullable [] exceptions) {
            if (!name.equals(method.getName()) || !descriptor.equals(Type.getMethodDescriptor(method))) {
                return null;
            }
            return new MethodVisitor(SpringAsmInfo.ASM_VERSION) {
                @Override
                public @Nullable AnnotationVisitor visitParameterAnnotation(
                        final int parameter, final String annotation, final boolean visible) {
                    if (annotation.equals(VALID)) {
                        indexes.add(parameter);
                    }
                    return null;
                }
            };
        }
    }
}
