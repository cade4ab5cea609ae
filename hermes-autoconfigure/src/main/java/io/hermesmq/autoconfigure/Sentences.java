package io.hermesmq.autoconfigure;

import java.util.List;
import org.springframework.util.StringUtils;

/** Makes sentences and lists of what exceptions carry. */
final class Sentences {

    private Sentences() {}

    /**
     * Makes a sentence.
     *
     * @param text without a capital at its start or a full stop at its end.
     * @return with both.
     */
    static String of(final String text) {
        return StringUtils.capitalize(text) + (text.endsWith(".") ? "" : ".");
    }

    /**
     * Makes an indented list, to stand after a line that ends with a colon.
     *
     * @param items one for each line.
     * @return the lines, after an empty one.
     */
    static String list(final List<String> items) {
        return String.format("%n%n    - %s", String.join(String.format("%n    - "), items));
    }
}
