package io.hermesmq.spring.validation;

import io.hermesmq.ConfigurationException;
import io.hermesmq.InvalidMessageException;
import io.hermesmq.PayloadCheck;
import io.hermesmq.PayloadChecks;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import java.lang.reflect.Parameter;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.validation.annotation.Validated;

/**
 * Validates the parameters of listeners that carry {@link Valid}, or {@link Validated} with groups. The texts name properties and what
 * is expected of them, never values.
 */
public final class BeanValidationChecks implements PayloadChecks {

    private static final Class<?>[] DEFAULT_GROUP = {};

    private final ObjectProvider<Validator> validators;

    /**
     * Creates the checks.
     *
     * @param validators asked for the validator when the first parameter needs it.
     */
    public BeanValidationChecks(final ObjectProvider<Validator> validators) {
        this.validators = validators;
    }

    @Override
    public @Nullable PayloadCheck of(final Parameter parameter) {
        final Class<?>[] groups = groups(parameter);
        if (groups == null) {
            return null;
        }
        final Validator validator = validators.getIfUnique();
        if (validator == null) {
            throw noValidator(parameter);
        }
        return message -> validate(validator, message, groups);
    }

    private static Class<?> @Nullable [] groups(final Parameter parameter) {
        final Validated validated = AnnotatedElementUtils.findMergedAnnotation(parameter, Validated.class);
        if (validated != null) {
            return validated.value();
        }
        return AnnotatedElementUtils.isAnnotated(parameter, Valid.class) ? DEFAULT_GROUP : null;
    }

    private static void validate(final Validator validator, final Object message, final Class<?>[] groups) {
        final Set<ConstraintViolation<Object>> violations = validator.validate(message, groups);
        if (!violations.isEmpty()) {
            throw new InvalidMessageException(
                    message.getClass().getName(),
                    violations.stream()
                            .map(violation -> violation.getPropertyPath() + " " + violation.getMessage())
                            .map(String::strip) // a constraint of the message as a whole has no property
                            .sorted()
                            .toList());
        }
    }

    private static ConfigurationException noValidator(final Parameter parameter) {
        return new ConfigurationException(
                ListenerParameter.setting(parameter),
                ListenerParameter.describe(parameter)
                        + " is to be validated, but the application has no validator (or several, none of them primary)",
                ListenerParameter.ADD_VALIDATION);
    }
}
