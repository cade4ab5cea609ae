package io.hermesmq.engine;

import io.hermesmq.HermesException;

/** Two listeners with one id. */
public final class DuplicateListenerException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String id;
    private final String first;
    private final String second;

    DuplicateListenerException(final String id, final String first, final String second) {
        super("two listeners have the id '" + id + "': " + first + " and " + second + "; give one of them another id");
        this.id = id;
        this.first = first;
        this.second = second;
    }

    /**
     * The id.
     *
     * @return what both are called.
     */
    public String id() {
        return id;
    }

    /**
     * The listener that was there first.
     *
     * @return in words.
     */
    public String first() {
        return first;
    }

    /**
     * The listener that was refused.
     *
     * @return in words.
     */
    public String second() {
        return second;
    }
}
