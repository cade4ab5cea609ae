package io.hermesmq;

import org.jspecify.annotations.Nullable;

/**
 * How listeners share the messages of a channel, instead of each getting all of them. Listeners of one {@code group} are its members
 * together; {@code concurrency} makes several members of one listener, each on a lane of its own. A channel in memory waits for its
 * slowest member, a journaled one does not.
 *
 * @param group listeners of one group share the messages; null where the listener is alone with its own.
 * @param concurrency how many members the listener has in its group, each on a lane of its own.
 * @param key name of the component that keeps messages together: those of equal keys go to one member, in order. Null
 *     for the one with {@link io.hermesmq.annotation.MessageKey}; where there is none, any free member takes the next message.
 */
public record Sharing(
        @Nullable String group, int concurrency, @Nullable String key) {

    /** The listener gets every message. */
    public static final Sharing NONE = new Sharing(null, 1, null);

    private static final int MAX_CONCURRENCY = 1024;

    /**
     * Checks the settings.
     *
     * @param group listeners of one group share the messages; null where the listener is alone with its own.
     * @param concurrency how many members the listener has in its group.
     * @param key name of the component that keeps messages together, or null.
     * @throws ConfigurationException where they cannot work.
     */
    public Sharing {
        if (concurrency < 1) {
            throw new ConfigurationException(
                    "concurrency",
                    "concurrency is " + concurrency,
                    "use the number of lanes to share the messages, at least 1");
        }
        if (concurrency > MAX_CONCURRENCY) {
            throw new ConfigurationException(
                    "concurrency",
                    "concurrency is " + concurrency,
                    "use at most " + MAX_CONCURRENCY + "; each of these members is a thread");
        }
        if (group != null && group.isBlank()) {
            throw new ConfigurationException(
                    "group", "the name of a group is blank", "name the group, or leave it out");
        }
        if (key != null && key.isBlank()) {
            throw new ConfigurationException(
                    "key", "the name of a key is blank", "name a component of the message record, or leave it out");
        }
        if (key != null && group == null && concurrency == 1) {
            throw new ConfigurationException(
                    "key",
                    "key '" + key + "' keeps messages together that are shared, but there is nobody to share them with",
                    "add a group or a concurrency above 1, or leave the key out");
        }
    }

    /**
     * Several members of one listener.
     *
     * @param members how many, each with a lane of its own.
     * @return the setting, without a key.
     */
    public static Sharing among(final int members) {
        return new Sharing(null, members, null);
    }

    /**
     * A group of several listeners.
     *
     * @param group its name; not the id of a listener outside of the group.
     * @return the setting, for one member and without a key.
     */
    public static Sharing inGroup(final String group) {
        return new Sharing(group, 1, null);
    }

    /**
     * The same with messages of equal keys kept together.
     *
     * @param component name of the component of the message record.
     * @return a copy.
     */
    public Sharing byKey(final String component) {
        return new Sharing(group, concurrency, component);
    }

    /**
     * The same with several members of this listener.
     *
     * @param members how many.
     * @return a copy.
     */
    public Sharing withConcurrency(final int members) {
        return new Sharing(group, members, key);
    }

    /**
     * Whether messages are shared at all.
     *
     * @return false where the listener gets every message.
     */
    public boolean isShared() {
        return group != null || concurrency > 1;
    }
}
