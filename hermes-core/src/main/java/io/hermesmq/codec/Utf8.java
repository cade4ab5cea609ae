package io.hermesmq.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * UTF-8 between character sequences and buffers, byte for byte as {@link String#getBytes(java.nio.charset.Charset)} has
 * it: a surrogate without its partner becomes a question mark. Encoding allocates nothing.
 */
final class Utf8 {

    private static final int MAX_KEPT_SCRATCH = 64 * 1024;

    /** A string can be made of bytes in an array only, so each thread keeps one. */
    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[256]);

    private Utf8() {}

    /** Bytes that a text takes, at most {@link Integer#MAX_VALUE}. */
    static int length(final CharSequence text) {
        final int chars = text.length();
        for (int i = 0; i < chars; i++) {
            if (text.charAt(i) >= 0x80) {
                return lengthFrom(i, text, chars);
            }
        }
        return chars;
    }

    private static int lengthFrom(final int asciiChars, final CharSequence text, final int chars) {
        long bytes = asciiChars;
        for (int i = asciiChars; i < chars; i++) {
            final char c = text.charAt(i);
            if (c < 0x80) {
                bytes++;
            } else if (c < 0x800) {
                bytes += 2;
            } else if (!Character.isSurrogate(c)) {
                bytes += 3;
            } else if (startsPair(c, text, i, chars)) {
                bytes += 4;
                i++;
            } else {
                bytes++;
            }
        }
        return (int) Math.min(bytes, Integer.MAX_VALUE);
    }

    /** Writes a text and returns the offset behind it. */
    static int encode(final CharSequence text, final UnsafeBuffer buffer, final int offset) {
        final int chars = text.length();
        for (int i = 0; i < chars; i++) {
            final char c = text.charAt(i);
            if (c >= 0x80) {
                return encodeFrom(i, text, chars, buffer, offset + i);
            }
            buffer.putByte(offset + i, (byte) c);
        }
        return offset + chars;
    }

    private static int encodeFrom(
            final int first, final CharSequence text, final int chars, final UnsafeBuffer buffer, final int offset) {
        int at = offset;
        for (int i = first; i < chars; i++) {
            final char c = text.charAt(i);
            if (c < 0x80) {
                buffer.putByte(at++, (byte) c);
            } else if (c < 0x800) {
                buffer.putByte(at++, (byte) (0xC0 | c >> 6));
                buffer.putByte(at++, continuation(c));
            } else if (!Character.isSurrogate(c)) {
                buffer.putByte(at++, (byte) (0xE0 | c >> 12));
                buffer.putByte(at++, continuation(c >> 6));
                buffer.putByte(at++, continuation(c));
            } else if (startsPair(c, text, i, chars)) {
                final int codePoint = Character.toCodePoint(c, text.charAt(++i));
                buffer.putByte(at++, (byte) (0xF0 | codePoint >> 18));
                buffer.putByte(at++, continuation(codePoint >> 12));
                buffer.putByte(at++, continuation(codePoint >> 6));
                buffer.putByte(at++, continuation(codePoint));
            } else {
                buffer.putByte(at++, (byte) '?');
            }
        }
        return at;
    }

    private static byte continuation(final int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }

    private static boolean startsPair(final char c, final CharSequence text, final int index, final int chars) {
        return Character.isHighSurrogate(c) && index + 1 < chars && Character.isLowSurrogate(text.charAt(index + 1));
    }

    /** Reads a text; bytes that are no UTF-8 become U+FFFD, as in {@link String}. */
    static String decode(final UnsafeBuffer buffer, final int offset, final int length) {
        byte[] bytes = SCRATCH.get();
        if (bytes.length < length) {
            bytes = larger(length);
        }
        buffer.getBytes(offset, bytes, 0, length);
        return new String(bytes, 0, length, UTF_8);
    }

    private static byte[] larger(final int length) {
        if (length > MAX_KEPT_SCRATCH) {
            return new byte[length];
        }
        final byte[] scratch = new byte[BitUtil.findNextPositivePowerOfTwo(length)];
        SCRATCH.set(scratch);
        return scratch;
    }
}
