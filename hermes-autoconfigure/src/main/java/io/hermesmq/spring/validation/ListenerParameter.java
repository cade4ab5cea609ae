package io.hermesmq.spring.validation;

import java.lang.reflect.Executable;
import java.lang.reflect.Parameter;

/** Names a parameter of a listener method in words. */
final class ListenerParameter {

    static final String ADD_VALIDATION =
            "add the dependency org.springframework.boot:spring-boot-starter-validation, or"
                    + " remove the annotation from the parameter";

    private ListenerParameter() {}

    static String setting(final Parameter parameter) {
        return "validation of " + describe(parameter);
    }

    static String describe(final Parameter parameter) {
        final Executable method = parameter.getDeclaringExecutable();
        return "parameter '" + parameter.getName() + "' of listener "
                + method.getDeclaringClass().getSimpleName() + '.' + method.getName();
    }
}
