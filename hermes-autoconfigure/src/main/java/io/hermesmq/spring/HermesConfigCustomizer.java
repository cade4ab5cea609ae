package io.hermesmq.spring;

import io.hermesmq.HermesConfig;

/**
 * Changes the settings of the engine before it is made. Declare beans of this type for what the properties cannot say;
 * they are applied after the properties, in their {@linkplain org.springframework.core.annotation.Order order}.
 */
@FunctionalInterface
public interface HermesConfigCustomizer {

    /**
     * Changes the settings.
     *
     * @param config the settings so far; immutable.
     * @return the settings to go on with.
     */
    HermesConfig customize(HermesConfig config);
}
