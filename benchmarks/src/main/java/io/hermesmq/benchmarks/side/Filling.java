package io.hermesmq.benchmarks.side;

import java.util.Arrays;
import java.util.Random;

/**
 * What a message longer than its eight longs has behind them: always the same bytes, really written, really read and compared
 * by every receiver. For one receiving thread.
 */
public final class Filling {

    private static final long SEED = 20_261_121;

    private final byte[] expected;
    private final byte[] read;

    /**
     * Makes the bytes.
     *
     * @param messageBytes of a whole message.
     */
    public Filling(final int messageBytes) {
        expected = new byte[messageBytes - Payloads.LONGS_BYTES];
        read = new byte[expected.length];
        new Random(SEED).nextBytes(expected);
    }

    /**
     * The bytes to write.
     *
     * @return not a copy.
     */
    public byte[] bytes() {
        return expected;
    }

    /**
     * Where a receiver puts what it reads.
     *
     * @return as long as {@link #bytes()}.
     */
    public byte[] target() {
        return read;
    }

    /**
     * Compares what was read.
     *
     * @throws IllegalStateException where it is not what was written.
     */
    public void check() {
        if (!Arrays.equals(read, expected)) {
            throw new IllegalStateException("content differs behind the first " + Payloads.LONGS_BYTES
                    + " bytes, from byte " + Arrays.mismatch(read, expected));
        }
    }
}
