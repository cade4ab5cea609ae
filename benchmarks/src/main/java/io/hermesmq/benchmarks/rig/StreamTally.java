package io.hermesmq.benchmarks.rig;

/** Takes a stream of numbered messages from one publisher. */
final class StreamTally extends Tally {

    StreamTally(final Gate gate) {
        super(gate);
    }

    @Override
    public void on(
            final long a,
            final long b,
            final long c,
            final long d,
            final long e,
            final long f,
            final long g,
            final long h) {
        if (a != next) {
            unexpected(a, b, next);
            return;
        }
        next = a + 1;
        sum += b + c + d + e + f + g + h;
        if (endsBlock(a)) {
            checkFully(a, c, d, e, f, g, h);
            endBlock(sumOfBlock(a));
        }
    }

    /** Sum of the last seven fields of a block of messages that carry their number as second field, modulo 2^64. */
    static long sumOfBlock(final long last) {
        final long numbers = BLOCK / 2 * (2 * last - BLOCK + 1);
        return 7 * numbers + 21 * BLOCK;
    }
}
