package io.hermesmq;

/**
 * A setting that cannot work. Thrown before any thread is started or any memory is taken.
 */
public class ConfigurationException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String setting;
    private final String description;
    private final String action;

    /**
     * Creates the exception; its message is the description followed by the action.
     *
     * @param setting the name of the setting, as a user of the core would say it ("capacity of channel 'quotes'").
     * @param description what is wrong, with the value that was given.
     * @param action what to write instead.
     */
    public ConfigurationException(final String setting, final String description, final String action) {
        super(description + "; " + action);
        this.setting = setting;
        this.description = description;
        this.action = action;
    }

    /**
     * The setting that is wrong.
     *
     * @return its name in words.
     */
    public String setting() {
        return setting;
    }

    /**
     * What is wrong, with the value that was given.
     *
     * @return the message without the action.
     */
    public String description() {
        return description;
    }

    /**
     * What to write instead.
     *
     * @return a sentence that can stand alone.
     */
    public String action() {
        return action;
    }
}
