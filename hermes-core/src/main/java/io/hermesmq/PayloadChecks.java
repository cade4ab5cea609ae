package io.hermesmq;

import java.lang.reflect.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which parameters of listener methods are checked. Asked once for each parameter, when its listener is registered: a
 * listener without a check has nothing of it on its path.
 */
@FunctionalInterface
public interface PayloadChecks {

    /** Nothing is checked: the default. */
    PayloadChecks NONE = parameter -> null;

    /**
     * The check of a parameter.
     *
     * @param parameter of a listener method.
     * @return the check, or null where the parameter asks for none. Only a parameter that takes a whole message can have one.
     */
    @Nullable
    PayloadCheck of(Parameter parameter);
}
