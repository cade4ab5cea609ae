package io.hermesmq;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides in front of a listener which messages it gets. Those that it does not get count as handled, and as filtered.
 *
 * @param method name of a method of the listener's class that returns boolean and takes the record or some of its components; or null.
 * @param predicate asked about each decoded message; or null.
 */
public record MessageFilter(
        @Nullable String method, @Nullable Predicate<?> predicate) {

    /**
     * Checks the filter.
     *
     * @param method name of a method of the listener's class, or null.
     * @param predicate asked about each decoded message, or null.
     * @throws ConfigurationException where it is not exactly one of both.
     */
    public MessageFilter {
        if ((method == null) == (predicate == null) || (method != null && method.isBlank())) {
            throw new ConfigurationException(
                    "filter", "a filter has neither a method nor a predicate, or both", "give one of them");
        }
    }

    /**
     * A method of the listener's class. With components as its parameters no object is made for a message that is not admitted.
     *
     * @param name of the method.
     * @return the filter.
     */
    public static MessageFilter method(final String name) {
        return new MessageFilter(name, null);
    }

    /**
     * A predicate, for any listener.
     *
     * @param predicate asked about each message; true to deliver it.
     * @return the filter.
     */
    public static MessageFilter of(final Predicate<?> predicate) {
        return new MessageFilter(null, predicate);
    }
}
