package io.hermesmq.spring;

import io.hermesmq.FailureHandler;
import io.hermesmq.ListenerConfig;
import java.util.function.Function;

/**
 * What the configuration says about one listener. It wins over the annotation.
 *
 * @param enabled false to leave the listener out: it is not registered and holds no publisher back.
 * @param settings changes the settings of the annotation.
 */
public record ListenerOverride(boolean enabled, Settings settings) {

    /** Nothing is overridden. */
    public static final ListenerOverride NONE = new ListenerOverride(true, (config, handlers) -> config);

    /** Changes the settings of one listener. */
    @FunctionalInterface
    public interface Settings {

        /**
         * Puts what was configured in place of what the annotation says.
         *
         * @param config of the annotation.
         * @param handlers finds a failure handler by the name of its bean.
         * @return the settings of the listener.
         * @throws io.hermesmq.ConfigurationException where they cannot work.
         */
        ListenerConfig apply(ListenerConfig config, Function<String, FailureHandler> handlers);
    }
}
