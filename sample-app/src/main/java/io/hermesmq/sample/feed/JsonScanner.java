package io.hermesmq.sample.feed;

/**
 * Walks over JSON in a byte array without making objects of it. Every method consumes what it names and returns true, or
 * returns false: then the text is not what it should be, and the position no longer matters.
 */
final class JsonScanner {

    private static final int MAX_DEPTH = 16;

    private final Member skipMember = this::skip;
    private byte[] bytes = {};
    private int at;
    private int end;
    private int depth;
    private int textFrom;
    private int textTo;

    /** Consumes the value of the member whose key is the scanner's current text. */
    @FunctionalInterface
    interface Member {
        boolean read();
    }

    void reset(final byte[] json, final int from, final int to) {
        bytes = json;
        at = from;
        end = to;
        depth = 0;
    }

    boolean object(final Member member) {
        if (!take('{')) {
            return false;
        }
        if (take('}')) {
            return true;
        }
        do {
            if (!string() || !take(':') || !member.read()) {
                return false;
            }
        } while (take(','));
        return take('}');
    }

    /** A string; its raw bytes become the current text. */
    boolean string() {
        if (!take('"')) {
            return false;
        }
        textFrom = at;
        while (at < end && bytes[at] != '"') {
            at += bytes[at] == '\\' ? 2 : 1;
        }
        textTo = at++;
        return textTo < end;
    }

    /** Any value. */
    boolean skip() {
        if (nextIs('"')) {
            return string();
        }
        if (nextIs('{') || nextIs('[')) {
            if (++depth > MAX_DEPTH) {
                return false;
            }
            final boolean sound = nextIs('{') ? object(skipMember) : array();
            depth--;
            return sound;
        }
        return literal();
    }

    /** Nothing: the text must end here. */
    boolean end() {
        skipSpaces();
        return at == end;
    }

    boolean nextIs(final char character) {
        skipSpaces();
        return at < end && bytes[at] == character;
    }

    boolean textIs(final byte[] text) {
        return textTo - textFrom == text.length && textEndsWith(text);
    }

    boolean textEndsWith(final byte[] text) {
        final int from = textTo - text.length;
        if (from < textFrom) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[from + i] != text[i]) {
                return false;
            }
        }
        return true;
    }

    /** The current text where it is a single character, 0 otherwise. */
    char textCharacter() {
        return textTo - textFrom == 1 ? (char) bytes[textFrom] : 0;
    }

    long textAsDecimal() {
        return FixedPoint.parse(bytes, textFrom, textTo);
    }

    long textAsSymbol() {
        return Symbol.pack(bytes, textFrom, textTo);
    }

    private boolean array() {
        take('[');
        if (take(']')) {
            return true;
        }
        do {
            if (!skip()) {
                return false;
            }
        } while (take(','));
        return take(']');
    }

    /** A number, true, false or null, without looking closer. */
    private boolean literal() {
        final int from = at;
        while (at < end && isLiteral(bytes[at])) {
            at++;
        }
        return at > from;
    }

    private static boolean isLiteral(final byte character) {
        return (character >= '0' && character <= '9')
                || (character >= 'a' && character <= 'z')
                || character == '-'
                || character == '+'
                || character == '.'
                || character == 'E';
    }

    private boolean take(final char character) {
        final boolean next = nextIs(character);
        if (next) {
            at++;
        }
        return next;
    }

    private void skipSpaces() {
        while (at < end && bytes[at] == ' ') {
            at++;
        }
    }
}
