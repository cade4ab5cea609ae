package io.hermesmq.spring;

import io.hermesmq.StartFrom;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one listener. It wins over the annotation.
 *
 * @param lane the lane that polls the listener, or null to leave it to the annotation.
 * @param from where the listener begins that has no position yet, or null to leave it to the annotation.
 * @param enabled false to leave the listener out: it is not registered and holds no publisher back.
 */
public record ListenerOverride(
        @Nullable String lane, @Nullable StartFrom from, boolean enabled) {

    /** Nothing is overridden. */
    public static final ListenerOverride NONE = new ListenerOverride(null, null, true);
}
