package io.hermesmq.benchmarks.rig;

/** Takes the streams of several publishers, which number their messages each for themselves. */
final class MergedTally extends Tally {

    /** The number of a publisher stands above this bit. */
    private static final int PUBLISHER_SHIFT = 56;

    private final Stream[] streams;

    /** What came of one publisher. */
    private static final class Stream {
        private long next;
        private long sum;
    }

    MergedTally(final Gate gate, final int publishers) {
        super(gate);
        streams = new Stream[publishers];
        for (int i = 0; i < publishers; i++) {
            streams[i] = new Stream();
            streams[i].next = first(i);
        }
    }

    /**
     * The first number of a publisher's stream.
     *
     * @param publisher its index.
     * @return the number.
     */
    static long first(final int publisher) {
        return (long) publisher << PUBLISHER_SHIFT;
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
        final int publisher = (int) (a >>> PUBLISHER_SHIFT);
        if (publisher >= streams.length) {
            unexpected(a, b, -1);
            return;
        }
        final Stream stream = streams[publisher];
        if (stream.next != a) {
            unexpected(a, b, stream.next);
            return;
        }
        stream.next = a + 1;
        stream.sum += b + c + d + e + f + g + h;
        if (endsBlock(a)) {
            checkFully(a, c, d, e, f, g, h);
            next = a;
            sum = stream.sum;
            stream.sum = 0;
            endBlock(StreamTally.sumOfBlock(a));
        }
    }
}
