package io.hermesmq;

import java.lang.reflect.Method;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of one listener.
 *
 * @param id unique in its engine; case matters.
 * @param channel the channel that it reads.
 * @param lane the lane that polls it, or null for the default of the profile: a lane of its own, named as the listener.
 * @param message the type of the messages where the parameters of the listener do not say it, or null.
 * @param failureHandler decides what happens after it threw.
 * @param from where it begins on a journaled channel that has no position for its id yet.
 */
public record ListenerConfig(
        String id,
        String channel,
        @Nullable String lane,
        @Nullable Class<?> message,
        FailureHandler failureHandler,
        StartFrom from) {

    /**
     * Checks the settings.
     *
     * @param id unique in its engine; case matters.
     * @param channel the channel that it reads.
     * @param lane the lane that polls it, or null for the default of the profile: a lane of its own, named as the listener.
     * @param message the type of the messages where the parameters of the listener do not say it, or null.
     * @param failureHandler decides what happens after it threw.
     * @param from where it begins on a journaled channel that has no position for its id yet.
     * @throws ConfigurationException where id or channel is blank.
     */
    public ListenerConfig {
        Objects.requireNonNull(failureHandler, "failureHandler");
        Objects.requireNonNull(from, "from");
        if (id.isBlank()) {
            throw new ConfigurationException("id", "a listener has a blank id", "give it an id, or leave the id out");
        }
        if (channel.isBlank()) {
            throw new ConfigurationException(
                    "channel", "listener '" + id + "' names a blank channel", "name the channel that it reads");
        }
    }

    /**
     * A listener with the default lane that goes on after failures.
     *
     * @param id unique in its engine.
     * @param channel the channel that it reads.
     * @return the settings.
     */
    public static ListenerConfig of(final String id, final String channel) {
        return new ListenerConfig(id, channel, null, null, FailureHandler.CONTINUE, StartFrom.LATEST);
    }

    /**
     * The id of a listener method that names none: the simple name of its class, decapitalised, a dot, the name of the
     * method, such as {@code quoteListener.on}.
     *
     * @param type the class of the listener.
     * @param method the method.
     * @return the id.
     */
    public static String defaultId(final Class<?> type, final Method method) {
        final String simpleName = type.getSimpleName();
        final boolean acronym = simpleName.length() > 1
                && Character.isUpperCase(simpleName.charAt(0))
                && Character.isUpperCase(simpleName.charAt(1));
        final String bean = acronym || simpleName.isEmpty()
                ? simpleName
                : Character.toLowerCase(simpleName.charAt(0)) + simpleName.substring(1);
        return bean + '.' + method.getName();
    }

    /**
     * The same settings on a named lane.
     *
     * @param name of the lane.
     * @return a copy.
     */
    public ListenerConfig onLane(final String name) {
        return new ListenerConfig(id, channel, name, message, failureHandler, from);
    }

    /**
     * The same settings with another failure handler.
     *
     * @param handler decides what happens after the listener threw.
     * @return a copy.
     */
    public ListenerConfig onFailure(final FailureHandler handler) {
        return new ListenerConfig(id, channel, lane, message, handler, from);
    }

    /**
     * The same settings for the messages of a named type.
     *
     * @param type of the messages: the record that the parameters of the listener are components of.
     * @return a copy.
     */
    public ListenerConfig ofMessage(final Class<?> type) {
        return new ListenerConfig(id, channel, lane, type, failureHandler, from);
    }

    /**
     * The same settings with another start on journaled channels.
     *
     * @param start where it begins while the channel has no position for its id.
     * @return a copy.
     */
    public ListenerConfig startingFrom(final StartFrom start) {
        return new ListenerConfig(id, channel, lane, message, failureHandler, start);
    }

    /**
     * The same settings with another start on journaled channels, as it is written in an annotation.
     *
     * @param start as {@link StartFrom#parse} reads it.
     * @return a copy.
     * @throws ConfigurationException where it is no start; it names the listener.
     */
    public ListenerConfig startingFrom(final String start) {
        try {
            return startingFrom(StartFrom.parse(start));
        } catch (final ConfigurationException e) {
            final ConfigurationException named =
                    new ConfigurationException(e.setting(), "listener '" + id + "': " + e.description(), e.action());
            named.initCause(e);
            throw named;
        }
    }
}
