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
 * @param from where it begins on a journaled channel that has no position for its id yet.
 * @param acknowledge when its position on a journaled channel is committed.
 * @param failure what happens after it threw.
 * @param sharing whether it shares the messages with others.
 * @param batch when it is called, where it takes batches.
 * @param autoStartup whether it starts with the engine, or is started by hand.
 * @param filter decides which messages it gets, or null for all.
 */
public record ListenerConfig(
        String id,
        String channel,
        @Nullable String lane,
        @Nullable Class<?> message,
        StartFrom from,
        AckMode acknowledge,
        FailurePolicy failure,
        Sharing sharing,
        BatchLimits batch,
        boolean autoStartup,
        @Nullable MessageFilter filter) {

    /**
     * Checks the settings.
     *
     * @param id unique in its engine; case matters.
     * @param channel the channel that it reads.
     * @param lane the lane that polls it, or null for the default of the profile: a lane of its own, named as the listener.
     * @param message the type of the messages where the parameters of the listener do not say it, or null.
     * @param from where it begins on a journaled channel that has no position for its id yet.
     * @param acknowledge when its position on a journaled channel is committed.
     * @param failure what happens after it threw.
     * @param sharing whether it shares the messages with others.
     * @param batch when it is called, where it takes batches.
     * @param autoStartup whether it starts with the engine, or is started by hand.
     * @param filter decides which messages it gets, or null for all.
     * @throws ConfigurationException where id or channel is blank.
     */
    public ListenerConfig {
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(acknowledge, "acknowledge");
        Objects.requireNonNull(failure, "failure");
        Objects.requireNonNull(sharing, "sharing");
        Objects.requireNonNull(batch, "batch");
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
        return new ListenerConfig(
                id,
                channel,
                null,
                null,
                StartFrom.LATEST,
                AckMode.MESSAGE,
                FailurePolicy.SKIP,
                Sharing.NONE,
                BatchLimits.DEFAULT,
                true,
                null);
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
        return defaultId(type) + '.' + method.getName();
    }

    /**
     * The id of a class-level listener that names none: the simple name of the class, decapitalised.
     *
     * @param type the class of the listener.
     * @return the id.
     */
    public static String defaultId(final Class<?> type) {
        final String simpleName = type.getSimpleName();
        final boolean acronym = simpleName.length() > 1
                && Character.isUpperCase(simpleName.charAt(0))
                && Character.isUpperCase(simpleName.charAt(1));
        return acronym || simpleName.isEmpty()
                ? simpleName
                : Character.toLowerCase(simpleName.charAt(0)) + simpleName.substring(1);
    }

    /**
     * The same settings under another id.
     *
     * @param other id, unique in its engine.
     * @return a copy.
     */
    public ListenerConfig withId(final String other) {
        return new ListenerConfig(
                other, channel, lane, message, from, acknowledge, failure, sharing, batch, autoStartup, filter);
    }

    /**
     * The same settings on a named lane.
     *
     * @param name of the lane, or null for the default of the profile.
     * @return a copy.
     */
    public ListenerConfig onLane(final @Nullable String name) {
        return new ListenerConfig(
                id, channel, name, message, from, acknowledge, failure, sharing, batch, autoStartup, filter);
    }

    /**
     * The same settings with a handler that is asked about every failure.
     *
     * @param handler decides what happens after the listener threw.
     * @return a copy.
     */
    public ListenerConfig onFailure(final FailureHandler handler) {
        return onFailure(failure.asking(handler));
    }

    /**
     * The same settings with another policy for failures.
     *
     * @param policy what happens after the listener threw.
     * @return a copy.
     */
    public ListenerConfig onFailure(final FailurePolicy policy) {
        return new ListenerConfig(
                id, channel, lane, message, from, acknowledge, policy, sharing, batch, autoStartup, filter);
    }

    /**
     * The same settings for the messages of a named type.
     *
     * @param type of the messages: the record that the parameters of the listener are components of; null to take it from them.
     * @return a copy.
     */
    public ListenerConfig ofMessage(final @Nullable Class<?> type) {
        return new ListenerConfig(
                id, channel, lane, type, from, acknowledge, failure, sharing, batch, autoStartup, filter);
    }

    /**
     * The same settings with another moment at which positions are committed.
     *
     * @param mode when.
     * @return a copy.
     */
    public ListenerConfig acknowledging(final AckMode mode) {
        return new ListenerConfig(id, channel, lane, message, from, mode, failure, sharing, batch, autoStartup, filter);
    }

    /**
     * The same settings with the messages shared with others.
     *
     * @param how they are shared.
     * @return a copy.
     */
    public ListenerConfig sharing(final Sharing how) {
        return new ListenerConfig(
                id, channel, lane, message, from, acknowledge, failure, how, batch, autoStartup, filter);
    }

    /**
     * The same settings with other limits of batches.
     *
     * @param limits when the listener is called.
     * @return a copy.
     */
    public ListenerConfig inBatches(final BatchLimits limits) {
        return new ListenerConfig(
                id, channel, lane, message, from, acknowledge, failure, sharing, limits, autoStartup, filter);
    }

    /**
     * The same settings with a filter.
     *
     * @param admission decides which messages the listener gets, or null for all.
     * @return a copy.
     */
    public ListenerConfig filteredBy(final @Nullable MessageFilter admission) {
        return new ListenerConfig(
                id, channel, lane, message, from, acknowledge, failure, sharing, batch, autoStartup, admission);
    }

    /**
     * The same settings with another start of the listener itself.
     *
     * @param automatic whether it starts with the engine, or is started by hand.
     * @return a copy.
     */
    public ListenerConfig withAutoStartup(final boolean automatic) {
        return new ListenerConfig(
                id, channel, lane, message, from, acknowledge, failure, sharing, batch, automatic, filter);
    }

    /**
     * The same settings with another start on journaled channels.
     *
     * @param start where it begins while the channel has no position for its id.
     * @return a copy.
     */
    public ListenerConfig startingFrom(final StartFrom start) {
        return new ListenerConfig(
                id, channel, lane, message, start, acknowledge, failure, sharing, batch, autoStartup, filter);
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
