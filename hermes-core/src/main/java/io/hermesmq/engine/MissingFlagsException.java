package io.hermesmq.engine;

import io.hermesmq.HermesException;
import java.util.List;

/** The JVM was started without access that Hermes needs. */
public final class MissingFlagsException extends HermesException {

    private static final long serialVersionUID = 1L;

    private final String[] missingFlags;

    MissingFlagsException(final List<String> missingFlags) {
        super("Hermes needs access to JDK internals that this JVM does not give; start it with "
                + String.join(" ", missingFlags));
        this.missingFlags = missingFlags.toArray(String[]::new);
    }

    /**
     * The flags that are missing.
     *
     * @return each as it stands on a command line.
     */
    public List<String> missingFlags() {
        return List.of(missingFlags);
    }
}
