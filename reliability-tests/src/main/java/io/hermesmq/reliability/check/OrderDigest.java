package io.hermesmq.reliability.check;

import io.hermesmq.reliability.value.Values;
import java.util.Arrays;

/**
 * What stood under which sequence, as one number for each block of sequences: two listeners of one journal must come to the same
 * numbers for blocks that both were given whole.
 */
final class OrderDigest {

    private static final int BLOCK_BITS = 10;
    private static final int BLOCK = 1 << BLOCK_BITS;

    private long[] sums = new long[16];
    private int[] counts = new int[16];

    void add(final long sequence, final long value) {
        final int block = Math.toIntExact(sequence >>> BLOCK_BITS);
        if (block >= sums.length) {
            final int length = Math.max(block + 1, sums.length * 2);
            sums = Arrays.copyOf(sums, length);
            counts = Arrays.copyOf(counts, length);
        }
        sums[block] += Values.mix(Values.mix(sequence) ^ value);
        counts[block]++;
    }

    /** The first sequence of the first block that differs, or -1. */
    long firstDifference(final OrderDigest other) {
        for (int i = 0; i < Math.min(sums.length, other.sums.length); i++) {
            final boolean isWhole = counts[i] == BLOCK && other.counts[i] == BLOCK;
            if (isWhole && sums[i] != other.sums[i]) {
                return (long) i << BLOCK_BITS;
            }
        }
        return -1;
    }
}
