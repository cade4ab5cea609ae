package io.hermesmq.sample.feed;

import java.nio.charset.StandardCharsets;

/** Names of instruments as {@code long}: up to 12 letters, digits, {@code _ . -}, in base 40 and upper case. */
public final class Symbol {

    /** No symbol: what packs to nothing. */
    public static final long NONE = 0;

    static final int MAX_LENGTH = 12;

    private static final String ALPHABET = "\0ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
    private static final int BASE = 40;

    private Symbol() {}

    /** Packs a name; {@link #NONE} where it is empty, too long, or has another character. */
    public static long pack(final String name) {
        final byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return pack(bytes, 0, bytes.length);
    }

    static long pack(final byte[] name, final int from, final int to) {
        if (to - from > MAX_LENGTH) {
            return NONE;
        }
        long packed = 0;
        for (int i = from; i < to; i++) {
            final int digit = digit(name[i]);
            if (digit == 0) {
                return NONE;
            }
            packed = packed * BASE + digit;
        }
        return packed;
    }

    /** The name, for printing. */
    public static String unpack(final long packed) {
        final StringBuilder name = new StringBuilder(MAX_LENGTH);
        for (long rest = packed; rest != 0; rest = Long.divideUnsigned(rest, BASE)) {
            name.append(ALPHABET.charAt((int) Long.remainderUnsigned(rest, BASE)));
        }
        return name.reverse().toString();
    }

    private static int digit(final byte character) {
        final int upper = character >= 'a' && character <= 'z' ? character - 'a' + 'A' : character;
        return upper == 0 ? 0 : Math.max(0, ALPHABET.indexOf(upper));
    }
}
