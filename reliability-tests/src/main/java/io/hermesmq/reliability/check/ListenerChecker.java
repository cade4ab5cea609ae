package io.hermesmq.reliability.check;

import io.hermesmq.reliability.value.Values;
import java.util.Arrays;

/**
 * Checks what one listener was given.
 *
 * <p>The rules. Within a session, from one start of the listener to the end of its process, sequences are dense and grow; a gap is
 * one that the listener was told of, with the exact count. A session may begin before the end of the last one, as positions are
 * committed behind the handler, and then gives the same values under the same sequences again; it may not begin further on,
 * nor before the beginning of the last one. A
 * value stands under one sequence only. The values of one publisher come in the order in which it sent them. What was acknowledged
 * is there at the end, what was refused is not, and what is in doubt may be there once.
 */
public final class ListenerChecker {

    private static final int REMEMBERED = 1 << 16;

    private final Attempts attempts;
    private final boolean isFromStart;
    private final Findings findings;
    private final OrderDigest digest = new OrderDigest();
    private final long[] recentValues = new long[REMEMBERED];
    private final long[] recentSequences = new long[REMEMBERED];
    private LongBits[] seen = {};
    private long[] lastCounters = {};
    private long lastSequence;
    private long highestSequence;
    private long againInARow;
    private boolean isAny;
    private boolean isFresh = true;
    private long sessionStart;

    /**
     * Starts to check a listener.
     *
     * @param id of the listener.
     * @param attempts what publishers attempted; may grow while deliveries are checked.
     * @param isFromStart whether it has to be given everything, from the first message on; otherwise what was published before
     *     the first that it is given does not count.
     */
    public ListenerChecker(final String id, final Attempts attempts, final boolean isFromStart) {
        this.attempts = attempts;
        this.isFromStart = isFromStart;
        findings = new Findings(id);
    }

    /** The process of the listener was started again. */
    public void session() {
        isFresh = true;
        againInARow = 0;
    }

    /**
     * The listener was given a message.
     *
     * @param sequence of the message.
     * @param value that was in it, or {@link Values#CORRUPT}.
     * @param missed how many it was told to have missed directly before.
     */
    public void delivered(final long sequence, final long value, final long missed) {
        if (value == Values.CORRUPT) {
            findings.found(Fault.CORRUPT, 1, () -> "sequence " + sequence);
        }
        if (isFresh) {
            checkStart(sequence);
        }
        checkSequence(sequence, missed);
        findings.missed(missed);
        lastSequence = sequence;
        isFresh = false;
        isAny = true;
        if (sequence > highestSequence) {
            highestSequence = sequence;
            remember(sequence, value);
            accept(sequence, value);
        } else {
            findings.redelivered(++againInARow);
            compare(sequence, value);
        }
    }

    /** A position that was committed once never goes back. */
    private void checkStart(final long sequence) {
        final long before = sessionStart;
        if (sequence < before) {
            findings.found(
                    Fault.WENT_BACK, 1, () -> "a session began at " + sequence + ", the one before it at " + before);
        }
        sessionStart = sequence;
    }

    private void checkSequence(final long sequence, final long missed) {
        if (!isAny && !isFromStart) {
            return;
        }
        final long expected = lastSequence + 1;
        if (sequence < expected && missed == 0) {
            if (!isFresh) {
                findings.found(Fault.REORDERED, 1, () -> "sequence " + sequence + " behind " + (expected - 1));
            }
        } else if (sequence < expected + missed) {
            findings.found(
                    Fault.MISCOUNTED,
                    1,
                    () -> "sequence " + sequence + " behind " + (expected - 1) + " with " + missed + " missed");
        } else if (sequence > expected + missed) {
            findings.found(
                    Fault.SKIPPED,
                    sequence - expected - missed,
                    () -> "sequence " + sequence + " behind " + (expected - 1) + " with " + missed + " missed");
        }
    }

    private void remember(final long sequence, final long value) {
        final int slot = (int) (sequence & REMEMBERED - 1);
        recentSequences[slot] = sequence;
        recentValues[slot] = value;
    }

    private void compare(final long sequence, final long value) {
        final int slot = (int) (sequence & REMEMBERED - 1);
        final long before = recentValues[slot];
        if (recentSequences[slot] == sequence && before != value) {
            findings.found(
                    Fault.CHANGED,
                    1,
                    () -> "sequence " + sequence + " was " + Values.describe(before) + ", now "
                            + Values.describe(value));
        }
    }

    private void accept(final long sequence, final long value) {
        digest.add(sequence, value);
        if (value == Values.CORRUPT || Values.publisher(value) == Values.FENCE_PUBLISHER) {
            return;
        }
        final int publisher = Values.publisher(value);
        final long counter = Values.counter(value);
        final Outcome outcome = attempts.outcome(publisher, counter);
        if (outcome == Outcome.NONE) {
            findings.found(
                    Fault.UNEXPECTED, 1, () -> Values.describe(value) + " at " + sequence + " was never attempted");
            return;
        }
        findings.delivered();
        grow(publisher);
        if (!seen[publisher].add(counter)) {
            findings.found(Fault.DUPLICATED, 1, () -> Values.describe(value) + " again at " + sequence);
        } else if (counter < lastCounters[publisher]) {
            findings.found(
                    Fault.REORDERED,
                    1,
                    () -> Values.describe(value) + " at " + sequence + " behind " + lastCounters[publisher]);
        }
        lastCounters[publisher] = Math.max(lastCounters[publisher], counter);
    }

    private void grow(final int publisher) {
        if (publisher >= seen.length) {
            final int before = seen.length;
            seen = Arrays.copyOf(seen, publisher + 1);
            lastCounters = Arrays.copyOf(lastCounters, publisher + 1);
            for (int i = before; i < seen.length; i++) {
                seen[i] = new LongBits();
                lastCounters[i] = -1;
            }
        }
    }

    /**
     * Compares the order with that of another listener of the same journal.
     *
     * @param other the listener that came first.
     */
    public void compareOrder(final ListenerChecker other) {
        final long difference = digest.firstDifference(other.digest);
        if (difference >= 0) {
            findings.found(
                    Fault.DIVERGED,
                    1,
                    () -> "not what " + other.findings.listener() + " was given from sequence " + difference + " on");
        }
    }

    /**
     * Compares everything that was delivered with everything that was attempted. To be called once, when the listener has been
     * given all that there is.
     *
     * @return the findings.
     */
    public Findings finish() {
        for (int publisher = 0; publisher < attempts.publishers(); publisher++) {
            grow(publisher);
            settle(publisher);
        }
        return findings;
    }

    private void settle(final int publisher) {
        final LongBits delivered = seen[publisher];
        final long first = delivered.first();
        final long last = delivered.last();
        final long from = isFromStart ? 0 : first < 0 ? Long.MAX_VALUE : first;
        for (long counter = from; counter < attempts.attempted(publisher); counter++) {
            final boolean isThere = delivered.contains(counter);
            final Outcome outcome = attempts.outcome(publisher, counter);
            final long value = Values.of(publisher, counter);
            if (outcome == Outcome.ACKNOWLEDGED && !isThere) {
                final Fault fault = first < 0 || counter < first
                        ? Fault.LOST_PREFIX
                        : counter > last ? Fault.LOST_POSTFIX : Fault.LOST_MIDDLE;
                findings.lost(fault, publisher, () -> Values.describe(value) + " was acknowledged");
            } else if (isThere && outcome == Outcome.IN_DOUBT) {
                findings.recovered();
            } else if (isThere && (outcome == Outcome.REFUSED || outcome == Outcome.THREW)) {
                findings.found(Fault.UNEXPECTED, 1, () -> Values.describe(value) + " was not taken: " + outcome);
            }
        }
    }

    /**
     * How far the listener has come.
     *
     * @return the highest sequence that it was given, or 0.
     */
    public long highestSequence() {
        return highestSequence;
    }
}
