package io.hermesmq.benchmarks.rig;

import io.hermesmq.benchmarks.side.Receiver;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A receiver that the rig reads: checks every message, counts, and notes when the last one came. The consuming thread
 * writes it for each message; padding keeps that away from what other threads read.
 */
abstract class Tally extends TallyFields implements Receiver {
    /** Pads the fields in front of whatever the heap puts behind. */
    protected long q00, q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12, q13, q14, q15;

    /**
     * Of so many messages the last one has each of its fields compared, because a sum does not see fields that changed
     * places. Streams are multiples of it long, so that all else is done only then.
     */
    static final int BLOCK = 1024;

    private static final VarHandle RECEIVED;

    static {
        try {
            RECEIVED = MethodHandles.lookup().findVarHandle(TallyFields.class, "received", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Gate gate;

    Tally(final Gate gate) {
        this.gate = gate;
    }

    /** Announces a round. Called while the consuming thread is held. */
    void begin() {
        RECEIVED.setVolatile(this, 0L);
    }

    /**
     * How many messages of the round have come and were found whole.
     *
     * @return the number; pairs with the release of the consuming thread.
     */
    final long received() {
        return (long) RECEIVED.getAcquire(this);
    }

    /**
     * When the last of the received messages came.
     *
     * @return a value of {@link System#nanoTime()}, as of {@link #received()}.
     */
    final long lastNs() {
        return lastNs;
    }

    /**
     * Counts messages. Called by the consuming thread.
     *
     * @param count of messages.
     * @param nowNs time of the last.
     */
    final void count(final long count, final long nowNs) {
        lastNs = nowNs;
        RECEIVED.setRelease(this, received + count);
    }

    /**
     * The last message of a block is here: compares the sums and counts.
     *
     * @param expectedInBlock sum of the fields of all messages of the block.
     */
    final void endBlock(final long expectedInBlock) {
        if (sum != expectedInBlock) {
            Failure.halt("content differs: " + BLOCK + " messages up to " + next + " add up to " + sum + ", not "
                    + expectedInBlock);
        }
        sum = 0;
        count(BLOCK, System.nanoTime());
    }

    /**
     * A message that is not the expected one: a control message, or the end.
     *
     * @param a its first field.
     * @param b its second field.
     * @param expected what the first field should have been.
     */
    final void unexpected(final long a, final long b, final long expected) {
        if (a != Gate.CONTROL) {
            Failure.halt("lost, repeated or out of order: got message " + a + " where " + expected + " was next");
        }
        if (!gate.isPast(b)) { // otherwise this thread was held by the first of its receivers
            gate.hold(b);
        }
    }

    /**
     * Whether a message is the last of its block.
     *
     * @param a its first field.
     * @return true for one in {@link #BLOCK}.
     */
    static boolean endsBlock(final long a) {
        return (a & (BLOCK - 1)) == BLOCK - 1;
    }

    /** Compares every derived field of a message. */
    static void checkFully(
            final long a, final long c, final long d, final long e, final long f, final long g, final long h) {
        if (c != a + 1 || d != a + 2 || e != a + 3 || f != a + 4 || g != a + 5 || h != a + 6) {
            Failure.halt(
                    "content differs in message " + a + ": " + c + " " + d + " " + e + " " + f + " " + g + " " + h);
        }
    }
}

/** Pads the fields behind whatever the heap puts in front. */
abstract class TallyPadding {
    protected long p00, p01, p02, p03, p04, p05, p06, p07, p08, p09, p10, p11, p12, p13, p14, p15;
}

/** What the consuming thread writes. */
abstract class TallyFields extends TallyPadding {
    protected long next;
    protected long sum;
    protected long lastNs;
    protected long received;
}
