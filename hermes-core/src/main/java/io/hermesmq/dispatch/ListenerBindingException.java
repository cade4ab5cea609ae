package io.hermesmq.dispatch;

import io.hermesmq.HermesException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A listener method that cannot be called with messages. */
public final class ListenerBindingException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String method;
    private final @Nullable String parameter;
    private final String reason;
    private final String action;

    /**
     * Creates the exception.
     *
     * @param method the method in words.
     * @param parameter the parameter in words, or null where it is about the method as a whole.
     * @param reason what is wrong.
     * @param action what to do.
     * @param cause the failure underneath, or null.
     */
    public ListenerBindingException(
            final String method,
            final @Nullable String parameter,
            final String reason,
            final String action,
            final @Nullable Throwable cause) {
        super(
                "listener method " + method + ": " + (parameter == null ? "" : "parameter " + parameter + ": ") + reason
                        + "; " + action,
                cause);
        this.method = method;
        this.parameter = parameter;
        this.reason = reason;
        this.action = action;
    }

    static ListenerBindingException of(
            final Method method,
            final @Nullable Parameter parameter,
            final String reason,
            final String action,
            final @Nullable Throwable cause) {
        final String parameters = Stream.of(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
        final String words = method.getDeclaringClass().getName() + "." + method.getName() + parameters;
        return new ListenerBindingException(
                words,
                parameter == null ? null : parameter.getType().getSimpleName() + " " + parameter.getName(),
                reason,
                action,
                cause);
    }

    /**
     * The listener method.
     *
     * @return in words: class, name and parameter types.
     */
    public String method() {
        return method;
    }

    /**
     * The parameter that cannot be filled.
     *
     * @return type and name, or null where it is about the method as a whole.
     */
    public @Nullable String parameter() {
        return parameter;
    }

    /**
     * What is wrong.
     *
     * @return a sentence without a full stop.
     */
    public String reason() {
        return reason;
    }

    /**
     * What to do.
     *
     * @return a sentence without a full stop.
     */
    public String action() {
        return action;
    }
}
