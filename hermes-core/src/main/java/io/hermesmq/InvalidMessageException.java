package io.hermesmq;

import java.util.List;

/**
 * A message that breaks the constraints of its type, found before the listener got it. The same message breaks them again, so it is
 * not retried unless the listener asks for that by this very type.
 */
public final class InvalidMessageException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String messageType;
    private final String[] violations;

    /**
     * Creates the exception.
     *
     * @param messageType name of the type of the message.
     * @param violations what is wrong, each with the property and without its value: logs are read by others than messages.
     */
    public InvalidMessageException(final String messageType, final List<String> violations) {
        super(messageType + " is invalid: " + String.join("; ", violations));
        this.messageType = messageType;
        this.violations = violations.toArray(String[]::new);
    }

    /**
     * The type of the message.
     *
     * @return its name.
     */
    public String messageType() {
        return messageType;
    }

    /**
     * What is wrong with it.
     *
     * @return at least one sentence, each with the property it is about.
     */
    public List<String> violations() {
        return List.of(violations);
    }
}
