package io.hermesmq;

import org.jspecify.annotations.Nullable;

/**
 * How listeners share the messages of a channel, instead of each getting all of them.
 *
 * @param group listeners of one group share the messages; null where the listener is alone with its own.
 * @param concurrency how many members the listener has in its group, each on a lane of its own.
 * @param key name of the component that keeps messages together: those of equal keys go to one member, in order. Null where any
 *     free member takes the next message.
 */
public record Sharing(
        @Nullable String group, int concurrency, @Nullable String key) {

    /** The listener gets every message. */
    public static final Sharing NONE = new Sharing(null, 1, null);

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
        if (group != null && group.isBlank()) {
            throw new ConfigurationException(
                    "group", "the name of a group is blank", "name the group, or leave it out");
        }
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
