package io.hermesmq.codec;

import io.hermesmq.HermesException;
import org.jspecify.annotations.Nullable;

/**
 * A record that cannot be laid out as a message. The text names the record, the component, the reason and the remedy.
 */
public final class LayoutException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final Class<?> type;
    private final String component;

    private LayoutException(
            final Class<?> type, final String component, final String message, final @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
        this.component = component;
    }

    static LayoutException ofRecord(final Class<?> type, final String reason, final @Nullable Throwable cause) {
        return new LayoutException(
                type, "", "record " + type.getTypeName() + " cannot be a message: it " + reason, cause);
    }

    static LayoutException ofComponent(final Class<?> type, final String component, final String reason) {
        final String message =
                "record " + type.getTypeName() + " cannot be a message: component '" + component + "' " + reason;
        return new LayoutException(type, component, message, null);
    }

    /**
     * The record that was to be laid out.
     *
     * @return the outermost record, also where a nested one is at fault.
     */
    public Class<?> type() {
        return type;
    }

    /**
     * The component at fault, as the path from the outermost record: {@code leg.price}.
     *
     * @return the path, or an empty text where the record as a whole is at fault.
     */
    public String component() {
        return component;
    }
}
