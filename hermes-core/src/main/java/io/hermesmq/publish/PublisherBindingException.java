package io.hermesmq.publish;

import io.hermesmq.HermesException;
import java.lang.reflect.Method;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A publisher interface that cannot be implemented. */
public final class PublisherBindingException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String subject;
    private final String reason;
    private final String action;

    PublisherBindingException(
            final String subject, final String reason, final String action, final @Nullable Throwable cause) {
        super(subject + ": " + reason + "; " + action, cause);
        this.subject = subject;
        this.reason = reason;
        this.action = action;
    }

    static PublisherBindingException of(
            final Method method, final String reason, final String action, final @Nullable Throwable cause) {
        final String parameters = Stream.of(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", "(", ")"));
        return new PublisherBindingException(
                "publisher method " + method.getDeclaringClass().getName() + "." + method.getName() + parameters,
                reason,
                action,
                cause);
    }

    static PublisherBindingException of(final Class<?> type, final String reason, final String action) {
        return new PublisherBindingException("publisher " + type.getName(), reason, action, null);
    }

    /**
     * The interface or method that it is about.
     *
     * @return in words.
     */
    public String subject() {
        return subject;
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
