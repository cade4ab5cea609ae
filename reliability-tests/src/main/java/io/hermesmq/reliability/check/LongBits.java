package io.hermesmq.reliability.check;

import java.util.Arrays;

/** A set of numbers from 0 that grows by itself: a bit for each up to the largest. */
final class LongBits {

    private long[] words = new long[16];

    /** Puts a number in, and says whether it was not there before. */
    boolean add(final long number) {
        final int word = Math.toIntExact(number >>> 6);
        if (word >= words.length) {
            words = Arrays.copyOf(words, Math.max(word + 1, words.length + (words.length >> 1)));
        }
        final long before = words[word];
        words[word] = before | 1L << number;
        return words[word] != before;
    }

    boolean contains(final long number) {
        final long word = number >>> 6;
        return word < words.length && (words[(int) word] & 1L << number) != 0;
    }

    /** The first number that is in, or -1. */
    long first() {
        for (int i = 0; i < words.length; i++) {
            if (words[i] != 0) {
                return ((long) i << 6) + Long.numberOfTrailingZeros(words[i]);
            }
        }
        return -1;
    }

    /** The last number that is in, or -1. */
    long last() {
        for (int i = words.length - 1; i >= 0; i--) {
            if (words[i] != 0) {
                return ((long) i << 6) + 63 - Long.numberOfLeadingZeros(words[i]);
            }
        }
        return -1;
    }
}
